import * as Addresses from '../address/address-set.js';
import type { IpAddress } from '../address/ip-address.js';
import { PRIVATE_BLOCKS } from '../address/special-ranges.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Peer } from '../network/security-group.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { PrefixListId } from '../resource/id.js';
import { undividedBy } from './address-classes.js';
import type { Crossing } from './crossing.js';
import { matchPeer } from './peer-match.js';
import { entriesOf } from './prefix-list.js';

/** The addresses a rule's peer means for certain, and those it may mean. */
export type PeerAddresses = {
  readonly certain: Addresses.AddressSet;
  readonly possible: Addresses.AddressSet;
};

const unionOf = unionAll(Addresses.addressSets);

/** Every set that `matchPeer` asks about when the peer is a security group. */
const asked = (network: Network): readonly Addresses.AddressSet[] => {
  const interfaces = [...network.interfaces.values()];
  return [
    ...interfaces.flatMap((it) => [...it.privateAddresses, ...it.publicAddresses]).map(Addresses.ofAddress),
    ...interfaces.flatMap((it) => it.prefixes).map(Addresses.ofCidr),
    ...[...network.vpcs.values()].map((vpc) => unionOf(vpc.cidrs.map(Addresses.ofCidr))),
    unionOf(PRIVATE_BLOCKS.map(Addresses.ofCidr)),
  ];
};

const parts = new WeakMap<Network, readonly Addresses.AddressSet[]>();

/** The address space in parts within which `matchPeer` answers alike. */
const partsOf = (network: Network): readonly Addresses.AddressSet[] => {
  const known = parts.get(network) ?? undividedBy(asked(network));
  parts.set(network, known);
  return known;
};

const ofPrefixList = (network: Network, id: PrefixListId): PeerAddresses => {
  const list = entriesOf(network, id);
  if (list.known) return { certain: unionOf(list.entries.map(Addresses.ofCidr)), possible: Addresses.EMPTY };
  const possible = list.family === null ? Addresses.ALL : Addresses.allOf(list.family);
  return { certain: Addresses.EMPTY, possible };
};

/** The same answer as `matchPeer`, for all addresses at once. */
export const peerAddresses = (
  network: Network,
  it: NetworkInterface,
  crossing: Crossing,
  peer: Peer,
): PeerAddresses => {
  if (peer.kind === 'cidr') return { certain: Addresses.ofCidr(peer.cidr), possible: Addresses.EMPTY };
  if (peer.kind === 'prefix-list') return ofPrefixList(network, peer.id);
  const answers = partsOf(network).map((part) => {
    const address = Addresses.witness(part) as IpAddress;
    return { part, kind: matchPeer(network, it, crossing, address, peer).kind };
  });
  const having = (kind: 'matched' | 'unknown') =>
    unionOf(answers.filter((answer) => answer.kind === kind).map(({ part }) => part));
  return { certain: having('matched'), possible: having('unknown') };
};
