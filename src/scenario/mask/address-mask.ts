import { createHmac } from 'node:crypto';
import { blockOf, type Cidr, covers } from '../../address/cidr.js';
import { bitsOf, type IpAddress, ipv4, ipv6 } from '../../address/ip-address.js';
import { KEPT, VERBATIM } from './special-blocks.js';

/** Other addresses in the place of addresses, and other blocks in the place of blocks. */
export type AddressMask = {
  readonly address: (address: IpAddress) => IpAddress;
  readonly cidr: (cidr: Cidr) => Cidr;
};

/**
 * AWS keeps the first four addresses of a subnet and the last one; base + 2 of a VPC is its DNS server:
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
const reservedIn = ({ network, prefixLength }: Cidr): readonly bigint[] => {
  const base = BigInt(network.value);
  const size = 1n << BigInt(bitsOf(network.family) - prefixLength);
  return [0n, 1n, 2n, 3n, size - 1n].filter((offset) => offset < size).map((offset) => base + offset);
};

/** A node of the tree of addresses: the first `depth` bits of some of them. */
const node = (family: number, value: bigint, depth: number): string =>
  `${family}/${depth}/${value >> BigInt(bitsOf(family as 4 | 6) - depth)}`;

/** The nodes whose two halves must not change places. */
const fixedNodes = (cidrs: readonly Cidr[]): ReadonlySet<string> => {
  const fixed = new Set<string>();
  const along = (family: number, value: bigint, from: number, to: number): void => {
    for (let depth = from; depth < to; depth++) fixed.add(node(family, value, depth));
  };
  for (const { network, prefixLength } of [...VERBATIM, ...KEPT])
    along(network.family, BigInt(network.value), 0, prefixLength);
  for (const cidr of cidrs)
    for (const value of reservedIn(cidr))
      along(cidr.network.family, value, cidr.prefixLength, bitsOf(cidr.network.family));
  return fixed;
};

/**
 * Masks addresses so that two of them share as many leading bits as before: what lies in a subnet or a rule's block still
 * does. At every node of the tree of addresses the halves change places or not, as a keyed hash decides (as in Crypto-PAn);
 * where an address has a meaning of its own they do not. The base of each of `networks`, the blocks of VPCs and subnets,
 * the three addresses after it and the last one keep their places in it. Without the key nobody gets the addresses back.
 */
export const addressMask = (key: string, networks: readonly Cidr[]): AddressMask => {
  const fixed = fixedNodes(networks);
  const flips = new Map<string, bigint>();
  const flipAt = (at: string): bigint => {
    const known = flips.get(at);
    if (known !== undefined) return known;
    const drawn = BigInt((createHmac('sha256', key).update(at).digest()[0] as number) & 1);
    const flip = fixed.has(at) ? 0n : drawn;
    flips.set(at, flip);
    return flip;
  };
  const address = (from: IpAddress): IpAddress => {
    if (VERBATIM.some(covers(from))) return from;
    const [bits, value] = [bitsOf(from.family), BigInt(from.value)];
    let masked = 0n;
    for (let depth = 0; depth < bits; depth++) {
      const bit = (value >> BigInt(bits - depth - 1)) & 1n;
      masked = (masked << 1n) | (bit ^ flipAt(node(from.family, value, depth)));
    }
    return from.family === 4 ? ipv4(Number(masked)) : ipv6(masked);
  };
  return {
    address,
    cidr: ({ network, prefixLength }) => blockOf(address(network), prefixLength),
  };
};
