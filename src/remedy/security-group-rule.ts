import * as Addresses from '../address/address-set.js';
import { familyOf, host } from '../address/cidr.js';
import type { Family } from '../address/ip-address.js';
import { checkerListOf } from '../diagnosis/case/health-check.js';
import { membersOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import { type Peer, rulesOf, type SecurityGroup, type SecurityGroupRule } from '../network/security-group.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { InterfaceId, SecurityGroupId } from '../resource/id.js';
import * as Headers from '../traffic/header-set.js';
import { peerAddress } from '../traffic/packet.js';
import * as Traffic from '../traffic/traffic-set.js';
import type { Edit } from './edit.js';
import { askedBy, type Need } from './need.js';
import type { Caution } from './remedy.js';

/** The group whose rules came nearest, else the first that is known: a rule fits best where its like are. */
const groupFor = (network: Network, need: Need): SecurityGroup | undefined => {
  const nearest = need.nearest.find((it) => it.kind === 'security-group-rule')?.groupId;
  const ids = [...(nearest === undefined ? [] : [nearest]), ...(need.interface.securityGroupIds ?? [])];
  return ids.map((id) => network.securityGroups.get(id)).find((group) => group !== undefined);
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

const quotaOf = (group: SecurityGroup, rule: SecurityGroupRule): readonly Caution[] => {
  const family = familyOfPeer(rule);
  const rules = (rulesOf(group, rule.direction) ?? []).filter(
    (it) => (familyOfPeer(it) ?? family) === family,
  ).length;
  return rules + weightOf(rule) > DEFAULT_QUOTA
    ? [{ kind: 'rule-quota-reached', groupId: group.id, rules }]
    : [];
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
  const group = groupFor(network, need);
  if (group === undefined) return null;
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
  const others = membersOf(network, group.id)
    .map(({ id }) => id)
    .filter((id) => id !== need.interface.id);
  return {
    changes: [{ kind: 'add-security-group-rule', groupId: group.id, rule }],
    cautions: [...sharedWith(group.id, others), ...quotaOf(group, rule)],
    asked: askedFor(network, need, rule.peer),
  };
};
