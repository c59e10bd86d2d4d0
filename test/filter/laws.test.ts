import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockOf, type Cidr, familyOf } from '../../src/address/cidr.js';
import { bitsOf, ipv4, ipv6 } from '../../src/address/ip-address.js';
import { judgeSecurityGroupsReply } from '../../src/filter/connection-tracking.js';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import type { Deciding, Outcome } from '../../src/filter/verdict.js';
import type { Network } from '../../src/network/network.js';
import type { NetworkAcl, NetworkAclEntry } from '../../src/network/network-acl.js';
import type { SecurityGroup, SecurityGroupRule } from '../../src/network/security-group.js';
import type { Direction } from '../../src/traffic/direction.js';
import type { Packet } from '../../src/traffic/packet.js';
import { worldAndPacket } from '../arbitrary/aws-world.js';
import { judgedInterface, readPacket, readWorld } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';

type Scene = { readonly net: Network; readonly direction: Direction; readonly packet: Packet };

const scene: fc.Arbitrary<Scene> = worldAndPacket.map(({ world, egress, packet }) => ({
  net: readWorld(world),
  direction: egress ? 'egress' : 'ingress',
  packet: readPacket(packet),
}));

const groups = ({ net, direction, packet }: Scene) =>
  judgeSecurityGroups(net, judgedInterface(net), direction, packet, PLAIN_CROSSING);

const acl = ({ net, direction, packet }: Scene) =>
  judgeNetworkAcl(net, judgedInterface(net), direction, packet, PLAIN_CROSSING);

/** The network with every rule list of every group changed. */
const mapRules = (
  net: Network,
  change: (rules: readonly SecurityGroupRule[]) => readonly SecurityGroupRule[],
): Network => ({
  ...net,
  securityGroups: new Map(
    [...net.securityGroups].map(([id, one]): [string, SecurityGroup] => [
      id,
      { ...one, ingress: change(one.ingress ?? []), egress: change(one.egress ?? []) },
    ]),
  ),
});

const mapEntries = (
  net: Network,
  change: (entries: readonly NetworkAclEntry[]) => readonly NetworkAclEntry[],
): Network => ({
  ...net,
  networkAcls: new Map(
    [...net.networkAcls].map(([id, one]): [string, NetworkAcl] => [
      id,
      { ...one, entries: change(one.entries) },
    ]),
  ),
});

/** A block as its two halves; a single address stays whole. */
const halves = (cidr: Cidr): readonly Cidr[] => {
  const bits = bitsOf(familyOf(cidr));
  if (cidr.prefixLength === bits) return [cidr];
  const { family, value } = cidr.network;
  const half = 1n << BigInt(bits - cidr.prefixLength - 1);
  const upper = BigInt(value) + half;
  return [cidr.network, family === 4 ? ipv4(Number(upper)) : ipv6(upper)].map((network) =>
    blockOf(network, cidr.prefixLength + 1),
  );
};

const law = (sentence: string, holds: (scene: Scene) => void): void =>
  it(sentence, () => {
    fc.assert(fc.property(scene, holds), runs(150));
  });

const rulesIn = (deciding: readonly Deciding[]): readonly SecurityGroupRule[] =>
  deciding.flatMap((one) => (one.kind === 'security-group-rule' ? [one.rule] : []));

