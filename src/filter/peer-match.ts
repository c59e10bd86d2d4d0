import { covers } from '../address/cidr.js';
import type { IpAddress } from '../address/ip-address.js';
import { isPrivate } from '../address/special-ranges.js';
import { vpcsOf, whoseAddress } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { isPeeringCut, type Peer } from '../network/security-group.js';
import type { Gap } from '../problem/gap.js';
import type { PrefixListId, SecurityGroupId } from '../resource/id.js';
import type { Crossing } from './crossing.js';
import { entriesOf } from './prefix-list.js';
import type { MatchedPeer } from './verdict.js';

/** Whether an address is one that a rule's peer means. */
export type PeerMatch =
  | { readonly kind: 'matched'; readonly peer: MatchedPeer }
  | { readonly kind: 'missed' }
  | { readonly kind: 'unknown'; readonly gap: Gap };

type GroupReference = Extract<Peer, { kind: 'security-group' }>;

const MISSED: PeerMatch = { kind: 'missed' };

const unknown = (kind: Gap['kind'], id: string | null, needs: string): PeerMatch => ({
  kind: 'unknown',
  gap: { kind, id, needs },
});

const unknownMembers = (id: SecurityGroupId): PeerMatch =>
  unknown(
    'security-group-members',
    id,
    `aws ec2 describe-network-interfaces --filters Name=group-id,Values=${id}`,
  );

/** The rule's peer against the address at the other end, as the interface `it` sees it. */
export const matchPeer = (
  network: Network,
  it: NetworkInterface,
  crossing: Crossing,
  address: IpAddress,
  peer: Peer,
): PeerMatch => {
  switch (peer.kind) {
    case 'cidr':
      return covers(address)(peer.cidr) ? { kind: 'matched', peer } : MISSED;
    case 'prefix-list':
      return matchPrefixList(network, address, peer.id);
    case 'security-group':
      return matchGroup(network, it, crossing, address, peer);
  }
};

/** A list has entries of one family only, so a list without entries may still be known to miss. */
const matchPrefixList = (network: Network, address: IpAddress, id: PrefixListId): PeerMatch => {
  const list = entriesOf(network, id);
  if (!list.known)
    return list.family === null || list.family === address.family
      ? { kind: 'unknown', gap: list.gap }
      : MISSED;
  const cidr = list.entries.find(covers(address));
  return cidr === undefined ? MISSED : { kind: 'matched', peer: { kind: 'prefix-list', id, cidr } };
};

/**
 * A reference is stale when AWS lists it as such, when its peering connection is no longer active, or when the group in
 * the other VPC was deleted, which shows in the missing owner. That it then matches nothing is inferred.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UserIdGroupPair.html
 */
export const isStale = (peer: Peer): boolean => {
  if (peer.kind !== 'security-group') return false;
  return peer.isStale === true || isPeeringCut(peer) || (peer.vpcId !== null && peer.ownerId === null);
};

const matchGroup = (
  network: Network,
  it: NetworkInterface,
  { peerGroups, peerGroupsGap }: Crossing,
  address: IpAddress,
  peer: GroupReference,
): PeerMatch => {
  if (isStale(peer) || peerGroups === 'lost') return MISSED;
  if (peerGroups === 'unknown')
    return {
      kind: 'unknown',
      gap: peerGroupsGap ?? { kind: 'routes', id: null, needs: 'aws ec2 describe-route-tables' },
    };
  if (peerGroups === 'by-private-address') return matchMembers(network, it, address, peer);
  return peerGroups.includes(peer.id)
    ? { kind: 'matched', peer: { kind: 'security-group', id: peer.id, interfaceId: null } }
    : MISSED;
};

/**
 * A reference means the private addresses of the interfaces that carry the group, never their public ones.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
const matchMembers = (
  network: Network,
  it: NetworkInterface,
  address: IpAddress,
  peer: GroupReference,
): PeerMatch => {
  const { interfaces: holders } = whoseAddress(network, address, it.vpcId);
  if (holders.length === 0) return mayBeMember(network, it, address, peer) ? unknownMembers(peer.id) : MISSED;
  if (holders.every((holder) => holder.securityGroupIds?.includes(peer.id)))
    return {
      kind: 'matched',
      peer: { kind: 'security-group', id: peer.id, interfaceId: holders[0]?.id ?? null },
    };
  return holders.every((holder) => holder.securityGroupIds?.includes(peer.id) === false)
    ? MISSED
    : unknownMembers(peer.id);
};

/** No interface of the input holds the address; whether a member that was not given may hold it. */
const mayBeMember = (
  network: Network,
  it: NetworkInterface,
  address: IpAddress,
  peer: GroupReference,
): boolean => {
  const inKnownVpc = [...network.vpcs.values()].some((vpc) => vpc.cidrs.some(covers(address)));
  if (inKnownVpc) return true;
  if (address.family === 4 && !isPrivate(address)) return false;
  const ownVpc = it.vpcId === null ? undefined : network.vpcs.get(it.vpcId);
  return !network.given.has('interfaces') || ownVpc === undefined || isForeign(network, it, peer);
};

/** The group is not described, or is used in another VPC or account too: its members may be anywhere. */
const isForeign = (network: Network, it: NetworkInterface, peer: GroupReference): boolean => {
  const group = network.securityGroups.get(peer.id);
  const differs = (a: string | null, b: string | null) => a !== null && b !== null && a !== b;
  return (
    group === undefined ||
    [peer.vpcId, ...vpcsOf(network, peer.id)].some((vpcId) => differs(vpcId, it.vpcId)) ||
    differs(peer.ownerId ?? group.ownerId, it.ownerId)
  );
};
