import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { IPv4, IPv6 } from 'ip-num';
import { ipv4Integer, printIpv4, printIpv6 } from './integer-form.js';

/** An address by value: two spellings of one IPv6 address are equal. */
export type IpAddress = Ipv4Address | Ipv6Address;
export type Ipv4Address = { readonly family: 4; readonly value: number };
export type Ipv6Address = { readonly family: 6; readonly value: bigint };
export type Family = IpAddress['family'];

export const ipv4 = (value: number): Ipv4Address => ({ family: 4, value });
export const ipv6 = (value: bigint): Ipv6Address => ({ family: 6, value });

/** What could not be read as an address or a block, in words for a message. */
export type AddressError = { readonly text: string; readonly expected: string };

/**
 * Reads an IPv4 or IPv6 address. The left side says what was expected.
 * Zone ids and ports, which ip-num would let through or blame on something else, are refused.
 */
export const parse = (text: string): Either<AddressError, IpAddress> => {
  // A network of 20,000 interfaces has half a million of them: the integer form reads the usual ones.
  const value = ipv4Integer(text);
  if (value >= 0) return right(ipv4(value));
  try {
    if (!/^[0-9a-f.:]+$/i.test(text)) throw new Error();
    return right(
      text.includes(':') ? ipv6(new IPv6(text).getValue()) : ipv4(Number(new IPv4(text).getValue())),
    );
  } catch {
    return left({ text, expected: 'an IPv4 or IPv6 address' });
  }
};

/** The address as AWS prints it: IPv4 dotted, IPv6 compressed (RFC 5952). */
export const print = (address: IpAddress): string =>
  address.family === 4 ? printIpv4(address.value) : printIpv6(address.value);

export const equals = (a: IpAddress, b: IpAddress): boolean => a.family === b.family && a.value === b.value;

/** Orders IPv4 before IPv6, then by value. */
export const compare = (a: IpAddress, b: IpAddress): number =>
  a.family !== b.family ? a.family - b.family : a.value < b.value ? -1 : a.value > b.value ? 1 : 0;

export const bitsOf = (family: Family): 32 | 128 => (family === 4 ? 32 : 128);