describe('laws of security groups', () => {
  law('the order of rules is irrelevant', (one) => {
    const turned = { ...one, net: mapRules(one.net, (rules) => rules.toReversed()) };
    expect(groups(turned).outcome).toBe(groups(one).outcome);
    expect(new Set(rulesIn(groups(turned).deciding))).toEqual(new Set(rulesIn(groups(one).deciding)));
  });

  law('splitting a CIDR changes nothing', (one) => {
    const split = mapRules(one.net, (rules) =>
      rules.flatMap((rule) => {
        const { peer } = rule;
        return peer.kind === 'cidr'
          ? halves(peer.cidr).map((cidr) => ({ ...rule, peer: { ...peer, cidr } }))
          : [rule];
      }),
    );
    expect(groups({ ...one, net: split }).outcome).toBe(groups(one).outcome);
  });

  law('a prefix list is as good as one rule for each of its entries', (one) => {
    const written = mapRules(one.net, (rules) =>
      rules.flatMap((rule) => {
        const { peer } = rule;
        if (peer.kind !== 'prefix-list') return [rule];
        const entries = one.net.prefixLists.get(peer.id)?.entries ?? [];
        return entries.map((cidr) => ({ ...rule, peer: { kind: 'cidr', cidr } as const }));
      }),
    );
    expect(groups({ ...one, net: { ...written, prefixLists: new Map() } }).outcome).toBe(groups(one).outcome);
  });

  law('a prefix list without its entries makes undetermined only what nothing else settles', (one) => {
    const blind = groups({ ...one, net: { ...one.net, prefixLists: new Map() } });
    const without = groups({
      ...one,
      net: mapRules(one.net, (rules) => rules.filter(({ peer }) => peer.kind !== 'prefix-list')),
    });
    if (without.outcome === 'allowed') expect(blind.outcome).toBe('allowed');
    else expect(['undetermined', 'denied']).toContain(blind.outcome);
    if (blind.outcome === 'undetermined')
      for (const { kind } of blind.missing) expect(kind).toBe('prefix-list-entries');
    if (blind.outcome === 'denied') expect(groups(one).outcome).toBe('denied');
  });

  law('one more rule never denies what was allowed', (one) => {
    const fewer = mapRules(one.net, (rules) => rules.slice(1));
    if (groups({ ...one, net: fewer }).outcome === 'allowed') expect(groups(one).outcome).toBe('allowed');
  });

  law('keeping only the deciding rules keeps the verdict, removing them denies', (one) => {
    const verdict = groups(one);
    const deciding = rulesIn(verdict.deciding);
    const keep = mapRules(one.net, (rules) => rules.filter((rule) => deciding.includes(rule)));
    const drop = mapRules(one.net, (rules) => rules.filter((rule) => !deciding.includes(rule)));
    expect(groups({ ...one, net: keep }).outcome).toBe(verdict.outcome);
    expect(groups({ ...one, net: drop }).outcome).toBe('denied');
  });

  law('IPv4 rules say nothing about IPv6, nor IPv6 rules about IPv4', (one) => {
    const { family } = one.packet.source;
    const own = mapRules(one.net, (rules) =>
      rules.filter(({ peer }) => peer.kind !== 'cidr' || familyOf(peer.cidr) === family),
    );
    // Whether a group has any rule at all is told of all its rules.
    const decidingIn = (scene: Scene) =>
      groups(scene).deciding.map((it) => (it.kind === 'security-group' ? { ...it, isEmpty: null } : it));
    expect(decidingIn({ ...one, net: own })).toEqual(decidingIn(one));
  });

  law('a near miss becomes a match when the rule is changed where it missed', (one) => {
    for (const miss of groups(one).nearest) {
      if (miss.kind !== 'security-group-rule') throw new Error(miss.kind);
      const peer = one.direction === 'ingress' ? one.packet.source : one.packet.destination;
      const mended: SecurityGroupRule = {
        ...miss.rule,
        ...(miss.missed.includes('protocol') ? { protocol: one.packet.protocol } : {}),
        ...(miss.missed.includes('port') ? { ports: null } : {}),
        ...(miss.missed.includes('icmp') ? { icmp: null } : {}),
        ...(miss.missed.includes('source') || miss.missed.includes('destination')
          ? { peer: { kind: 'cidr', cidr: blockOf(peer, 0) } as const }
          : {}),
      };
      const only = mapRules(one.net, (rules) => rules.map((rule) => (rule === miss.rule ? mended : rule)));
      expect(groups({ ...one, net: only }).outcome).toBe('allowed');
      expect(miss.missed.length).toBeGreaterThan(0);
    }
  });

  law('a reply to a request that passed is never denied', (one) => {
    if (groups(one).outcome !== 'allowed') return;
    const { net, direction, packet } = one;
    expect(
      judgeSecurityGroupsReply(net, judgedInterface(net), direction, packet, PLAIN_CROSSING).outcome,
    ).toBe('allowed');
  });

  law('what is not known never contradicts what is', (one) => {
    const blind = [
      { ...one.net, securityGroups: new Map([...one.net.securityGroups].slice(1)) },
      {
        ...one.net,
        interfaces: new Map([...one.net.interfaces].slice(0, 1)),
        given: new Set(['vpcs'] as const),
      },
    ];
    const truth = groups(one).outcome;
    for (const net of blind) expect(['undetermined', truth]).toContain(groups({ ...one, net }).outcome);
  });

  law('a group that was not given makes undetermined exactly what the others do not allow', (one) => {
    const it1 = judgedInterface(one.net);
    const [first = ''] = it1.securityGroupIds ?? [];
    const net = { ...one.net, securityGroups: new Map(one.net.securityGroups) };
    net.securityGroups.delete(first);
    const others = judgeSecurityGroups(
      one.net,
      { ...it1, securityGroupIds: (it1.securityGroupIds ?? []).slice(1).concat('sg-empty') },
      one.direction,
      one.packet,
      PLAIN_CROSSING,
    );
    const expected: Outcome = rulesIn(others.deciding).length > 0 ? 'allowed' : 'undetermined';
    expect(groups({ ...one, net }).outcome).toBe(expected);
  });
});

