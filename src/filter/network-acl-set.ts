import * as Addresses from '../address/address-set.js';
import type { Family } from '../address/ip-address.js';
import { networkAclOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import { entriesFor, isFinalDeny, type NetworkAcl, type NetworkAclEntry } from '../network/network-acl.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { Direction } from '../traffic/direction.js';
import * as Peers from '../traffic/peer-set.js';
import * as Traffic from '../traffic/traffic-set.js';
import type { Crossing } from './crossing.js';
import { asCompared, finalDeny } from './network-acl.js';
import { ALL_ALLOWED, ALL_UNDETERMINED, type Partition } from './partition.js';
import { partitionUnlessUnfiltered } from './unfiltered-set.js';

/** An entry, what it matches, and what it decides after the entries before it. */
export type EntryShare = {
  readonly entry: NetworkAclEntry;
  readonly matches: Peers.PeerSet;
  readonly decides: Peers.PeerSet;
};

export const entrySet = (entry: NetworkAclEntry): Peers.PeerSet =>
  Peers.of(Addresses.ofCidr(entry.cidr), Traffic.ofMatch(asCompared(entry)));

/** What each entry of one list decides, in order; the final deny takes all that is left. */
export const shares = (acl: NetworkAcl, direction: Direction, family: Family): readonly EntryShare[] => {
  const written = entriesFor(acl, direction, family).filter((entry) => !isFinalDeny(entry));
  let left = Peers.of(Addresses.allOf(family), Traffic.ALL);
  return [...written, finalDeny(direction, family)].map((entry) => {
    const matches = entrySet(entry);
    const decides = Peers.intersect(left, matches);
    left = Peers.subtract(left, decides);
    return { entry, matches, decides };
  });
};

const known = new WeakMap<NetworkAcl, Map<Direction, Partition>>();

/** What the entries say, whatever the interface: computed once per list. */
export const entriesPartition = (acl: NetworkAcl, direction: Direction): Partition => {
  const cached = known.get(acl)?.get(direction);
  if (cached !== undefined) return cached;
  const all = ([4, 6] as const).flatMap((family) => shares(acl, direction, family));
  const of = (action: 'allow' | 'deny') =>
    unionAll(Peers.peerSets)(
      all.filter(({ entry }) => entry.action === action).map(({ decides }) => decides),
    );
  const partition = { allowed: of('allow'), denied: of('deny'), undetermined: Peers.EMPTY };
  known.set(acl, (known.get(acl) ?? new Map<Direction, Partition>()).set(direction, partition));
  return partition;
};

const atBoundary = (partition: Partition, { subnetBoundary }: Crossing): Partition =>
  subnetBoundary === 'unknown'
    ? {
        allowed: partition.allowed,
        denied: Peers.EMPTY,
        undetermined: Peers.union(partition.undetermined, partition.denied),
      }
    : partition;

/** The network ACL of the interface's subnet; null when it was not given or could not be read as a whole. */
export const aclInForce = (network: Network, it: NetworkInterface): NetworkAcl | null => {
  const acl = it.subnetId === null ? undefined : networkAclOf(network, it.subnetId);
  const unread = network.gaps.some((gap) => gap.kind === 'unmodelled-rule' && gap.id === acl?.id);
  return acl === undefined || unread ? null : acl;
};

const ofSubnet = (network: Network, it: NetworkInterface, direction: Direction): Partition => {
  const acl = aclInForce(network, it);
  return acl === null ? ALL_UNDETERMINED : entriesPartition(acl, direction);
};

/** `judgeNetworkAcl` for every packet at once. */
export const networkAclPartition = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  crossing: Crossing,
): Partition =>
  partitionUnlessUnfiltered(
    network,
    it,
    direction,
    crossing.subnetBoundary === false ? ALL_ALLOWED : atBoundary(ofSubnet(network, it, direction), crossing),
  );
