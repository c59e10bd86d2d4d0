import * as fc from 'fast-check';
import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { IPv4, IPv4CidrRange, IPv6, IPv6CidrRange } from 'ip-num';
import { describe, expect, it } from 'vitest';
import * as Cidr from '../../src/address/cidr.js';
import { type IpAddress, ipv4, ipv6, print } from '../../src/address/ip-address.js';
import { runs } from '../arbitrary/runs.js';
import { cidr, ip } from '../filter/build.js';

const address: fc.Arbitrary<IpAddress> = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(ipv4),
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(ipv6),
);

const block = address.chain((one) =>
  fc.integer({ min: 0, max: one.family === 4 ? 32 : 128 }).map((length) => Cidr.blockOf(one, length)),
);

/** A block and an address at one of its edges, just outside them, or anywhere. */
const nearEdge = fc
  .tuple(block, fc.constantFrom(-1n, 0n, 1n, 'any' as const), fc.boolean(), address)
  .map(([one, step, atEnd, anywhere]): readonly [Cidr.Cidr, IpAddress] => {
    const bits = one.network.family === 4 ? 32n : 128n;
    const size = 1n << (bits - BigInt(one.prefixLength));
    if (step === 'any') return [one, anywhere];
    const edge = BigInt(one.network.value) + (atEnd ? size - 1n : 0n) + step;
    const value = edge < 0n || edge >= 1n << bits ? BigInt(one.network.value) : edge;
    return [one, one.network.family === 4 ? ipv4(Number(value)) : ipv6(value)];
  });

/** What ip-num says, by the first and last address of its range. */
const ipNumCovers = (one: Cidr.Cidr, candidate: IpAddress): boolean => {
  if (one.network.family !== candidate.family) return false;
  const range =
    candidate.family === 4
      ? IPv4CidrRange.fromCidr(Cidr.print(one))
      : IPv6CidrRange.fromCidr(Cidr.print(one));
  const value = (candidate.family === 4 ? new IPv4(print(candidate)) : new IPv6(print(candidate))).getValue();
  return range.getFirst().getValue() <= value && value <= range.getLast().getValue();
};

describe('CIDR blocks', () => {
  it('cover what ip-num says they cover', () => {
    fc.assert(
      fc.property(nearEdge, ([one, candidate]) => {
        expect(Cidr.covers(candidate)(one)).toBe(ipNumCovers(one, candidate));
      }),
      runs(500),
    );
  });

  it('are read back as they are printed', () => {
    fc.assert(
      fc.property(block, (one) => {
        const read = Cidr.parse(Cidr.print(one));
        if (isLeft(read)) throw new Error(read.left.expected);
        expect(Cidr.equals(read.right, one)).toBe(true);
      }),
      runs(),
    );
  });

  it('lose their host bits, as AWS stores them', () => {
    expect(Cidr.print(cidr('100.68.0.18/18'))).toBe('100.68.0.0/18');
    expect(Cidr.print(cidr('2001:db8::ffff/112'))).toBe('2001:db8::/112');
  });

  it.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '::/129',
    '10.0.0/8',
    '/8',
    '10.0.0.0/',
    '10.0.0.0/-1',
    'fe80::1%eth0/64',
    '10.0.0.0/8/8',
  ])('refuse %s and say what was expected', (text) => {
    const read = Cidr.parse(text);
    expect(isRight(read)).toBe(false);
    if (isLeft(read))
      expect(read.left).toEqual({ text, expected: 'a CIDR block such as 10.0.0.0/16 or 2001:db8::/32' });
  });

  it('of everything are known as such, per family', () => {
    expect(['0.0.0.0/0', '::/0', '0.0.0.0/1'].map((text) => Cidr.isAny(cidr(text)))).toEqual([
      true,
      true,
      false,
    ]);
    expect(Cidr.covers(ip('::1'))(cidr('0.0.0.0/0'))).toBe(false);
    expect(Cidr.covers(ip('10.0.0.1'))(cidr('::/0'))).toBe(false);
  });

  it('tell their addresses by offset', () => {
    expect(print(Cidr.addressAt(2)(cidr('10.0.0.0/16')))).toBe('10.0.0.2');
    expect(print(Cidr.addressAt(1)(cidr('2001:db8::/64')))).toBe('2001:db8::1');
    expect(Cidr.print(Cidr.host(ip('10.0.0.1')))).toBe('10.0.0.1/32');
  });
});
