import { covers } from '../../../address/cidr.js';
import { equals, type IpAddress } from '../../../address/ip-address.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { Peer, SecurityGroupRule } from '../../../network/security-group.js';
import type { VpcId } from '../../../resource/id.js';
import { type Direction, opposite } from '../../../traffic/direction.js';
import type { Packet } from '../../../traffic/packet.js';
import { TCP, UDP } from '../../../traffic/protocol.js';
import { matchesTraffic } from './rule-match.js';

/** Over a transit gateway references to groups work only inbound, and only where it is set up for them; elsewhere they just do. */
export type Link = 'plain' | 'transit-gateway' | 'transit-gateway-with-references';

/** Every rule of every group of an interface, in no order: "there are no deny rules". */
export const rulesAt = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
): readonly SecurityGroupRule[] =>
  (it.securityGroupIds ?? []).flatMap((id) => {
    const group = network.securityGroups.get(id);
    return (direction === 'ingress' ? group?.ingress : group?.egress) ?? [];
  });

/** Groups can be named within a VPC and in VPCs that are peered; whether the connection still carries the reference, the rule says. */
const arePeered = (network: Network, one: VpcId | null, other: VpcId | null): boolean =>
  [...network.peeringConnections.values()].some(
    ({ requester, accepter }) =>
      [requester.vpcId, accepter.vpcId].includes(one) && [requester.vpcId, accepter.vpcId].includes(other),
  );

const mayRefer = (
  network: Network,
  link: Link,
  direction: Direction,
  one: VpcId | null,
  other: VpcId | null,
) => {
  if (one === other) return true;
  if (link === 'plain') return arePeered(network, one, other);
  return link === 'transit-gateway-with-references' && direction === 'ingress';
};

/**
 * A reference means "the private IP addresses" of the interfaces that carry the group, whatever way packets take. Over a
 * transit gateway only inbound rules may have one, and only where gateway and attachments allow it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
const isReferenced = (
  network: Network,
  at: NetworkInterface,
  peer: Extract<Peer, { kind: 'security-group' }>,
  address: IpAddress,
  direction: Direction,
  link: Link,
): boolean =>
  peer.isStale !== true &&
  (peer.peeringStatus ?? 'active') === 'active' &&
  [...network.interfaces.values()].some(
    (it) =>
      (it.securityGroupIds ?? []).includes(peer.id) &&
      it.privateAddresses.some((own) => equals(own, address)) &&
      mayRefer(network, link, direction, at.vpcId, it.vpcId),
  );

const matchesPeer = (
  network: Network,
  at: NetworkInterface,
  { peer, direction }: SecurityGroupRule,
  address: IpAddress,
  link: Link,
): boolean => {
  if (peer.kind === 'cidr') return covers(address)(peer.cidr);
  if (peer.kind === 'prefix-list')
    return (network.prefixLists.get(peer.id)?.entries ?? []).some(covers(address));
  return isReferenced(network, at, peer, address, direction, link);
};

/** The rules that let a packet pass on their own, whatever was seen before it. */
export const rulesThatAllow = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  packet: Packet,
  link: Link,
): readonly SecurityGroupRule[] => {
  const address = direction === 'ingress' ? packet.source : packet.destination;
  return rulesAt(network, it, direction).filter(
    (rule) => matchesTraffic(rule, packet) && matchesPeer(network, it, rule, address, link),
  );
};

const isOpen = ({ peer }: SecurityGroupRule, address: IpAddress): boolean =>
  peer.kind === 'cidr' && peer.cidr.prefixLength === 0 && peer.cidr.network.family === address.family;

/**
 * "If a security group rule permits TCP or UDP flows for all traffic (0.0.0.0/0 or ::/0) and there is a corresponding
 * rule in the other direction that permits all response traffic (0.0.0.0/0 or ::/0) for any port (0-65535), then that
 * flow of traffic is not tracked, unless it is part of an automatically tracked connection."
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export const isUntracked = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  packet: Packet,
): boolean => {
  if (packet.protocol !== TCP && packet.protocol !== UDP) return false;
  const address = direction === 'ingress' ? packet.source : packet.destination;
  const there = rulesAt(network, it, direction).some(
    (rule) => isOpen(rule, address) && matchesTraffic(rule, packet),
  );
  const back = rulesAt(network, it, opposite(direction)).some(
    (rule) =>
      isOpen(rule, address) &&
      (rule.protocol === 'all' ||
        (rule.protocol === packet.protocol &&
          (rule.ports === null || (rule.ports.from === 0 && rule.ports.to === 65535)))),
  );
  return there && back;
};