describe('laws of network ACLs', () => {
  law('a deny beats every later allow', (one) => {
    const deny = (rule: NetworkAclEntry): NetworkAclEntry => ({ ...rule, number: 0, action: 'deny' });
    const verdict = acl(one);
    const [deciding] = verdict.deciding;
    if (deciding?.kind !== 'network-acl-entry') throw new Error(deciding?.kind);
    const net = mapEntries(one.net, (entries) => [deny(deciding.entry), ...entries]);
    expect(acl({ ...one, net })).toMatchObject({ outcome: 'denied', deciding: [{ entry: { number: 0 } }] });
  });

  law('only the order of the numbers counts, not the numbers', (one) => {
    const net = mapEntries(one.net, (entries) =>
      entries.map((entry, index) => (entry.number > 32766 ? entry : { ...entry, number: index + 1 })),
    );
    expect(acl({ ...one, net }).outcome).toBe(acl(one).outcome);
  });

  law('splitting a CIDR changes nothing', (one) => {
    const net = mapEntries(one.net, (entries) =>
      entries.flatMap((entry) => halves(entry.cidr).map((cidr) => ({ ...entry, cidr }))),
    );
    expect(acl({ ...one, net }).outcome).toBe(acl(one).outcome);
  });

  law(
    'without the entries it shadows the deciding entry still decides, without itself the next one does',
    (one) => {
      const [deciding] = acl(one).deciding;
      if (deciding?.kind !== 'network-acl-entry') throw new Error(deciding?.kind);
      const { entry, shadowed } = deciding;
      const alone = mapEntries(one.net, (entries) =>
        entries.filter(({ number }) => !shadowed.includes(number)),
      );
      expect(acl({ ...one, net: alone })).toMatchObject({ deciding: [{ entry: { number: entry.number } }] });
      const next = mapEntries(one.net, (entries) => entries.filter((other) => other !== entry));
      const expected = shadowed[0] ?? (one.packet.source.family === 4 ? 32767 : 32768);
      expect(acl({ ...one, net: next })).toMatchObject({ deciding: [{ entry: { number: expected } }] });
    },
  );

  law('keeping only the deciding entry keeps the verdict', (one) => {
    const verdict = acl(one);
    const [deciding] = verdict.deciding;
    if (deciding?.kind !== 'network-acl-entry') throw new Error(deciding?.kind);
    const alone = mapEntries(one.net, (entries) => entries.filter((other) => other === deciding.entry));
    expect(acl({ ...one, net: alone }).outcome).toBe(verdict.outcome);
  });

  law('IPv4 entries say nothing about IPv6, nor IPv6 entries about IPv4', (one) => {
    const { family } = one.packet.source;
    const net = mapEntries(one.net, (entries) => entries.filter(({ cidr }) => familyOf(cidr) === family));
    expect(acl({ ...one, net }).deciding).toEqual(acl(one).deciding);
  });
});
