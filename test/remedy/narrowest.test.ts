import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../src/index.js';
import { type Reach, type ReachQuestion, reach } from '../../src/path/reach.js';
import { apply, type Change } from '../../src/remedy/change.js';
import { openings } from '../../src/remedy/opening.js';
import { reachRemedies } from '../../src/remedy/reach-remedy.js';
import type { Remedy } from '../../src/remedy/remedy.js';
import * as Headers from '../../src/traffic/header-set.js';
import type { PortRange } from '../../src/traffic/ports.js';
import { type Connected, connectedWorld } from '../arbitrary/connected-world.js';
import { routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import { walkConnected } from '../oracle/connected-path.js';
import { connectedNetwork, reachConnected } from '../path/connected.js';
import { networkOf, reachOf } from '../path/routed.js';
import { editConnected, isAddition } from './edit-answers.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(80));

type Offer = { readonly network: Network; readonly question: ReachQuestion; readonly remedy: Remedy };

/** The proved remedies of a blocked way: for one source port, or (null) for all that the initiator may use. */
const offersFor = (
  network: Network,
  { verdict, ends, packet }: Reach,
  isWhole: boolean,
): readonly Offer[] => {
  if (verdict !== 'blocked' && verdict !== 'partial') return [];
  const port = packet.sourcePort;
  const sourcePorts = isWhole || port === null ? null : { from: port, to: port };
  const question = { ends, packet, sourcePorts };
  return reachRemedies(network, question)
    .filter(({ proof }) => proof.outcome === 'passes')
    .map((remedy) => ({ network, question, remedy }));
};

const offers: fc.Arbitrary<readonly Offer[]> = fc
  .tuple(
    fc.oneof(
      routedWorld.map((it) => ({ routed: it })),
      connectedWorld.map((it) => ({ it })),
    ),
    fc.boolean(),
  )
  .map(([world, isWhole]) => {
    const network = 'it' in world ? connectedNetwork(world.it.world) : networkOf(world.routed.world);
    const found = 'it' in world ? reachConnected(world.it, network) : reachOf(world.routed, network);
    return offersFor(network, found, isWhole);
  });

const passes = ({ network, question }: Offer, changes: readonly Change[]): boolean =>
  reach(changes.reduce(apply, network), question).verdict === 'allowed';

const halves = ({ from, to }: PortRange): readonly PortRange[] => {
  const middle = Math.floor((from + to) / 2);
  return from === to
    ? []
    : [
        { from, to: middle },
        { from: middle + 1, to },
      ];
};

/** All but the first, all but the last, and either half: whatever a narrower range leaves out, one of these does. */
const narrower = (ports: PortRange | null): readonly PortRange[] =>
  ports === null || ports.from === ports.to
    ? []
    : [...halves(ports), { from: ports.from + 1, to: ports.to }, { from: ports.from, to: ports.to - 1 }];

/** The change with fewer ports. It names one address and one protocol already, which another property holds. */
const narrowed = (change: Change): readonly Change[] => {
  if (change.kind === 'add-network-acl-entry')
    return narrower(change.entry.ports).map((ports) => ({ ...change, entry: { ...change.entry, ports } }));
  if (change.kind === 'add-security-group-rule')
    return narrower(change.rule.ports).map((ports) => ({ ...change, rule: { ...change.rule, ports } }));
  return [];
};

const openedBy = ({ network }: Offer, changes: readonly Change[]): readonly Headers.HeaderSet[] =>
  openings(network, changes.reduce(apply, network), changes, Headers.EMPTY).map(({ headers }) => headers);

const isSame = (a: Headers.HeaderSet, b: Headers.HeaderSet | undefined): boolean =>
  b !== undefined && Headers.isEmpty(Headers.subtract(a, b)) && Headers.isEmpty(Headers.subtract(b, a));

describe('a remedy of a way that is blocked', () => {
  it('has no change that could be left out', () => {
    check(
      fc.property(offers, (all) => {
        for (const offer of all) {
          const { changes } = offer.remedy;
          expect(passes(offer, changes)).toBe(true);
          for (const left of changes.filter(isAddition))
            expect(
              passes(
                offer,
                changes.filter((change) => change !== left),
              ),
            ).toBe(false);
        }
      }),
    );
  });

  it('has no change that could be narrower, unless it opens as much all the same', () => {
    check(
      fc.property(offers, (all) => {
        for (const offer of all) {
          const { changes } = offer.remedy;
          const opened = openedBy(offer, changes);
          for (const change of changes)
            for (const less of narrowed(change)) {
              const others = changes.map((it) => (it === change ? less : it));
              if (!passes(offer, others)) continue;
              const without = openedBy(offer, others);
              expect(opened.every((headers, i) => isSame(headers, without[i]))).toBe(true);
            }
        }
      }),
    );
  });

  it('names one address or the group of a load balancer, one protocol and, for a service, one port', () => {
    check(
      fc.property(offers, (all) => {
        for (const { remedy, question, network } of all)
          for (const change of remedy.changes) {
            if (change.kind !== 'add-network-acl-entry' && change.kind !== 'add-security-group-rule')
              continue;
            const opened = change.kind === 'add-network-acl-entry' ? change.entry : change.rule;
            const block = change.kind === 'add-network-acl-entry' ? change.entry.cidr : change.rule.peer;
            if ('kind' in block && block.kind === 'security-group') {
              const members = [...network.interfaces.values()].filter(
                ({ securityGroupIds }) => securityGroupIds?.includes(block.id) === true,
              );
              expect(members.some(({ description }) => description.startsWith('ELB '))).toBe(true);
              continue;
            }
            const cidr = 'kind' in block ? (block.kind === 'cidr' ? block.cidr : null) : block;
            expect(cidr?.prefixLength).toBe(cidr?.network.family === 4 ? 32 : 128);
            expect(opened.protocol).toBe(question.packet.protocol);
          }
      }),
    );
  });
});

/** Ports that a load balancer may choose: the ends of its range, and around what the rules name. */
const BALANCER_PORTS = [1024, 8442, 8443, 8444, 32_767, 32_768, 65_535];

/** Whether request and reply pass, as AWS's sentences say, whichever port a load balancer chooses. */
const passesByOracle = ({ from, packet }: Connected, world: Connected['world']): boolean =>
  BALANCER_PORTS.every((port) => {
    const { request, reply } = walkConnected(world, from, packet, port);
    return [request, reply].every(
      (leg) =>
        leg !== null &&
        (leg.end === 'left' || leg.end.startsWith('arrived')) &&
        leg.events.every(({ allows }) => allows),
    );
  });

describe('a remedy over transit gateways, endpoints and load balancers', () => {
  it('lets request and reply pass, once it is typed in, as AWS says they would, and not without one of its changes', () => {
    check(
      fc.property(connectedWorld, (it) => {
        const network = connectedNetwork(it.world);
        for (const { remedy } of offersFor(network, reachConnected(it, network), false)) {
          expect(passesByOracle(it, it.world)).toBe(false);
          expect(passesByOracle(it, remedy.changes.reduce(editConnected, it.world))).toBe(true);
          for (const left of remedy.changes.filter(isAddition)) {
            const others = remedy.changes.filter((change) => change !== left);
            expect(passesByOracle(it, others.reduce(editConnected, it.world))).toBe(false);
          }
        }
      }),
    );
  });

  it('has no entry that another one, for all ports of a reply, holds already', () => {
    const toBalancer = connectedWorld.filter(
      ({ packet }) => packet.destinationPort !== null && /^10\.0\.[23]\.30$/.test(packet.destination),
    );
    check(
      fc.property(toBalancer, (it) => {
        const network = connectedNetwork(it.world);
        for (const offer of offersFor(network, reachConnected(it, network), true))
          for (const left of offer.remedy.changes.filter(isAddition)) {
            const others = offer.remedy.changes.filter((change) => change !== left);
            expect(passes(offer, others)).toBe(false);
          }
      }),
    );
  });

  it('is found in many worlds, with routes of every kind', () => {
    const kinds = new Set<string>();
    for (const it of fc.sample(connectedWorld, { numRuns: 400, seed: 7 })) {
      const network = connectedNetwork(it.world);
      for (const { remedy } of offersFor(network, reachConnected(it, network), true))
        for (const change of remedy.changes)
          kinds.add(change.kind === 'add-route' ? `add-route ${change.route.target.kind}` : change.kind);
    }
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'add-network-acl-entry',
        'add-security-group-rule',
        'add-route transit-gateway',
        'add-route vpc-peering-connection',
        'add-route internet-gateway',
      ]),
    );
  });
});
