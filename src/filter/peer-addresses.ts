import * as Addresses from '../address/address-set.js';
import { type IpAddress, print } from '../address/ip-address.js';
import { PRIVATE_BLOCKS } from '../address/special-ranges.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Peer } from '../network/security-group.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { Crossing } from './crossing.js';
import { matchPeer } from './peer-match.js';

/** The addresses a rule's peer means for certain, and those it may mean. */
export type PeerAddresses = {
  readonly certain: Addresses.AddressSet;
  readonly possible: Addresses.AddressSet;
};

const unionOf = unionAll(Addresses.addressSets);

/**
 * The address space in parts within which `matchPeer` answers alike: every address that some interface holds, and the
 * rest by known VPC, private or public.
 */
const partsOf = (network: Network): readonly Addresses.AddressSet[] => {
  const known = parts.get(network);
  if (known !== undefined) return known;
  const held = heldAddresses(network).map(Addresses.ofAddress);
  const inVpc = unionOf([...network.vpcs.values()].flatMap((vpc) => vpc.cidrs.map(Addresses.ofCidr)));
  const privateIpv4 = Addresses.intersect(unionOf(PRIVATE_BLOCKS.map(Addresses.ofCidr)), Addresses.ALL_IPV4);
  const outside = Addresses.subtract(Addresses.subtract(Addresses.ALL, unionOf(held)), inVpc);
  const regions = [
    Addresses.subtract(inVpc, unionOf(held)),
    Addresses.intersect(outside, Addresses.ALL_IPV6),
    Addresses.intersect(outside, privateIpv4),
    Addresses.subtract(Addresses.intersect(outside, Addresses.ALL_IPV4), privateIpv4),
  ];
  const found = [...held, ...regions.flatMap(byFamily)].filter((part) => !Addresses.isEmpty(part));
  parts.set(network, found);
  return found;
};

const parts = new WeakMap<Network, readonly Addresses.AddressSet[]>();

const byFamily = (set: Addresses.AddressSet): readonly Addresses.AddressSet[] =>
  ([4, 6] as const).map((family) => Addresses.ofFamily(family, set));

const heldAddresses = (network: Network): readonly IpAddress[] => [
  ...new Map(
    [...network.interfaces.values()]
      .flatMap((one) => [...one.privateAddresses, ...one.publicAddresses])
      .map((address) => [print(address), address]),
  ).values(),
];

/** The same answer as `matchPeer`, for all addresses at once. */
export const peerAddresses = (
  network: Network,
  it: NetworkInterface,
  crossing: Crossing,
  peer: Peer,
): PeerAddresses => {
  if (peer.kind === 'cidr') return { certain: Addresses.ofCidr(peer.cidr), possible: Addresses.EMPTY };
  if (peer.kind === 'prefix-list') return { certain: Addresses.EMPTY, possible: Addresses.ALL };
  const answers = partsOf(network).map((part) => {
    const address = Addresses.witness(part) as IpAddress;
    return { part, kind: matchPeer(network, it, crossing, address, peer).kind };
  });
  const having = (kind: 'matched' | 'unknown') =>
    unionOf(answers.filter((answer) => answer.kind === kind).map(({ part }) => part));
  return { certain: having('matched'), possible: having('unknown') };
};
