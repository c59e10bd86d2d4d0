import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Passage } from '../../src/path/passage.js';
import type { PathCheckpoint } from '../../src/path/path-checkpoint.js';
import { contains, type PortRange } from '../../src/traffic/ports.js';
import { connectedWorld } from '../arbitrary/connected-world.js';
import { routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import { walkConnected } from '../oracle/connected-path.js';
import { type PlainWalk, walkBoth } from '../oracle/path.js';
import { reachConnected } from './connected.js';
import { reachOf } from './routed.js';

const deniesAt = ({ verdict, ports }: PathCheckpoint, natPort: number, sourcePort: number): boolean => {
  if (ports === null) return verdict.outcome === 'denied';
  const port = ports.of === null ? sourcePort : natPort;
  return ports.denied.some((range: PortRange) => contains(port)(range));
};

/**
 * Whether a reference to a group holds across a NAT gateway is not documented, and a group of another VPC may have members
 * that were not given: both are left open.
 */
const isLeftOpen = ({ verdict, crossing }: PathCheckpoint): boolean =>
  verdict.outcome === 'undetermined' &&
  (crossing.peerGroups === 'unknown' ||
    verdict.missing.every(({ kind }) => kind === 'security-group-members'));

const told = ({ checkpoints, course }: Passage, natPort: number, sourcePort: number) => ({
  events: checkpoints
    .filter(({ beyond }) => !beyond)
    .map((at) => ({
      leg: at.leg,
      interfaceId: at.interface.id,
      direction: at.direction,
      filter: at.filter,
      allows: isLeftOpen(at) ? null : !deniesAt(at, natPort, sourcePort),
    })),
  end:
    course.ending.kind === 'arrived'
      ? `arrived at ${course.ending.at.id}`
      : course.ending.kind === 'stopped'
        ? course.ending.blocker.code
        : course.ending.kind,
});

/** What the oracle says where `src` says anything. */
const asFarAs = (mine: ReturnType<typeof told>, plain: PlainWalk) => ({
  end: plain.end,
  events: plain.events.map((event, i) =>
    mine.events[i]?.allows === null ? { ...event, allows: null } : event,
  ),
});

const check = <T extends unknown[]>(property: fc.IProperty<T>, usual = 150) =>
  fc.assert(property, runs(usual));

const BALANCER_PORTS = [1024, 32_767, 32_768, 65_535];

describe('a walked round trip between VPCs, endpoints and load balancers, over IPv6 too', () => {
  it("goes where AWS's sentences say, and is judged there as they say", () => {
    check(
      fc.property(connectedWorld, (it) => {
        const found = reachConnected(it);
        for (const port of BALANCER_PORTS) {
          const plain = walkConnected(it.world, it.from, it.packet, port);
          const sourcePort = it.packet.sourcePort ?? 0;
          if (plain.request.end === 'nobody' || plain.reply?.end === 'nobody') return;
          const there = told(found.request, port, sourcePort);
          expect(there).toEqual(asFarAs(there, plain.request));
          if (plain.reply === null) continue;
          expect(found.reply).not.toBeNull();
          const mine = told(found.reply as Passage, port, sourcePort);
          expect(mine).toEqual(asFarAs(mine, plain.reply));
        }
      }),
      300,
    );
  });
});

const NAT_PORTS = [1024, 1025, 32_767, 32_768, 39_999, 40_000, 40_001, 65_535];

describe('a walked round trip', () => {
  it("goes where AWS's sentences say, and is judged there as they say", () => {
    check(
      fc.property(routedWorld, (it) => {
        const found = reachOf(it);
        for (const natPort of NAT_PORTS) {
          const plain = walkBoth(it.world, it.from, it.packet, natPort);
          const sourcePort = it.packet.sourcePort ?? 0;
          // Where nobody holds the address the walk ends openly; the oracle says `nobody`.
          if (plain.request.end === 'nobody' || plain.reply?.end === 'nobody') return;
          const there = told(found.request, natPort, sourcePort);
          expect(there).toEqual(asFarAs(there, plain.request));
          if (plain.reply === null) continue;
          expect(found.reply).not.toBeNull();
          // What is peered may answer a NAT gateway without a route: AWS does not say when, so it is left open.
          if (found.reply?.course.doubts.some(({ reason }) => reason === 'return-to-sender')) {
            expect([plain.reply.end, found.replyVerdict === 'allowed']).toEqual(['no-route', false]);
            continue;
          }
          const mine = told(found.reply as Passage, natPort, sourcePort);
          expect(mine).toEqual(asFarAs(mine, plain.reply));
        }
      }),
    );
  });
});
