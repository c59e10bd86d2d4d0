import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { answer } from '../../src/path/carried.js';
import type { PathBlocker } from '../../src/path/passage.js';
import { blockersOf, type Reach } from '../../src/path/reach.js';
import { peerAddress } from '../../src/traffic/packet.js';
import { hasPorts } from '../../src/traffic/protocol.js';
import { type Routed, routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import type { RoutedWorld } from '../oracle/path.js';
import { told } from './build.js';
import { networkOf, reachOf } from './routed.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(100));

const verdicts = (it: Reach) => [it.verdict, it.request.verdict, it.replyVerdict];

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed).toReversed();
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, reversed(one)]));
};

const renamed = (text: string): string =>
  text.replace(
    /\b(eni|sg|subnet|acl|rtb|nat|pcx|igw|vpc)-(?!gateway)([a-z0-9]+)\b/g,
    (_, kind, id) => `${kind}-z${id}`,
  );

const every = (it: Reach): readonly PathBlocker[] => {
  const { request, reply } = blockersOf(it);
  return [...request, ...reply];
};

/** The narrowest change that lets the packet of this blocker pass there. */
const accept = (world: RoutedWorld, blocker: PathBlocker): RoutedWorld | null => {
  if (blocker.kind === 'routing') return null;
  const { at } = blocker;
  const { packet } = at.carried;
  const block = `${print(peerAddress(at.direction, packet))}/32`;
  const isRange = at.leg === 'reply' && at.carried.ports?.of != null;
  const [from, to] = isRange ? [0, 65535] : [packet.destinationPort ?? 0, packet.destinationPort ?? 0];
  if (at.filter === 'network-acl') {
    const NetworkAcls = world.NetworkAcls.map((acl) => {
      if (!acl.Associations.some(({ SubnetId }) => SubnetId === at.interface.subnetId)) return acl;
      const used = acl.Entries.map(({ RuleNumber }) => RuleNumber);
      const RuleNumber = [1, 2, 3, 4, 5].find((n) => !used.includes(n)) as number;
      const entry = {
        RuleNumber,
        Egress: at.direction === 'egress',
        RuleAction: 'allow' as const,
        Protocol: String(packet.protocol),
        CidrBlock: block,
        ...(hasPorts(packet.protocol)
          ? { PortRange: { From: from, To: to } }
          : { IcmpTypeCode: { Type: -1, Code: -1 } }),
      };
      return { ...acl, Entries: [...acl.Entries, entry] };
    });
    return { ...world, NetworkAcls };
  }
  const key = at.direction === 'egress' ? 'IpPermissionsEgress' : 'IpPermissions';
  const permission = {
    IpProtocol: packet.protocol === 1 ? 'icmp' : String(packet.protocol),
    FromPort: hasPorts(packet.protocol) ? from : -1,
    ToPort: hasPorts(packet.protocol) ? to : -1,
    IpRanges: [{ CidrIp: block }],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
  };
  const SecurityGroups = world.SecurityGroups.map((group) =>
    at.interface.securityGroupIds?.includes(group.GroupId)
      ? { ...group, [key]: [...group[key], permission] }
      : group,
  );
  return { ...world, SecurityGroups };
};

const RANK = { blocked: 0, partial: 1, undetermined: 1, allowed: 2 } as const;

