import * as Addresses from '../address/address-set.js';
import { familyOf, host } from '../address/cidr.js';
import type { Family } from '../address/ip-address.js';
import { checkerListOf } from '../diagnosis/case/health-check.js';
import { lintRules, type RuleFinding } from '../filter/lint-security-group.js';
import { membersOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import { type Peer, rulesOf, type SecurityGroup, type SecurityGroupRule } from '../network/security-group.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { InterfaceId, SecurityGroupId } from '../resource/id.js';
import * as Headers from '../traffic/header-set.js';
import { peerAddress } from '../traffic/packet.js';
import * as Traffic from '../traffic/traffic-set.js';
import type { Change } from './change.js';
import type { Edit } from './edit.js';
import { askedBy, type Need } from './need.js';
import type { Caution } from './remedy.js';

/** The groups of the interface, first the one whose rules came nearest: a rule fits best where its like are. */
const groupsOf = (network: Network, need: Need): readonly SecurityGroup[] => {
  const nearest = need.nearest.find((it) => it.kind === 'security-group-rule')?.groupId;
  const ids = [...(nearest === undefined ? [] : [nearest]), ...(need.interface.securityGroupIds ?? [])];
  return [...new Set(ids)].flatMap((id) => network.securityGroups.get(id) ?? []);
};

/**
 * Rules per security group, for each direction and family.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const DEFAULT_QUOTA = 60;

const familyOfPeer = ({ peer }: SecurityGroupRule): Family | null =>
  peer.kind === 'cidr' ? familyOf(peer.cidr) : null;

/** The weight of the list of Route 53 health checkers, which counts as that many rules. */
const CHECKERS_WEIGHT = 25;

const weightOf = ({ peer }: SecurityGroupRule): number => (peer.kind === 'prefix-list' ? CHECKERS_WEIGHT : 1);

/** The rules of this direction that count for the family of the new one; references to groups count for both. */
const countedWith = (group: SecurityGroup, rule: SecurityGroupRule): number => {
  const family = familyOfPeer(rule);
  return (rulesOf(group, rule.direction) ?? []).filter((it) => (familyOfPeer(it) ?? family) === family)
    .length;
};

const hasRoom = (group: SecurityGroup, rule: SecurityGroupRule): boolean =>
  countedWith(group, rule) + weightOf(rule) <= DEFAULT_QUOTA;

/** Rules of a full group that other rules make needless, whatever prefix lists hold: one of them can make room. */
const needlessIn = (network: Network, group: SecurityGroup, rule: SecurityGroupRule): readonly Change[] => {
  const isNeedless = (it: RuleFinding): boolean =>
    it.kind !== 'unreachable-rule' && it.dependsOn.length === 0 && !it.changesTracking;
  const isOfFamily = (it: SecurityGroupRule): boolean =>
    (familyOfPeer(it) ?? familyOfPeer(rule)) === familyOfPeer(rule);
  return lintRules(network, group, rule.direction)
    .filter((it) => isNeedless(it) && isOfFamily(it.rule))
    .slice(0, weightOf(rule))
    .map((it) => ({ kind: 'revoke-security-group-rule', groupId: group.id, rule: it.rule }));
};

/** Where the rule goes, and what makes room for it if the group is full; `isFull` where nothing can. */
type Place = {
  readonly group: SecurityGroup;
  readonly room: readonly Change[];
  readonly isFull: boolean;
};

/** The nearest group with room, else the nearest where a needless rule can go, else the nearest though it is full. */
const placeFor = (network: Network, need: Need, rule: SecurityGroupRule): Place | null => {
  const all = groupsOf(network, need);
  const free = all.find((group) => hasRoom(group, rule));
  if (free !== undefined) return { group: free, room: [], isFull: false };
  for (const group of all) {
    const room = needlessIn(network, group, rule);
    const left = countedWith(group, rule) - room.length + weightOf(rule);
    if (left <= DEFAULT_QUOTA) return { group, room, isFull: false };
  }
  const [group] = all;
  return group === undefined ? null : { group, room: [], isFull: true };
};

const sharedWith = (groupId: SecurityGroupId, others: readonly InterfaceId[]): readonly Caution[] =>
  others.length === 0 ? [] : [{ kind: 'affects-interfaces', groupId, interfaceIds: others }];

/**
 * One address; but a health checker of Route 53 is one of many, which AWS keeps a list of.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
const peerFor = (network: Network, { direction, packet }: Need): Peer => {
  const list = direction === 'ingress' ? checkerListOf(network, packet.source) : null;
  return list === null
    ? { kind: 'cidr', cidr: host(peerAddress(direction, packet)) }
    : { kind: 'prefix-list', id: list };
};

/** All that speaks for the peer: that address, or those of its list. */
const askedFor = (network: Network, need: Need, peer: Peer): Headers.HeaderSet => {
  const entries = peer.kind === 'prefix-list' ? (network.prefixLists.get(peer.id)?.entries ?? []) : [];
  return entries.length === 0
    ? askedBy(need)
    : Headers.between(
        unionAll(Addresses.addressSets)(entries.map(Addresses.ofCidr)),
        Addresses.ofAddress(need.packet.destination),
        Traffic.ofMatch({ protocol: need.packet.protocol, ports: need.ports, icmp: need.packet.icmp }),
      );
};

/** A rule that lets pass what is needed: this one peer, this one port, in one of the interface's groups. */
export const addSecurityGroupRule = (network: Network, need: Need): Edit | null => {
  const { packet, direction, ports } = need;
  const rule: SecurityGroupRule = {
    id: null,
    direction,
    protocol: packet.protocol,
    ports,
    icmp: packet.icmp,
    peer: peerFor(network, need),
    description: null,
  };
  const place = placeFor(network, need, rule);
  if (place === null) return null;
  const { group, room, isFull } = place;
  const others = membersOf(network, group.id)
    .map(({ id }) => id)
    .filter((id) => id !== need.interface.id);
  return {
    changes: [...room, { kind: 'add-security-group-rule', groupId: group.id, rule }],
    cautions: [
      ...sharedWith(group.id, others),
      ...(isFull
        ? [{ kind: 'rule-quota-reached' as const, groupId: group.id, rules: countedWith(group, rule) }]
        : []),
    ],
    asked: askedFor(network, need, rule.peer),
  };
};
