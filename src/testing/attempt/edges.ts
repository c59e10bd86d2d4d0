import { addressAt, type Cidr, covers } from '../../address/cidr.js';
import { bitsOf, type IpAddress, ipv4, ipv6, print } from '../../address/ip-address.js';
import type { Network } from '../../index.js';
import { PORTS, protocolName } from './protocols.js';

type Match = {
  readonly protocol: number | 'all';
  readonly ports: { readonly from: number; readonly to: number } | null;
};

/** A protocol, and a port where it has ports. */
export type Service = { readonly protocol: string; readonly port: number | null };

const matchesIn = ({ securityGroups, networkAcls }: Network): readonly Match[] => [
  ...[...securityGroups.values()].flatMap(({ ingress, egress }) => [...(ingress ?? []), ...(egress ?? [])]),
  ...[...networkAcls.values()].flatMap(({ entries }) => entries),
];

const besides = ({ from, to }: NonNullable<Match['ports']>): readonly number[] =>
  [from, to, from - 1, to + 1].filter((port) => port >= 0 && port <= 65_535);

/** Protocols and ports at the edges of what some rule or entry is about: just inside, and just outside. */
export const servicesAtEdges = (network: Network): readonly Service[] => {
  const found = matchesIn(network).flatMap(({ protocol, ports }): readonly Service[] => {
    if (protocol === 'all') return [];
    const name = protocolName(protocol);
    return PORTS.includes(name)
      ? (ports === null ? [0, 65_535] : besides(ports)).map((port) => ({ protocol: name, port }))
      : [{ protocol: name, port: null }];
  });
  const distinct = new Map(found.map((one) => [`${one.protocol} ${one.port}`, one]));
  return [...distinct.values()].sort((a, b) => (a.port ?? 0) - (b.port ?? 0));
};

const last = ({ network, prefixLength }: Cidr): IpAddress => {
  const value = BigInt(network.value) + (1n << BigInt(bitsOf(network.family) - prefixLength)) - 1n;
  return network.family === 4 ? ipv4(Number(value)) : ipv6(value);
};

const neighbours = (cidr: Cidr): readonly IpAddress[] => {
  const [first, end] = [BigInt(cidr.network.value), BigInt(last(cidr).value)];
  const most = (1n << BigInt(bitsOf(cidr.network.family))) - 1n;
  return [first - 1n, end + 1n]
    .filter((value) => value >= 0n && value <= most)
    .map((value) => (cidr.network.family === 4 ? ipv4(Number(value)) : ipv6(value)));
};

const blocksIn = (network: Network): readonly Cidr[] => [
  ...[...network.securityGroups.values()].flatMap(({ ingress, egress }) =>
    [...(ingress ?? []), ...(egress ?? [])].flatMap(({ peer }) => (peer.kind === 'cidr' ? [peer.cidr] : [])),
  ),
  ...[...network.networkAcls.values()].flatMap(({ entries }) => entries.map(({ cidr }) => cidr)),
  ...[...network.prefixLists.values()].flatMap(({ entries }) => entries ?? []),
];

/** Addresses that nobody has: of the internet, and at the edges of the blocks that rules and entries name. */
export const strangers = (network: Network, family: 4 | 6): readonly string[] => {
  const own = [...network.vpcs.values(), ...network.subnets.values()].flatMap(({ cidrs }) => cidrs);
  const edges = blocksIn(network)
    .filter((block) => block.network.family === family && block.prefixLength > 0)
    .flatMap((block) => [addressAt(0)(block), last(block), ...neighbours(block)]);
  const outside = edges.filter((address) => !own.some(covers(address))).map(print);
  return [...new Set([...EVERYBODY[family], ...outside])];
};

/** Of the blocks for documentation, RFC 5737 and RFC 3849. */
const EVERYBODY = { 4: ['203.0.113.7', '198.51.100.1'], 6: ['2001:db8:ffff::7'] } as const;
