import * as Addresses from '../address/address-set.js';
import { host } from '../address/cidr.js';
import { checkerListOf } from '../diagnosis/case/health-check.js';
import { interfacesWithAddress, membersOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import { isOfLoadBalancer, type NetworkInterface } from '../network/network-interface.js';
import type { Peer, SecurityGroup } from '../network/security-group.js';
import { unionAll } from '../prelude/set-algebra.js';
import * as Headers from '../traffic/header-set.js';
import { peerAddress } from '../traffic/packet.js';
import * as Traffic from '../traffic/traffic-set.js';
import { askedBy, type Need } from './need.js';

/** Its addresses come and go: a load balancer grows and shrinks, and Lambda makes its interfaces anew. */
const changesAddresses = (it: NetworkInterface): boolean => isOfLoadBalancer(it) || it.type === 'lambda';

/** The interfaces in this VPC of the load balancer or function that the packets come from; empty where they come from none. */
const nodesOf = (network: Network, { interface: { vpcId }, direction, packet }: Need) => {
  const isHere = (it: NetworkInterface): boolean => vpcId !== null && it.vpcId === vpcId;
  const [node] = direction === 'ingress' ? interfacesWithAddress(network, packet.source).filter(isHere) : [];
  return node === undefined || !changesAddresses(node)
    ? []
    : [...network.interfaces.values()].filter((it) => isHere(it) && it.description === node.description);
};

/** The group that all nodes of a load balancer carry, of several the one with the fewest members. */
const groupOfNodes = (network: Network, need: Need): Peer | null => {
  const [first, ...others] = nodesOf(network, need).map(({ securityGroupIds }) => securityGroupIds ?? []);
  const [id] = (first ?? [])
    .filter((one) => network.securityGroups.has(one) && others.every((ids) => ids.includes(one)))
    .toSorted((a, b) => membersOf(network, a).length - membersOf(network, b).length);
  if (id === undefined) return null;
  const { ownerId, vpcId } = network.securityGroups.get(id) as SecurityGroup;
  return { kind: 'security-group', id, ownerId, vpcId, peeringStatus: null };
};

/**
 * One address; but a health checker of Route 53 is one of many, which AWS keeps a list of, and a load balancer gets other
 * addresses as it grows and shrinks, as does a function of Lambda, so that its group is named. The best comes first, its
 * address alone last.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
export const peersFor = (network: Network, need: Need): readonly Peer[] => {
  const { direction, packet } = need;
  const list = direction === 'ingress' ? checkerListOf(network, packet.source) : null;
  const nodes = groupOfNodes(network, need);
  return [
    ...(list === null ? [] : [{ kind: 'prefix-list' as const, id: list }]),
    ...(nodes === null ? [] : [nodes]),
    { kind: 'cidr', cidr: host(peerAddress(direction, packet)) },
  ];
};

/** The addresses that speak for the peer: its own, those of its list, or those of all nodes of the load balancer. */
const speakersFor = (network: Network, need: Need, peer: Peer): readonly Addresses.AddressSet[] => {
  if (peer.kind === 'prefix-list')
    return (network.prefixLists.get(peer.id)?.entries ?? []).map(Addresses.ofCidr);
  return peer.kind === 'security-group'
    ? nodesOf(network, need).flatMap((it) => it.privateAddresses.map(Addresses.ofAddress))
    : [];
};

/** The packets that the rule is for, whichever of its addresses the peer has. */
export const askedFor = (network: Network, need: Need, peer: Peer): Headers.HeaderSet => {
  const speakers = speakersFor(network, need, peer);
  return speakers.length === 0
    ? askedBy(need)
    : Headers.between(
        unionAll(Addresses.addressSets)(speakers),
        Addresses.ofAddress(need.packet.destination),
        Traffic.ofMatch({ protocol: need.packet.protocol, ports: need.ports, icmp: need.packet.icmp }),
      );
};