describe('a walked round trip', () => {
  it('does not depend on the order of anything', () => {
    check(
      fc.property(routedWorld, (one) => {
        const turned = reversed(one.world) as RoutedWorld;
        expect(verdicts(reachOf({ ...one, world: turned }))).toEqual(verdicts(reachOf(one)));
        expect(told(reachOf({ ...one, world: turned }))).toEqual(told(reachOf(one)));
      }),
    );
  });

  it('does not depend on names', () => {
    check(
      fc.property(routedWorld, (one) => {
        const other: Routed = {
          ...one,
          world: JSON.parse(renamed(JSON.stringify(one.world))),
          from: one.from === null ? null : renamed(one.from),
        };
        expect(verdicts(reachOf(other))).toEqual(verdicts(reachOf(one)));
        expect(told(reachOf(other))).toEqual(told(reachOf(one)).map(renamed));
      }),
    );
  });

  it('is denied nowhere new by one more security-group rule', () => {
    check(
      fc.property(routedWorld, routedWorld, fc.nat(2), fc.boolean(), (one, other, which, egress) => {
        const key = egress ? 'IpPermissionsEgress' : 'IpPermissions';
        const more = other.world.SecurityGroups[which]?.[key] ?? [];
        const SecurityGroups = one.world.SecurityGroups.map((group, i) =>
          i === which ? { ...group, [key]: [...group[key], ...more] } : group,
        );
        const before = reachOf(one).request.verdict;
        const after = reachOf({ ...one, world: { ...one.world, SecurityGroups } }).request.verdict;
        expect(RANK[after]).toBeGreaterThanOrEqual(RANK[before]);
      }),
    );
  });

  it('is denied nowhere new by one network ACL deny less', () => {
    check(
      fc.property(routedWorld, fc.nat(), (one, n) => {
        const NetworkAcls = one.world.NetworkAcls.map((acl) => {
          const denies = acl.Entries.filter((row) => row.RuleAction === 'deny' && row.RuleNumber < 32767);
          return { ...acl, Entries: acl.Entries.filter((row) => row !== denies[n % denies.length]) };
        });
        const before = reachOf(one);
        const after = reachOf({ ...one, world: { ...one.world, NetworkAcls } });
        expect(RANK[after.request.verdict]).toBeGreaterThanOrEqual(RANK[before.request.verdict]);
        expect(RANK[after.replyVerdict]).toBeGreaterThanOrEqual(RANK[before.replyVerdict]);
      }),
    );
  });

  it('keeps every blocker before the one that an accepted change removes, and loses that one', () => {
    check(
      fc.property(routedWorld, fc.nat(), (one, n) => {
        const before = reachOf(one);
        const blockers = every(before);
        if (blockers.length === 0) return;
        const index = n % blockers.length;
        const blocker = blockers[index] as PathBlocker;
        const changed = accept(one.world, blocker);
        if (changed === null) return;
        const after = told(reachOf({ ...one, world: changed }));
        expect(after.slice(0, index)).toEqual(told(before).slice(0, index));
        expect(after).not.toContain(told(before)[index]);
      }),
    );
  });

  it('brings back to the initiator the answer to what it sent', () => {
    check(
      fc.property(routedWorld, (one) => {
        const { reply, packet, sourcePorts } = reachOf(one);
        const back = reply?.course.ending.kind;
        if (reply === null || (back !== 'arrived' && back !== 'left')) return;
        const returned = answer(reply.course.carried).packet;
        expect(returned).toMatchObject({
          source: packet.source,
          destination: packet.destination,
          sourcePort: sourcePorts?.range.from ?? null,
          destinationPort: packet.destinationPort,
        });
      }),
    );
  });

  it('with less configuration becomes undetermined at most, never another verdict', () => {
    const kinds = [
      'RouteTables',
      'SecurityGroups',
      'NetworkAcls',
      'NatGateways',
      'VpcPeeringConnections',
      'InternetGateways',
      'Subnets',
    ] as const;
    check(
      fc.property(routedWorld, fc.subarray([...kinds], { minLength: 1 }), (one, withheld) => {
        const whole = reachOf(one);
        const less = Object.fromEntries(
          Object.entries(one.world).filter(([key]) => !withheld.some((kind) => kind === key)),
        ) as RoutedWorld;
        const poorer = reachOf({ ...one, world: less }, networkOf(less));
        for (const [mine, its] of [
          [poorer.request.verdict, whole.request.verdict],
          [poorer.replyVerdict, whole.replyVerdict],
        ])
          if (mine !== 'undetermined' && whole.request.course.ending.kind !== 'stopped')
            expect(mine).toBe(its);
      }),
    );
  });
});
