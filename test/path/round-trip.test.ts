import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswers } from '../../src/aws/read-answers.js';
import type { Outcome } from '../../src/filter/verdict.js';
import type { Network } from '../../src/network/network.js';
import { endpointOf } from '../../src/path/endpoint.js';
import { type Ends, type RoundTrip, roundTrip } from '../../src/path/round-trip.js';
import { sourcePortClasses, sourcePortsToJudge } from '../../src/path/source-ports.js';
import type { Packet } from '../../src/traffic/packet.js';
import { readPacket } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';
import { answersOf, type TwoEnds, twoEnds } from '../arbitrary/two-ends.js';
import { ip } from '../filter/build.js';
import type { AwsWorld } from '../oracle/filter.js';
import { checkpointsOf, everyIcmp, requestOf } from '../oracle/round-trip.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(100));

const networkOf = (it: Pick<TwoEnds, 'world' | 'subnets'>): Network => {
  const { network, problems } = readAnswers(answersOf(it).map((json) => ({ source: 'network.json', json })));
  expect(problems).toEqual([]);
  return network;
};

const endsIn = (network: Network, { ends }: TwoEnds): Ends => ({
  initiator: endpointOf(network, ip(ends.initiator.address), 'vpc-1'),
  responder: endpointOf(network, ip(ends.responder.address), 'vpc-1'),
});

const requests = (it: TwoEnds) =>
  (it.traffic.sourcePorts.length === 0 ? [null] : it.traffic.sourcePorts).map((port) =>
    requestOf(it.ends, it.traffic, port),
  );

const tripsOf = (
  it: TwoEnds,
  change: (packet: Packet) => Packet = (packet) => packet,
): readonly RoundTrip[] => {
  const network = networkOf(it);
  return requests(it).map((request) => roundTrip(network, endsIn(network, it), change(readPacket(request))));
};

const outcomes = (trips: readonly RoundTrip[]): readonly Outcome[] =>
  trips.flatMap(({ checkpoints }) => checkpoints.map(({ verdict }) => verdict.outcome));

const told = ({ checkpoints }: RoundTrip) =>
  checkpoints.map(({ side, leg, direction, filter, interface: at, verdict }) => ({
    side,
    leg,
    direction,
    filter,
    interfaceId: at.id,
    outcome: verdict.outcome,
  }));

const deniesNothingNew = (before: readonly RoundTrip[], after: readonly RoundTrip[]): void => {
  const now = outcomes(after);
  outcomes(before).forEach((outcome, i) => {
    if (outcome === 'allowed') expect(now[i]).toBe('allowed');
  });
};

