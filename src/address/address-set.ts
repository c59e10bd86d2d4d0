import * as Intervals from '../prelude/interval-set.js';
import type { SetAlgebra } from '../prelude/set-algebra.js';
import { blockOf, type Cidr, host, print as printCidr } from './cidr.js';
import { bitsOf, type Family, type IpAddress, ipv4, ipv6, print as printAddress } from './ip-address.js';

/** A set of addresses of both families; canonical, so equal sets are equal values. */
export type AddressSet = {
  readonly v4: Intervals.IntervalSet<number>;
  readonly v6: Intervals.IntervalSet<bigint>;
};

export const EMPTY: AddressSet = { v4: [], v6: [] };
export const ALL_IPV4: AddressSet = { v4: [0, 2 ** 32], v6: [] };
export const ALL_IPV6: AddressSet = { v4: [], v6: [0n, 1n << 128n] };
export const ALL: AddressSet = { v4: ALL_IPV4.v4, v6: ALL_IPV6.v6 };

export const allOf = (family: Family): AddressSet => (family === 4 ? ALL_IPV4 : ALL_IPV6);

export const ofCidr = ({ network, prefixLength }: Cidr): AddressSet =>
  network.family === 4
    ? { v4: [network.value, network.value + 2 ** (32 - prefixLength)], v6: [] }
    : { v4: [], v6: [network.value, network.value + (1n << BigInt(128 - prefixLength))] };

export const ofAddress = (address: IpAddress): AddressSet => ofCidr(host(address));

/** The part of one family. */
export const ofFamily = (family: Family, set: AddressSet): AddressSet =>
  family === 4 ? { v4: set.v4, v6: [] } : { v4: [], v6: set.v6 };

export const union = (a: AddressSet, b: AddressSet): AddressSet => ({
  v4: Intervals.union(a.v4, b.v4),
  v6: Intervals.union(a.v6, b.v6),
});

export const intersect = (a: AddressSet, b: AddressSet): AddressSet => ({
  v4: Intervals.intersect(a.v4, b.v4),
  v6: Intervals.intersect(a.v6, b.v6),
});

export const subtract = (a: AddressSet, b: AddressSet): AddressSet => ({
  v4: Intervals.subtract(a.v4, b.v4),
  v6: Intervals.subtract(a.v6, b.v6),
});

export const isEmpty = (set: AddressSet): boolean => set.v4.length === 0 && set.v6.length === 0;

export const isSubset = (inner: AddressSet, outer: AddressSet): boolean =>
  Intervals.isSubset(inner.v4, outer.v4) && Intervals.isSubset(inner.v6, outer.v6);

export const equals = (a: AddressSet, b: AddressSet): boolean =>
  a === b || (Intervals.equals(a.v4, b.v4) && Intervals.equals(a.v6, b.v6));

export const contains = (set: AddressSet, address: IpAddress): boolean =>
  address.family === 4
    ? Intervals.contains(set.v4, address.value)
    : Intervals.contains(set.v6, address.value);

/** The lowest address, IPv4 first. */
export const witness = (set: AddressSet): IpAddress | null => {
  const [v4] = set.v4;
  const [v6] = set.v6;
  return v4 !== undefined ? ipv4(v4) : v6 !== undefined ? ipv6(v6) : null;
};

export const addressSets: SetAlgebra<AddressSet, IpAddress> = {
  empty: EMPTY,
  union,
  intersect,
  subtract,
  isSubset,
  isEmpty,
  witness,
  equals,
};

/** The fewest blocks that make up the set, in order: what rules would have to name. */
export const toCidrs = (set: AddressSet): readonly Cidr[] => [
  ...Intervals.intervals(set.v4).flatMap(([from, end]) => blocksOf(4, BigInt(from), BigInt(end))),
  ...Intervals.intervals(set.v6).flatMap(([from, end]) => blocksOf(6, from, end)),
];

/** From the left, always the largest block that starts here and does not reach beyond the end. */
const blocksOf = (family: Family, from: bigint, end: bigint): readonly Cidr[] => {
  const blocks: Cidr[] = [];
  for (let at = from; at < end; ) {
    let hostBits = 0;
    while (
      hostBits < bitsOf(family) &&
      at % (2n << BigInt(hostBits)) === 0n &&
      at + (2n << BigInt(hostBits)) <= end
    )
      hostBits++;
    blocks.push(blockOf(family === 4 ? ipv4(Number(at)) : ipv6(at), bitsOf(family) - hostBits));
    at += 1n << BigInt(hostBits);
  }
  return blocks;
};

/** `10.0.0.0/8, 10.1.0.3-10.1.0.9`: a stretch that is one block is printed as that block, any other by its ends. */
export const print = (set: AddressSet): string => {
  const stretch = (family: Family, from: bigint, end: bigint): string => {
    const [block, ...more] = blocksOf(family, from, end);
    if (block !== undefined && more.length === 0)
      return block.prefixLength === bitsOf(family) ? printAddress(block.network) : printCidr(block);
    const address = (value: bigint) => printAddress(family === 4 ? ipv4(Number(value)) : ipv6(value));
    return `${address(from)}-${address(end - 1n)}`;
  };
  return [
    ...Intervals.intervals(set.v4).map(([from, end]) => stretch(4, BigInt(from), BigInt(end))),
    ...Intervals.intervals(set.v6).map(([from, end]) => stretch(6, from, end)),
  ].join(', ');
};

/** Orders disjoint sets by their lowest address. */
export const precedes = (a: AddressSet, b: AddressSet): number => {
  const [x, y] = [a.v4[0], b.v4[0]];
  if (x !== undefined || y !== undefined) return (x ?? 2 ** 33) - (y ?? 2 ** 33);
  return (a.v6[0] ?? 0n) < (b.v6[0] ?? 0n) ? -1 : 1;
};
