import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { applyChange, type Network, type Remedy, readAnswers } from '../../src/index.js';
import { runs } from '../arbitrary/runs.js';
import { answersOf, type TwoEnds, twoEnds } from '../arbitrary/two-ends.js';
import { ALL_SEEN, circumstances, explain } from '../diagnosis/simulator.js';
import { ip } from '../filter/build.js';
import type { AwsWorld } from '../oracle/filter.js';
import { passes, requestOf } from '../oracle/round-trip.js';
import { edit, isAddition } from './edit-answers.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(100));

type Offer = { readonly remedy: Remedy; readonly network: Network };

/** A lone rejected reply may be taken for a request; then its remedy is about other traffic than ours. */
const offers = (it: TwoEnds, seen = ALL_SEEN): readonly Offer[] => {
  const { report, network } = explain(it, seen);
  return report.findings
    .filter(
      ({ group }) =>
        group !== null && print(group.initiator.address) === print(ip(it.ends.initiator.address)),
    )
    .flatMap(({ remedies }) => remedies.map((remedy) => ({ remedy, network })));
};

/** Source ports at which anything could change: the ends of the range and of every entry's ports, and their neighbours. */
const portsIn = (world: AwsWorld, { sourcePorts }: Remedy): readonly (number | null)[] => {
  if (sourcePorts === null) return [null];
  const { from, to } = sourcePorts.range;
  const bounds = world.NetworkAcls.flatMap((acl) =>
    acl.Entries.flatMap(({ PortRange: range }) =>
      range === undefined ? [] : [range.From - 1, range.From, range.To, range.To + 1],
    ),
  );
  return [...new Set([from, to, ...bounds])].filter((port) => from <= port && port <= to);
};

/** Whether the service passes both ways for every source port that the initiator may use. */
const unitPasses = (it: TwoEnds, world: AwsWorld, remedy: Remedy): boolean =>
  portsIn(world, remedy).every((port) => passes(world, it.ends, requestOf(it.ends, it.traffic, port)));

const told = (network: Network) => ({
  acls: [...network.networkAcls.values()].map(({ id, entries }) => ({ id, entries })),
  // Rules have no order: a change puts its rule at the end, and reading puts each in its place.
  groups: [...network.securityGroups.values()].map(({ ingress, egress, ...it }) => ({
    ...it,
    ingress: new Set(ingress),
    egress: new Set(egress),
  })),
});

describe('a remedy', () => {
  it('can be typed into the console, and changes the network as its changes say', () => {
    check(
      fc.property(twoEnds, (it) => {
        for (const { remedy, network } of offers(it)) {
          const world = remedy.changes.reduce(edit, it.world);
          const changed = readAnswers(
            answersOf({ ...it, world }).map((json) => ({ source: 'network.json', json })),
          );
          expect(changed.problems).toEqual([]);
          expect(told(remedy.changes.reduce(applyChange, network))).toEqual(told(changed.network));
        }
      }),
    );
  });

  it('that is proved lets the service pass both ways, for every source port that the initiator may use', () => {
    check(
      fc.property(twoEnds, circumstances, (it, seen) => {
        for (const { remedy } of [...offers(it), ...offers(it, seen)]) {
          const world = remedy.changes.reduce(edit, it.world);
          expect(remedy.proof.outcome).not.toBe('blocked');
          if (remedy.proof.outcome === 'passes') expect(unitPasses(it, world, remedy)).toBe(true);
        }
      }),
    );
  });

  it('is minimal: with one of its additions left out the service is still blocked', () => {
    check(
      fc.property(twoEnds, (it) => {
        for (const { remedy } of offers(it)) {
          if (remedy.proof.outcome !== 'passes') continue;
          expect(unitPasses(it, it.world, remedy)).toBe(false);
          for (const left of remedy.changes.filter(isAddition)) {
            const others = remedy.changes.filter((change) => change !== left);
            expect(unitPasses(it, others.reduce(edit, it.world), remedy)).toBe(false);
          }
        }
      }),
    );
  });

  it('is offered, and proved, for every TCP or UDP service that a given filter is proven to block', () => {
    check(
      fc.property(twoEnds, (it) => {
        const { report } = explain(it, ALL_SEEN);
        for (const finding of report.findings)
          if (finding.outcome === 'blocked' && finding.certainty === 'proven' && it.traffic.icmp === null) {
            expect(finding.remedies).toHaveLength(1);
            expect(finding.remedies[0]?.proof).toMatchObject({ outcome: 'passes', remaining: [] });
            const isOutside =
              it.ends.initiator.interfaceId === null || it.ends.responder.interfaceId === null;
            expect(finding.remedies[0]?.proof.scope).toBe(isOutside ? 'interface' : 'round-trip');
          }
      }),
    );
  });

  it('opens one peer, one protocol and no more ports than the service needs', () => {
    check(
      fc.property(twoEnds, (it) => {
        for (const { remedy } of offers(it))
          for (const change of remedy.changes) {
            if (change.kind !== 'add-network-acl-entry' && change.kind !== 'add-security-group-rule')
              continue;
            const opened = change.kind === 'add-network-acl-entry' ? change.entry : change.rule;
            expect(opened.protocol).toBe(it.traffic.protocol);
            if (it.traffic.servicePort === null) expect(opened.ports).toBeNull();
            else
              expect([
                { from: it.traffic.servicePort, to: it.traffic.servicePort },
                remedy.sourcePorts?.range,
              ]).toContainEqual(opened.ports);
            const block = change.kind === 'add-network-acl-entry' ? change.entry.cidr : change.rule.peer;
            const cidr = 'kind' in block ? (block.kind === 'cidr' ? block.cidr : null) : block;
            expect(cidr?.prefixLength).toBe(it.traffic.isIpv6 ? 128 : 32);
          }
      }),
    );
  });

  it('is not offered for traffic that passes', () => {
    check(
      fc.property(twoEnds, (it) => {
        const { report } = explain(it, ALL_SEEN);
        for (const { outcome, remedies } of report.findings)
          if (outcome !== 'blocked') expect(remedies).toEqual([]);
      }),
    );
  });
});
