import * as Addresses from '../address/address-set.js';
import type { Cidr } from '../address/cidr.js';
import type { IpAddress } from '../address/ip-address.js';
import { undividedBy } from '../filter/address-classes.js';
import { attachedRules } from '../filter/attached-rules.js';
import { entriesOf } from '../filter/prefix-list.js';
import { networkAclOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Peer } from '../network/security-group.js';
import { oncePer } from '../prelude/once-per.js';
import type { Gap } from '../problem/gap.js';
import type { Packet } from '../traffic/packet.js';
import type { Side } from './endpoint.js';

/** An end whose packets may have had another address than the one that records show. */
export type MaskedEnd = {
  readonly side: Side;
  /** All that it may have been, apart from the address shown. */
  readonly others: Addresses.AddressSet;
  /** What would tell. */
  readonly gap: Gap;
};

const blocksOf = (network: Network, peer: Peer): readonly Cidr[] => {
  if (peer.kind === 'cidr') return [peer.cidr];
  const list = peer.kind === 'prefix-list' ? entriesOf(network, peer.id) : null;
  return list?.known ? list.entries : [];
};

const tellingApart = oncePer((_: Network) => new Map<string, readonly Addresses.AddressSet[]>());

/** The blocks by which the filters of an interface tell their peers apart. */
const blocksAt = (network: Network, it: NetworkInterface): readonly Addresses.AddressSet[] => {
  const known = tellingApart(network);
  const found =
    known.get(it.id) ??
    [
      ...(['ingress', 'egress'] as const).flatMap((direction) =>
        attachedRules(network, it.securityGroupIds ?? [], direction).rules.flatMap(({ rule }) =>
          blocksOf(network, rule.peer),
        ),
      ),
      ...(it.subnetId === null ? [] : (networkAclOf(network, it.subnetId)?.entries ?? [])).map(
        ({ cidr }) => cidr,
      ),
    ].map(Addresses.ofCidr);
  known.set(it.id, found);
  return found;
};

const witnesses = (
  network: Network,
  it: NetworkInterface,
  others: Addresses.AddressSet,
): readonly IpAddress[] =>
  undividedBy([...blocksAt(network, it), others])
    .filter((part) => Addresses.isSubset(part, others))
    .flatMap((part) => Addresses.witness(part) ?? []);

/** The packet as it may have come to the interface at the other end: one for each address that its filters tell apart. */
export const packetsUnmasked = (
  network: Network,
  it: NetworkInterface,
  packet: Packet,
  { side, others }: MaskedEnd,
): readonly Packet[] =>
  witnesses(network, it, others).map((address) =>
    side === 'initiator' ? { ...packet, source: address } : { ...packet, destination: address },
  );
