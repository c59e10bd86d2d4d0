import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, uncoveredRecords } from '../../src/index.js';
import { runs } from '../arbitrary/runs.js';
import { type TwoEnds, twoEnds } from '../arbitrary/two-ends.js';
import { networkAclDecides } from '../oracle/filter.js';
import { checkpointsOf } from '../oracle/round-trip.js';
import {
  ALL_SEEN,
  circumstances,
  codeOf,
  deniesAnything,
  explain,
  findingOf,
  firstBlocker,
  requestsOf,
  writtenOf,
} from './simulator.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(100));

/** Parts of the configuration that somebody forgot to give. */
type Withheld = { readonly kinds: readonly string[]; readonly ids: readonly string[] };

const withheld: fc.Arbitrary<Withheld> = fc.record({
  kinds: fc.subarray(['Vpcs', 'Subnets', 'SecurityGroups', 'NetworkAcls', 'NetworkInterfaces']),
  ids: fc.subarray(['sg-a', 'sg-b', 'sg-c', 'acl-a', 'acl-b', 'eni-a', 'eni-b', 'subnet-1', 'subnet-2']),
});

const ID_KEYS = ['GroupId', 'NetworkAclId', 'NetworkInterfaceId', 'SubnetId'];

const without =
  ({ kinds, ids }: Withheld) =>
  (answers: readonly unknown[]): readonly unknown[] =>
    (answers as readonly Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>[])
      .filter((answer) => !Object.keys(answer).some((key) => kinds.includes(key)))
      .map((answer) =>
        Object.fromEntries(
          Object.entries(answer).map(([key, list]) => [
            key,
            list.filter((one) => {
              const ownId = ID_KEYS.map((name) => one[name]).find((id) => id !== undefined);
              const id =
                key === 'NetworkInterfaces'
                  ? one.NetworkInterfaceId
                  : key === 'Subnets'
                    ? one.SubnetId
                    : ownId;
              return !ids.includes(String(id));
            }),
          ]),
        ),
      );

/** A proven finding must hold whatever was not said: the oracle, which sees everything, agrees with it. */
const isRight = (it: TwoEnds, seen: Parameters<typeof explain>[1], missing: Withheld): void => {
  const { report, network } = explain(it, seen, without(missing));
  // An end that is neither in the input nor logged is outside: nothing is said of its filters.
  const isKnown = (id: string) => network.interfaces.has(id) || seen.logged.includes(id);
  for (const finding of report.findings) {
    const { group, certainty, outcome, code, leg } = finding;
    if (group === null) continue;
    expect(code).not.toBe('log-contradicts-configuration');
    if (certainty !== 'proven') continue;
    const spoken = requestsOf(it).filter(
      (request) => request.sourcePort === null || group.sourcePorts.includes(request.sourcePort),
    );
    for (const request of spoken) {
      const checkpoints = checkpointsOf(it.world, it.ends, request);
      if (outcome === 'allowed') {
        expect(checkpoints.filter((at) => !at.allows && isKnown(at.interfaceId))).toEqual([]);
        continue;
      }
      expect(outcome).toBe('blocked');
      const named = checkpoints.find(
        (at) => codeOf(at) === code && at.leg === leg && at.interfaceId === finding.blocking[0]?.interface.id,
      );
      if (named === undefined) throw new Error(`nothing is called ${code}`);
      expect(deniesAnything(it, request, named)).toBe(true);
      // And this interface did write the rejection of this leg.
      expect(writtenOf(it, request, seen.silent)).toContainEqual({
        interfaceId: named.interfaceId,
        leg,
        action: 'REJECT',
      });
    }
  }
};

/** Flags, verdicts or ports say who spoke first. */
const isTold = (finding: Finding | undefined): boolean =>
  finding?.group?.initiatorProven === true ||
  finding?.group?.directionEvidence.includes('service-port') === true;

describe('a network whose every record and rule is given', () => {
  it('is explained by the filter and leg that block first, proven, with the rule that decided', () => {
    check(
      fc.property(twoEnds, fc.boolean(), fc.boolean(), (it, withFlags, replyLater) => {
        const { report } = explain(it, { ...ALL_SEEN, withFlags, replyLater });
        for (const request of requestsOf(it)) {
          const finding = findingOf(report, request);
          const blocker = firstBlocker(it, request);
          if (blocker === undefined) {
            expect(finding?.code).toBe('allowed-both-ways');
            // No route tells whether a reply to the outside came there, or a NAT gateway is on the way.
            const isOpen = finding?.trips.some(({ initiator, responder }) =>
              [initiator, responder].some(({ kind }) => kind === 'outside'),
            );
            if (!isOpen) expect(finding?.certainty).toBe('proven');
            continue;
          }
          // ICMP that is blocked by its type alone cannot be proven by a flow log, which does not tell the type.
          if (!deniesAnything(it, request, blocker)) {
            expect(finding?.certainty).toBeDefined();
            continue;
          }
          expect(finding).toMatchObject({ code: codeOf(blocker), leg: blocker.leg, outcome: 'blocked' });
          // A network ACL rejects requests and replies alike: where nothing but the absence of a record tells which it
          // was, that record may be lost.
          if (isTold(finding)) expect(finding).toMatchObject({ certainty: 'proven', alternatives: [] });
          else expect(finding?.certainty).not.toBe('possible');
          expect(finding?.blocking[0]?.interface.id).toBe(blocker.interfaceId);
          if (blocker.filter === 'network-acl') {
            const at = it.world.NetworkInterfaces.find(
              (one) => one.NetworkInterfaceId === blocker.interfaceId,
            );
            const packet =
              blocker.leg === 'request'
                ? request
                : {
                    ...request,
                    source: request.destination,
                    destination: request.source,
                    sourcePort: request.destinationPort,
                    destinationPort: request.sourcePort,
                    icmpType: request.icmpType === null ? null : request.icmpType === 8 ? 0 : 129,
                  };
            const { number } = networkAclDecides(
              it.world,
              at?.SubnetId ?? '',
              blocker.direction === 'egress',
              packet,
            );
            const numbers = finding?.deciding.flatMap((one) =>
              one.kind === 'network-acl-entry' ? [one.entry.number] : [],
            );
            expect(numbers).toContain(number ?? (it.traffic.isIpv6 ? 32768 : 32767));
          }
        }
      }),
    );
  });

  it('leaves no record unpredicted', () => {
    check(
      fc.property(twoEnds, circumstances, (it, { withFlags, replyLater, silent }) => {
        const { report } = explain(it, { ...ALL_SEEN, withFlags, replyLater, silent });
        for (const finding of report.findings) expect(uncoveredRecords(finding)).toEqual([]);
      }),
    );
  });
});

describe('a finding that is called proven', () => {
  it('is right whatever part of the configuration is withheld', () => {
    check(
      fc.property(twoEnds, withheld, (it, missing) => {
        isRight(it, ALL_SEEN, missing);
      }),
    );
  });

  it('is right whichever end is logged, with whatever traffic type, and wherever the log is cut', () => {
    check(
      fc.property(twoEnds, circumstances, (it, seen) => {
        isRight(it, seen, { kinds: [], ids: [] });
      }),
    );
  });

  it('is right when records and configuration are both incomplete', () => {
    check(
      fc.property(twoEnds, circumstances, withheld, (it, seen, missing) => {
        isRight(it, seen, missing);
      }),
    );
  });
});
