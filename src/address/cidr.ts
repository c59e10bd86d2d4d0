import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js';
import {
  type AddressError,
  bitsOf,
  type Family,
  type IpAddress,
  ipv4,
  ipv6,
  parse as parseAddress,
  print as printAddress,
} from './ip-address.js';

/** A block of addresses; `network` has no host bits set. */
export type Cidr = { readonly network: IpAddress; readonly prefixLength: number };

const withoutHostBits = (address: IpAddress, prefixLength: number): IpAddress => {
  const hostBits = BigInt(bitsOf(address.family) - prefixLength);
  const value = (BigInt(address.value) >> hostBits) << hostBits;
  return address.family === 4 ? ipv4(Number(value)) : ipv6(value);
};

/** The block that holds `address`; host bits are cleared. */
export const blockOf = (address: IpAddress, prefixLength: number): Cidr => ({
  network: withoutHostBits(address, prefixLength),
  prefixLength,
});

/** The block of this one address: /32 or /128. */
export const host = (address: IpAddress): Cidr => blockOf(address, bitsOf(address.family));

/**
 * Reads `10.0.0.0/8` or `2001:db8::/32`. Host bits are cleared, as AWS does when it stores a rule
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html).
 */
export const parse = (text: string): Either<AddressError, Cidr> => {
  const match = /^(.+)\/(\d{1,3})$/.exec(text);
  const address = parseAddress(match?.[1] ?? '');
  const prefixLength = Number(match?.[2]);
  if (isLeft(address) || prefixLength > bitsOf(address.right.family))
    return left({ text, expected: 'a CIDR block such as 10.0.0.0/16 or 2001:db8::/32' });
  return right(blockOf(address.right, prefixLength));
};

export const print = (cidr: Cidr): string => `${printAddress(cidr.network)}/${cidr.prefixLength}`;

export const familyOf = (cidr: Cidr): Family => cidr.network.family;

export const covers =
  (address: IpAddress) =>
  (cidr: Cidr): boolean => {
    if (cidr.network.family !== address.family) return false;
    if (address.family === 4) {
      const size = 2 ** (32 - cidr.prefixLength);
      const first = cidr.network.value as number;
      return address.value >= first && address.value < first + size;
    }
    const hostBits = BigInt(128 - cidr.prefixLength);
    return address.value >> hostBits === (cidr.network.value as bigint) >> hostBits;
  };

export const equals = (a: Cidr, b: Cidr): boolean =>
  a.prefixLength === b.prefixLength &&
  a.network.family === b.network.family &&
  a.network.value === b.network.value;

/** Whether any address lies in both. */
export const overlap = (a: Cidr, b: Cidr): boolean => covers(a.network)(b) || covers(b.network)(a);

/** 0.0.0.0/0 or ::/0. */
export const isAny = (cidr: Cidr): boolean => cidr.prefixLength === 0;

/** The address `offset` places after the start of the block, for example base + 2 of a VPC. */
export const addressAt =
  (offset: number) =>
  (cidr: Cidr): IpAddress =>
    cidr.network.family === 4 ? ipv4(cidr.network.value + offset) : ipv6(cidr.network.value + BigInt(offset));
