import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import type { ReportedFinding } from '../../src/index.js';
import { type Connected, connectedWorld } from '../arbitrary/connected-world.js';
import { runs } from '../arbitrary/runs.js';
import type { ConnectedLeg } from '../oracle/connected-path.js';
import {
  ALL_SEEN,
  deniesBehindPublicAccess,
  explainConnected,
  isFinished,
  NOTHING_WITHHELD,
  type Seen,
  seen,
  truthOf,
  type Withheld,
  withheld,
} from './connected-simulator.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(150));

const OF_ROUTES = [
  'no-route',
  'blackhole-route',
  'no-public-address',
  'peering-not-usable',
  'transit-gateway-does-not-forward',
  'endpoint-cannot-carry',
  'load-balancer-does-not-forward',
  'asymmetric-path',
  'block-public-access',
];

/** The interface, leg, direction and filter that a finding names do deny, as the oracle sees it. */
const isDenied = (
  it: Connected,
  { blocking: [first], leg }: ReportedFinding,
  walks: readonly ConnectedLeg[],
): boolean =>
  first !== undefined &&
  walks.some(
    (walk) =>
      deniesBehindPublicAccess(it, walk, first.interface.id, first.filter) ||
      walk.events.some(
        (event) =>
          event.leg === leg &&
          event.interfaceId === first.interface.id &&
          event.direction === first.direction &&
          event.filter === first.filter &&
          !event.allows,
      ),
  );

/** Of a load balancer's two connections, the part of the leg that belongs to the one that a finding speaks of. */
const comesThrough = ({ group }: ReportedFinding, walk: ConnectedLeg): boolean => {
  const ends = [group?.initiator.address, group?.responder.address].map((it) => it && print(it));
  const isOfGroup = ({ packet }: { packet: { source: string; destination: string } }) =>
    ends.includes(packet.source) && ends.includes(packet.destination);
  const mine = walk.passes.filter(isOfGroup);
  const isLastPart = mine.at(-1) === walk.passes.at(-1);
  return mine.every(({ allows }) => allows) && (!isLastPart || isFinished(walk));
};

const isRight = (it: Connected, view: Seen, missing: Withheld): void => {
  const { request, reply } = truthOf(it);
  const walks = reply === null ? [request] : [request, reply];
  for (const finding of explainConnected(it, view, missing).findings) {
    const { code, certainty, leg, outcome, group, alternatives, assumes } = finding;
    if (group === null) continue;
    if (code === 'log-contradicts-configuration')
      expect(alternatives.map((one) => one.code)).toContain('block-public-access');
    if (certainty !== 'proven') continue;
    expect(alternatives).toEqual([]);
    if (OF_ROUTES.includes(code)) {
      expect(
        leg === 'reply' ? [reply?.end] : leg === null ? [request.end, reply?.end] : [request.end],
      ).toContain(code);
    } else if (outcome === 'blocked') {
      expect(isDenied(it, finding, walks)).toBe(true);
    } else {
      expect(code).toBe('allowed-both-ways');
      if (assumes.includes('routes-not-read')) continue;
      expect(walks.map((walk) => comesThrough(finding, walk))).toEqual([true, true]);
    }
  }
};

/**
 * What is not held: that a file which lacks one item looks as if there were none of it. Nothing in the answers tells that a
 * describe call was filtered, unless something else refers to what is missing.
 */
describe('a finding that is called proven over transit gateways, endpoints and load balancers', () => {
  it('has no alternative, and is right whatever was recorded of the way', () => {
    check(fc.property(connectedWorld, seen, (it, view) => isRight(it, view, NOTHING_WITHHELD)));
  });

  it('has no alternative, and is right whatever was not said of the way', () => {
    check(fc.property(connectedWorld, withheld, (it, missing) => isRight(it, ALL_SEEN, missing)));
  });

  it('has no alternative, and is right where records and configuration are both incomplete', () => {
    check(fc.property(connectedWorld, seen, withheld, isRight));
  });
});
