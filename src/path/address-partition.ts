import * as Addresses from '../address/address-set.js';
import { type Cidr, host } from '../address/cidr.js';
import { type Family, type IpAddress, ipv4, ipv6, parse } from '../address/ip-address.js';
import { PRIVATE_BLOCKS } from '../address/special-ranges.js';
import {
  reservedAddresses,
  UNFILTERED_SERVICES,
  type UnfilteredService,
} from '../filter/unfiltered-service.js';
import type { Network } from '../network/network.js';
import type { Peer } from '../network/security-group.js';

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

/** Every block and address by which anything in the network tells addresses apart. */
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
  ...[...network.interfaces.values()].flatMap((it) => [
    ...it.prefixes,
    ...[...it.privateAddresses, ...it.publicAddresses].map(host),
  ]),
  ...[...network.natGateways.values()].flatMap(({ addresses }) =>
    addresses.flatMap(({ publicAddress }) => (publicAddress === null ? [] : [host(publicAddress)])),
  ),
  ...serviceAddresses(network).map(host),
];

/** A part of the address space that nothing in the network tells apart, with one address of it. */
export type AddressPart = { readonly set: Addresses.AddressSet; readonly witness: IpAddress };

const cuts = <N extends number | bigint>(bounds: readonly N[]): readonly N[] =>
  [...new Set(bounds)].sort((a, b) => (a < b ? -1 : 1));

const parts4 = (blocks: readonly Cidr[]): readonly AddressPart[] => {
  const all = cuts(blocks.flatMap((block) => Addresses.ofCidr(block).v4).concat([0, 2 ** 32]));
  return all.slice(0, -1).map((from, i) => ({
    set: { v4: [from, all[i + 1] as number], v6: [] },
    witness: ipv4(from),
  }));
};

const parts6 = (blocks: readonly Cidr[]): readonly AddressPart[] => {
  const all = cuts(blocks.flatMap((block) => Addresses.ofCidr(block).v6).concat([0n, 1n << 128n]));
  return all.slice(0, -1).map((from, i) => ({
    set: { v4: [], v6: [from, all[i + 1] as bigint] },
    witness: ipv6(from),
  }));
};

/** The address space of a family in such parts: what holds for one address of a part holds for all of it. */
export const addressParts = (network: Network, family: Family): readonly AddressPart[] =>
  family === 4 ? parts4(blocksOf(network)) : parts6(blocksOf(network));
