import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachRemedies } from '../../src/remedy/reach-remedy.js';
import type { Remedy } from '../../src/remedy/remedy.js';
import { type Routed, routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import { walkBoth } from '../oracle/path.js';
import { networkOf, reachOf } from '../path/routed.js';
import { editRouted, isAddition } from './edit-answers.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(100));

/** Ports that a NAT gateway may choose: the ends of its range, and around what the rules name. */
const NAT_PORTS = [1024, 1025, 32_767, 32_768, 39_999, 40_000, 40_001, 65_535];

const gets = (end: string): boolean => end === 'left' || end.startsWith('arrived');

/** Whether request and reply pass, as AWS's sentences say, whichever port a NAT gateway chooses. */
const passes = ({ world, from, packet }: Routed): boolean =>
  NAT_PORTS.every((natPort) => {
    const { request, reply } = walkBoth(world, from, packet, natPort);
    return [request, reply].every(
      (leg) => leg !== null && gets(leg.end) && leg.events.every(({ allows }) => allows),
    );
  });

const remediesFor = (it: Routed): readonly Remedy[] => {
  const network = networkOf(it.world);
  const { verdict, ends, packet } = reachOf(it, network);
  const port = it.packet.sourcePort;
  return verdict === 'blocked' || verdict === 'partial'
    ? reachRemedies(network, {
        ends,
        packet,
        sourcePorts: port === null ? null : { from: port, to: port },
      })
    : [];
};

const edited = (it: Routed, changes: Remedy['changes']): Routed => ({
  ...it,
  world: changes.reduce(editRouted, it.world),
});

describe('a remedy on the whole way', () => {
  it('lets request and reply pass, once it is typed in, as AWS says they would', () => {
    check(
      fc.property(routedWorld, (it) => {
        for (const { changes, proof } of remediesFor(it)) {
          expect(proof.outcome).not.toBe('blocked');
          if (proof.outcome === 'passes') expect(passes(edited(it, changes))).toBe(true);
        }
      }),
    );
  });

  it('is minimal: with one of its changes left out the service is still blocked', () => {
    check(
      fc.property(routedWorld, (it) => {
        for (const { changes, proof } of remediesFor(it)) {
          if (proof.outcome !== 'passes') continue;
          expect(passes(it)).toBe(false);
          for (const left of changes.filter(isAddition))
            expect(
              passes(
                edited(
                  it,
                  changes.filter((change) => change !== left),
                ),
              ),
            ).toBe(false);
        }
      }),
    );
  });

  it('adds a route for one address only, and puts another target in the place of one that is gone', () => {
    check(
      fc.property(routedWorld, (it) => {
        for (const { changes } of remediesFor(it))
          for (const change of changes) {
            if (change.kind === 'replace-route') {
              expect(change.replaces.state).toBe('blackhole');
              expect(change.route.destination).toEqual(change.replaces.destination);
            }
            if (change.kind === 'add-route')
              expect(change.route.destination).toMatchObject({ kind: 'cidr', cidr: { prefixLength: 32 } });
          }
      }),
    );
  });

  it('is found in many worlds, with routes of every kind', () => {
    const kinds = new Map<string, number>();
    for (const it of fc.sample(routedWorld, { numRuns: 300, seed: 11 }))
      for (const change of remediesFor(it).flatMap(({ changes }) => changes)) {
        const kind =
          change.kind === 'add-route' || change.kind === 'replace-route'
            ? `${change.kind} ${change.route.target.kind}`
            : change.kind;
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
    expect([...kinds.keys()]).toEqual(
      expect.arrayContaining([
        'add-network-acl-entry',
        'add-security-group-rule',
        'add-route internet-gateway',
        'add-route nat-gateway',
        'add-route vpc-peering-connection',
        'replace-route nat-gateway',
      ]),
    );
  });
});
