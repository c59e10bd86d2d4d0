import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import type { Network } from '../../src/network/network.js';
import { componentOf } from '../../src/path/blocker.js';
import { answer } from '../../src/path/carried.js';
import type { PathBlocker } from '../../src/path/passage.js';
import { blockersOf, type Reach } from '../../src/path/reach.js';
import { peerAddress } from '../../src/traffic/packet.js';
import { hasPorts } from '../../src/traffic/protocol.js';
import { type Connected, connectedAnswers, connectedWorld } from '../arbitrary/connected-world.js';
import { type Routed, routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import type { AwsWorld } from '../oracle/filter.js';
import { told } from './build.js';
import { networkOfFiles, reachConnected } from './connected.js';
import { reachOf } from './routed.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(60));

const verdicts = (it: Reach) => [it.verdict, it.request.verdict, it.replyVerdict];

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed).toReversed();
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, reversed(one)]));
};

const renamed = (text: string): string =>
  text.replace(
    /\b(tgw-attach|tgw-rtb|tgw|vpce|eigw|pl|eni|sg|subnet|acl|rtb|nat|pcx|igw|vpc)-(?!gateway|attach-|rtb-)([a-z0-9]+)\b/g,
    (_, kind, id) => `${kind}-z${id}`,
  );

const every = (it: Reach): readonly PathBlocker[] => {
  const { request, reply } = blockersOf(it);
  return [...request, ...reply];
};

type Filters = Pick<AwsWorld, 'SecurityGroups' | 'NetworkAcls'>;

