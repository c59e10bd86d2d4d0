import fc from 'fast-check';
import { IPv4, IPv6 } from 'ip-num';
import { describe, expect, it } from 'vitest';
import { ipv4Integer, ipv6Integer, printIpv4, printIpv6 } from '../../src/address/integer-form.js';
import { runs } from '../arbitrary/runs.js';

const ipv4Value = fc.integer({ min: 0, max: 0xffff_ffff });
const ipv6Value = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });
/** Texts near to addresses: most are none, and both sides must agree on which. */
const ipv4Like = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 300 }).map(String),
      fc.constantFrom('', '00', '01', '1e1', '+1', ' 1'),
    ),
    {
      minLength: 3,
      maxLength: 5,
    },
  )
  .map((parts) => parts.join('.'));
const group = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16)),
  fc.constantFrom('', '0', '0000', 'FFFF', '00001', 'g'),
);
const ipv6Like = fc
  .tuple(
    fc.array(group, { minLength: 1, maxLength: 9 }),
    fc.constantFrom('', '', ':1.2.3.4', ':255.255.255.255', ':256.1.1.1', '::'),
  )
  .map(([groups, tail]) => groups.join(':') + tail);

const oracle4 = (text: string): number => {
  try {
    return Number(new IPv4(text).getValue());
  } catch {
    return -1;
  }
};
const oracle6 = (text: string): bigint | null => {
  try {
    return new IPv6(text).getValue();
  } catch {
    return null;
  }
};

describe('the integer form of addresses', () => {
  it('reads every IPv4 address to the value that ip-num gives, and prints it back', () => {
    fc.assert(
      fc.property(ipv4Value, (value) => {
        const text = new IPv4(BigInt(value)).toString();
        expect(ipv4Integer(text)).toBe(value);
        expect(printIpv4(value)).toBe(text);
      }),
    );
  });

  it('agrees with ip-num on what an IPv4 address is', () => {
    fc.assert(
      fc.property(ipv4Like, (text) => {
        expect(ipv4Integer(text)).toBe(oracle4(text));
      }),
      runs(2000),
    );
  });

  it('reads every IPv6 address to the value that ip-num gives, and prints it back to the same value', () => {
    fc.assert(
      fc.property(ipv6Value, (value) => {
        expect(ipv6Integer(new IPv6(value).toString())).toBe(value);
        expect(ipv6Integer(printIpv6(value))).toBe(value);
        expect(oracle6(printIpv6(value))).toBe(value);
      }),
    );
  });

  it('agrees with ip-num on what an IPv6 address is', () => {
    fc.assert(
      fc.property(ipv6Like, (text) => {
        expect(ipv6Integer(text)).toBe(oracle6(text));
      }),
      runs(5000),
    );
  });

  it('refuses zone ids, which ip-num takes', () => {
    expect(ipv6Integer('fe80::1%eth0')).toBeNull();
  });

  it.each([
    ['2001:0DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:2:3:4:5:6:0:8', '1:2:3:4:5:6:0:8'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
  ])('prints %s as RFC 5952 does', (text, canonical) => {
    expect(printIpv6(ipv6Integer(text) as bigint)).toBe(canonical);
  });
});
