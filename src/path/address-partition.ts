import * as Addresses from '../address/address-set.js';
import type { Cidr } from '../address/cidr.js';
import { type Family, type IpAddress, ipv4, ipv6, parse, print } from '../address/ip-address.js';
import { PRIVATE_BLOCKS } from '../address/special-ranges.js';
import {
  reservedAddresses,
  UNFILTERED_SERVICES,
  type UnfilteredService,
} from '../filter/unfiltered-service.js';
import type { Network } from '../network/network.js';
import type { Peer } from '../network/security-group.js';
import { WELL_KNOWN_PREFIX } from './component/nat64.js';

const ofPeer = (peer: Peer): readonly Cidr[] => (peer.kind === 'cidr' ? [peer.cidr] : []);

const services = UNFILTERED_SERVICES as readonly UnfilteredService[];

/** Addresses of services that no filter sees, fixed ones and those reserved around interfaces. */
const serviceAddresses = (network: Network): readonly IpAddress[] => [
  ...services
    .flatMap(({ addresses }) => (addresses === 'any' ? [] : addresses))
    .flatMap((text) => {
      const address = parse(text);
      return address._tag === 'Right' ? [address.right] : [];
    }),
  ...[...network.interfaces.values()].flatMap((it) =>
    services.flatMap((service) => reservedAddresses(network, it, service)),
  ),
];

const ofServices = new WeakMap<Network, ReadonlySet<string> | 'anywhere'>();

/** Where a VPC is not known, Amazon DNS may be at any of its addresses. */
const servicesOf = (network: Network): ReadonlySet<string> | 'anywhere' => {
  const isBlind = [...network.interfaces.values()].some(({ vpcId }) => !network.vpcs.has(vpcId ?? ''));
  return isBlind ? 'anywhere' : new Set(serviceAddresses(network).map(print));
};

/** Whether a service that no filter sees may be at this address. */
export const mayBeService = (network: Network, address: IpAddress): boolean => {
  const known = ofServices.get(network) ?? servicesOf(network);
  ofServices.set(network, known);
  return known === 'anywhere' || known.has(print(address));
};

/** Every block by which anything in the network tells addresses apart. */
const blocksOf = (network: Network): readonly Cidr[] => [
  ...PRIVATE_BLOCKS,
  ...[...network.vpcs.values(), ...network.subnets.values()].flatMap(({ cidrs }) => cidrs),
  ...[...network.prefixLists.values()].flatMap(({ entries }) => entries ?? []),
  ...[...network.networkAcls.values()].flatMap(({ entries }) => entries.map(({ cidr }) => cidr)),
  ...[...network.securityGroups.values()].flatMap(({ ingress, egress }) =>
    [...(ingress ?? []), ...(egress ?? [])].flatMap(({ peer }) => ofPeer(peer)),
  ),
  ...[...network.routeTables.values()].flatMap(({ routes }) =>
    routes.flatMap(({ destination }) => (destination.kind === 'cidr' ? [destination.cidr] : [])),
  ),
  ...[...network.transitGatewayRouteTables.values()].flatMap(({ routes }) =>
    (routes ?? []).flatMap(({ destination }) => (destination.kind === 'cidr' ? [destination.cidr] : [])),
  ),
  ...[...network.peeringConnections.values()].flatMap(({ requester, accepter }) => [
    ...requester.cidrs,
    ...accepter.cidrs,
  ]),
  ...[...network.interfaces.values()].flatMap(({ prefixes }) => prefixes),
];

/** Every single address that somebody holds. */
const heldAddresses = (network: Network): readonly IpAddress[] => [
  ...[...network.interfaces.values()].flatMap(({ privateAddresses, publicAddresses }) => [
    ...privateAddresses,
    ...publicAddresses,
  ]),
  ...[...network.natGateways.values()].flatMap(({ addresses }) =>
    addresses.flatMap(({ publicAddress }) => publicAddress ?? []),
  ),
  ...serviceAddresses(network),
];

/** A part of the address space that nothing in the network tells apart, with one address of it. */
export type AddressPart = { readonly set: Addresses.AddressSet; readonly witness: IpAddress };

const ordered = <N extends number | bigint>(numbers: readonly N[]): readonly N[] =>
  [...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1));

/** Bounds of what is left of `from` up to `to` without the held addresses, which are in order and inside it. */
const without = <N extends number | bigint>(from: N, to: N, held: readonly N[], one: N): readonly N[] => {
  const after = (it: N): N => ((it as number) + (one as number)) as N;
  const starts = [from, ...held.map(after)];
  const ends = [...held, to];
  return starts.flatMap((start, i) => (start < (ends[i] as N) ? [start, ends[i] as N] : []));
};

/** Between two bounds of blocks: each held address by itself, and all that nobody holds together. */
const parts = <N extends number | bigint>(
  bounds: readonly N[],
  held: readonly N[],
  one: N,
): readonly (readonly N[])[] => {
  const all = ordered(bounds);
  const holders = ordered(held);
  let next = 0;
  return all.slice(0, -1).flatMap((from, i) => {
    const to = all[i + 1] as N;
    const first = next;
    while (next < holders.length && (holders[next] as N) < to) next++;
    const inside = holders.slice(first, next);
    const free = without(from, to, inside, one);
    const single = inside.map((it) => [it, ((it as number) + (one as number)) as N]);
    return free.length > 0 ? [...single, free] : single;
  });
};

const numbersOf = (addresses: readonly IpAddress[]) => ({
  v4: addresses.flatMap((it) => (it.family === 4 ? [it.value] : [])),
  v6: addresses.flatMap((it) => (it.family === 6 ? [it.value] : [])),
});

/** The address space of a family in such parts: what holds for one address of a part holds for all of it. */
export const addressParts = (network: Network, family: Family): readonly AddressPart[] => {
  const blocks = blocksOf(network).map(Addresses.ofCidr);
  const held = numbersOf(heldAddresses(network));
  if (family === 4) {
    const bounds = [...blocks.flatMap(({ v4 }) => v4), 0, 2 ** 32];
    return parts(bounds, held.v4, 1).map((v4) => ({
      set: { v4, v6: [] },
      witness: ipv4(v4[0] as number),
    }));
  }
  const inside =
    network.natGateways.size > 0 ? [...blocks.flatMap(({ v4 }) => v4), 0, 2 ** 32].map(written) : [];
  const bounds = [...blocks.flatMap(({ v6 }) => v6), ...inside, 0n, 1n << 128n];
  const holders = [...held.v6, ...(network.natGateways.size > 0 ? held.v4.map(written) : [])];
  return parts(bounds, holders, 1n).map((v6) => ({ set: { v4: [], v6 }, witness: ipv6(v6[0] as bigint) }));
};

/** An IPv4 address as a NAT gateway takes it from IPv6. */
const written = (address: number): bigint => WELL_KNOWN_PREFIX.network.value + BigInt(address);