/** The narrowest change that lets the packet of this blocker pass there. */
const accept = <W extends Filters>(world: W, blocker: PathBlocker): W | null => {
  if (blocker.kind === 'routing') return null;
  const { at } = blocker;
  const { packet } = at.carried;
  const peer = peerAddress(at.direction, packet);
  const isIpv6 = peer.family === 6;
  const block = `${print(peer)}/${isIpv6 ? 128 : 32}`;
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
        ...(isIpv6 ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
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
    IpProtocol: packet.protocol === 1 ? 'icmp' : packet.protocol === 58 ? 'icmpv6' : String(packet.protocol),
    FromPort: hasPorts(packet.protocol) ? from : -1,
    ToPort: hasPorts(packet.protocol) ? to : -1,
    IpRanges: isIpv6 ? [] : [{ CidrIp: block }],
    Ipv6Ranges: isIpv6 ? [{ CidrIpv6: block }] : [],
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

const sharesRules = (a: PathBlocker, b: PathBlocker): boolean => {
  if (a.kind === 'routing' || b.kind === 'routing' || a.at.filter !== b.at.filter) return false;
  if (a.at.filter === 'network-acl') return componentOf(a.at) === componentOf(b.at);
  const groups = b.at.interface.securityGroupIds ?? [];
  return (a.at.interface.securityGroupIds ?? []).some((id) => groups.includes(id));
};

const RANK = { blocked: 0, partial: 1, undetermined: 1, allowed: 2 } as const;

/** The laws hold in every world: how one is drawn, read and asked. */
type Kind<One extends { readonly world: Filters; readonly from: string | null }> = {
  readonly name: string;
  readonly draw: fc.Arbitrary<One>;
  readonly files: (one: One) => readonly { readonly source: string; readonly json: unknown }[];
  readonly ask: (one: One, network: Network) => Reach;
  /** Kinds of answers that may be withheld. */
  readonly kinds: readonly string[];
};

const ROUTED: Kind<Routed> = {
  name: 'of internet and NAT gateways and a peering connection',
  draw: routedWorld,
  files: ({ world }) =>
    Object.entries(world).map(([key, value]) => ({ source: `${key}.json`, json: { [key]: value } })),
  ask: reachOf,
  kinds: [
    'RouteTables',
    'SecurityGroups',
    'NetworkAcls',
    'NatGateways',
    'VpcPeeringConnections',
    'InternetGateways',
    'Subnets',
  ],
};

const CONNECTED: Kind<Connected> = {
  name: 'of transit gateways, endpoints, load balancers, IPv6 and Block Public Access',
  draw: connectedWorld,
  files: ({ world }) => connectedAnswers(world),
  ask: reachConnected,
  kinds: [
    'RouteTables',
    'SecurityGroups',
    'NetworkAcls',
    'VpcPeeringConnections',
    'InternetGateways',
    'Subnets',
    'TransitGateways',
    'TransitGatewayVpcAttachments',
    'TransitGatewayAttachments',
    'Routes',
    'PrefixLists',
    'LoadBalancers',
    'Listeners',
    'TargetGroups',
    'TargetHealthDescriptions',
    'VpcEndpoints',
  ],
};

const laws = <One extends { readonly world: Filters; readonly from: string | null }>({
  name,
  draw,
  files,
  ask,
  kinds,
}: Kind<One>): void => {
  const asked = (one: One): Reach => ask(one, networkOfFiles(files(one)));
  const withWorld = (one: One, change: Partial<Filters>): One => ({
    ...one,
    world: { ...one.world, ...change },
  });

  describe(`a walked round trip in networks ${name}`, () => {
    it('does not depend on the order of anything', () => {
      check(
        fc.property(draw, (one) => {
          const turned = ask(one, networkOfFiles(reversed(files(one)) as ReturnType<typeof files>));
          expect(verdicts(turned)).toEqual(verdicts(asked(one)));
          expect(told(turned)).toEqual(told(asked(one)));
        }),
      );
    });

    it('does not depend on names', () => {
      check(
        fc.property(draw, (one) => {
          const network = networkOfFiles(JSON.parse(renamed(JSON.stringify(files(one)))));
          const other = ask({ ...one, from: one.from === null ? null : renamed(one.from) }, network);
          expect(verdicts(other)).toEqual(verdicts(asked(one)));
          expect(told(other)).toEqual(told(asked(one)).map(renamed));
        }),
      );
    });

    it('is denied nowhere new by one more security-group rule', () => {
      check(
        fc.property(draw, draw, fc.nat(4), fc.boolean(), (one, other, which, egress) => {
          const key = egress ? 'IpPermissionsEgress' : 'IpPermissions';
          const more = other.world.SecurityGroups[which]?.[key] ?? [];
          const SecurityGroups = one.world.SecurityGroups.map((group, i) =>
            i === which ? { ...group, [key]: [...group[key], ...more] } : group,
          );
          const before = asked(one).request.verdict;
          const after = asked(withWorld(one, { SecurityGroups })).request.verdict;
          expect(RANK[after]).toBeGreaterThanOrEqual(RANK[before]);
        }),
      );
    });

    it('is denied nowhere new by one network ACL deny less', () => {
      check(
        fc.property(draw, fc.nat(), (one, n) => {
          const NetworkAcls = one.world.NetworkAcls.map((acl) => {
            const denies = acl.Entries.filter((row) => row.RuleAction === 'deny' && row.RuleNumber < 32767);
            return { ...acl, Entries: acl.Entries.filter((row) => row !== denies[n % denies.length]) };
          });
          const before = asked(one);
          const after = asked(withWorld(one, { NetworkAcls }));
          expect(RANK[after.request.verdict]).toBeGreaterThanOrEqual(RANK[before.request.verdict]);
          expect(RANK[after.replyVerdict]).toBeGreaterThanOrEqual(RANK[before.replyVerdict]);
        }),
      );
    });

    it('keeps every blocker before the one that an accepted change removes, and loses that one', () => {
      check(
        fc.property(draw, fc.nat(), (one, n) => {
          const before = asked(one);
          const blockers = every(before);
          if (blockers.length === 0) return;
          const index = n % blockers.length;
          const blocker = blockers[index] as PathBlocker;
          const changed = accept(one.world, blocker);
          if (changed === null) return;
          const after = told(asked(withWorld(one, changed)));
          // What shares the rules that were changed may go with it.
          const others = told(before).filter(
            (_, i) => i < index && !sharesRules(blockers[i] as PathBlocker, blocker),
          );
          expect(after.filter((it) => others.includes(it))).toEqual(others);
          expect(after).not.toContain(told(before)[index]);
        }),
      );
    });

    it('brings back to the initiator the answer to what it sent', () => {
      check(
        fc.property(draw, (one) => {
          const { reply, packet, sourcePorts } = asked(one);
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
      check(
        fc.property(draw, fc.subarray([...kinds], { minLength: 1 }), (one, withheld) => {
          const whole = asked(one);
          const less = files(one).filter(({ json }) => !withheld.some((kind) => kind in (json as object)));
          const poorer = ask(one, networkOfFiles(less));
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
};

laws(ROUTED);
laws(CONNECTED);