describe('a round trip', () => {
  it("is judged at every checkpoint as AWS's sentences say, in the order the packets meet them", () => {
    check(
      fc.property(twoEnds, (it) => {
        const expected = requests(it).map((request) =>
          checkpointsOf(it.world, it.ends, request).map(({ allows, ...at }) => ({
            ...at,
            outcome: allows ? 'allowed' : 'denied',
          })),
        );
        expect(tripsOf(it).map(told)).toEqual(expected);
      }),
    );
  });

  it('of ICMP without a type is decided only where every type would be decided alike', () => {
    const pings = twoEnds.map((it) => ({
      ...it,
      traffic: { ...it.traffic, protocol: it.traffic.isIpv6 ? 58 : 1, servicePort: null, sourcePorts: [] },
    }));
    check(
      fc.property(pings, (it) => {
        const [trip] = tripsOf(it, (packet) => ({ ...packet, icmp: null }));
        const possible = everyIcmp.map((icmp) =>
          checkpointsOf(it.world, it.ends, requestOf(it.ends, { ...it.traffic, icmp }, null)),
        );
        trip?.checkpoints.forEach(({ verdict, leg }, i) => {
          // A reply has the type that answers the request, so only requests can be asked for every type.
          if (leg === 'reply' || verdict.outcome === 'undetermined') return;
          const allows = verdict.outcome === 'allowed';
          for (const at of possible) expect(at[i]?.allows).toBe(allows);
        });
      }),
    );
  });

  it('does not depend on the order of rules, entries, groups and interfaces', () => {
    const turned = (world: AwsWorld): AwsWorld => ({
      SecurityGroups: world.SecurityGroups.toReversed().map((group) => ({
        ...group,
        IpPermissions: group.IpPermissions.toReversed(),
        IpPermissionsEgress: group.IpPermissionsEgress.toReversed(),
      })),
      NetworkAcls: world.NetworkAcls.toReversed().map((acl) => ({
        ...acl,
        Entries: acl.Entries.toReversed(),
        Associations: acl.Associations.toReversed(),
      })),
      NetworkInterfaces: world.NetworkInterfaces.toReversed().map((one) => ({
        ...one,
        Groups: one.Groups.toReversed(),
      })),
    });
    check(
      fc.property(twoEnds, (it) => {
        expect(tripsOf({ ...it, world: turned(it.world) }).map(told)).toEqual(tripsOf(it).map(told));
      }),
    );
  });

  it('is denied nowhere new by one more security-group rule', () => {
    check(
      fc.property(twoEnds, twoEnds, fc.boolean(), (it, other, egress) => {
        const key = egress ? 'IpPermissionsEgress' : 'IpPermissions';
        const more = other.world.SecurityGroups[0]?.[key] ?? [];
        const SecurityGroups = it.world.SecurityGroups.map((group) => ({
          ...group,
          [key]: [...group[key], ...more],
        }));
        deniesNothingNew(tripsOf(it), tripsOf({ ...it, world: { ...it.world, SecurityGroups } }));
      }),
    );
  });

  it('is denied nowhere new by one network ACL deny less', () => {
    check(
      fc.property(twoEnds, fc.nat(), (it, n) => {
        const NetworkAcls = it.world.NetworkAcls.map((acl) => {
          const denies = acl.Entries.filter((row) => row.RuleAction === 'deny');
          return { ...acl, Entries: acl.Entries.filter((row) => row !== denies[n % denies.length]) };
        });
        deniesNothingNew(tripsOf(it), tripsOf({ ...it, world: { ...it.world, NetworkAcls } }));
      }),
    );
  });

  it('meets no network ACL where both ends are in one subnet', () => {
    check(
      fc.property(twoEnds, (it) => {
        const NetworkInterfaces = it.world.NetworkInterfaces.map((one) => ({ ...one, SubnetId: 'subnet-1' }));
        const trips = tripsOf({ ...it, world: { ...it.world, NetworkInterfaces } });
        for (const { initiator, responder, checkpoints } of trips) {
          if (initiator.kind === 'outside' || responder.kind === 'outside') continue;
          for (const at of checkpoints.filter(({ filter }) => filter === 'network-acl'))
            expect(at.verdict.deciding[0]?.kind).toBe('same-subnet');
        }
      }),
    );
  });

  it('with less configuration becomes undetermined at most, never another verdict', () => {
    check(
      fc.property(twoEnds, fc.subarray([0, 1, 2, 3]), (it, withheld) => {
        const whole = tripsOf(it);
        const answers = answersOf(it).filter((_, i) => !withheld.includes(i));
        const { network } = readAnswers(answers.map((json) => ({ source: 'network.json', json })));
        const less = requests(it).map((request) =>
          roundTrip(network, endsIn(network, it), readPacket(request)),
        );
        outcomes(less).forEach((outcome, i) => {
          if (outcome !== 'undetermined') expect(outcome).toBe(outcomes(whole)[i]);
        });
      }),
    );
  });
});

describe('source ports', () => {
  const ports = fc.array(fc.integer({ min: 1024, max: 65535 }), { minLength: 1, maxLength: 5 });

  it('of one class meet the same verdicts', () => {
    check(
      fc.property(twoEnds, ports, (it, observed) => {
        if (it.traffic.servicePort === null) return;
        const network = networkOf(it);
        const ends = endsIn(network, it);
        const judge = (port: number) =>
          told(roundTrip(network, ends, readPacket(requestOf(it.ends, it.traffic, port))));
        const starts = sourcePortsToJudge(network, ends, { from: 1024, to: 65535 });
        const classes = sourcePortClasses(network, ends, observed).map((port) => JSON.stringify(judge(port)));
        for (const port of observed) {
          const start = starts.filter((one) => one <= port).at(-1) as number;
          expect(judge(port)).toEqual(judge(start));
          expect(classes).toContain(JSON.stringify(judge(port)));
        }
      }),
    );
  });
});
