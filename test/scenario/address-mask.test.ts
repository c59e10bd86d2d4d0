import * as fc from 'fast-check';
import { isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { addressAt, blockOf, type Cidr, covers, overlap, parse } from '../../src/address/cidr.js';
import { bitsOf, compare, type IpAddress, ipv4, ipv6, print } from '../../src/address/ip-address.js';
import { isPrivate } from '../../src/address/special-ranges.js';
import { addressMask } from '../../src/scenario/mask/address-mask.js';
import { runs } from '../arbitrary/runs.js';

const block = (text: string): Cidr => {
  const cidr = parse(text);
  if (isRight(cidr)) return cidr.right;
  throw new Error(text);
};

const prefix = (family: 4 | 6, bytes: readonly number[]): IpAddress => {
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return family === 4 ? ipv4(Number(value)) : ipv6(value);
};

const byte = fc.integer({ min: 0, max: 255 });
/** Many addresses share their first bytes, as those of one network do. */
const near = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(10, 172, 192, 100, 169, 203, 0, 127, 224, 255, 0xfc, 0xfd, 0xfe, 0xff, 0x20),
  },
  { weight: 1, arbitrary: byte },
);
const address: fc.Arbitrary<IpAddress> = fc.oneof(
  fc
    .tuple(near, fc.constantFrom(0, 16, 31, 64, 168, 254, 7), fc.constantFrom(0, 1, 169), byte)
    .map((bytes) => prefix(4, bytes)),
  fc
    .tuple(
      near,
      fc.constantFrom(0, 1, 0x80),
      fc.array(fc.constantFrom(0, 1, 0x0e, 0xc2), { minLength: 13, maxLength: 13 }),
      byte,
    )
    .map(([a, b, rest, last]) => prefix(6, [a, b, ...rest, last])),
);

const cidr = fc
  .tuple(address, fc.integer({ min: 0, max: 128 }))
  .map(([it, length]) => blockOf(it, Math.min(length, bitsOf(it.family))));

const key = fc.string({ minLength: 1, maxLength: 5 });
/** The blocks of a VPC and its subnets. */
const networks = fc.array(cidr, { maxLength: 3 });

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(200));

describe('a masked address', () => {
  it('lies in a masked block just when the address lay in the block', () => {
    check(
      fc.property(key, networks, cidr, address, (secret, blocks, one, it) => {
        const mask = addressMask(secret, blocks);
        expect(covers(mask.address(it))(mask.cidr(one))).toBe(covers(it)(one));
      }),
    );
  });

  it('shares as many leading bits with another as before, so that no two become one', () => {
    check(
      fc.property(key, networks, address, address, (secret, blocks, a, b) => {
        const mask = addressMask(secret, blocks);
        const shared = (x: IpAddress, y: IpAddress): number =>
          x.family !== y.family
            ? -1
            : (BigInt(x.value) ^ BigInt(y.value)).toString(2).replace(/^0$/, '').length;
        expect(shared(mask.address(a), mask.address(b))).toBe(shared(a, b));
      }),
    );
  });

  it('lies in blocks that overlap just when theirs did, and are as large', () => {
    check(
      fc.property(key, networks, cidr, cidr, (secret, blocks, a, b) => {
        const mask = addressMask(secret, blocks);
        expect(overlap(mask.cidr(a), mask.cidr(b))).toBe(overlap(a, b));
        expect(mask.cidr(a).prefixLength).toBe(a.prefixLength);
      }),
    );
  });

  it('is as private or public as before', () => {
    check(
      fc.property(key, networks, address, (secret, blocks, it) => {
        expect(isPrivate(addressMask(secret, blocks).address(it))).toBe(isPrivate(it));
      }),
    );
  });

  it.each([
    '169.254.169.254',
    '169.254.169.253',
    '169.254.169.123',
    '169.254.170.2',
    'fd00:ec2::253',
    'fe80:ec2::1',
    '127.0.0.1',
    '::1',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    'ff02::1',
    '64:ff9b::a00:1',
  ])('is itself where it has a meaning of its own: %s', (text) => {
    check(
      fc.property(key, (secret) => {
        const it = block(`${text}/${text.includes(':') ? 128 : 32}`).network;
        expect(print(addressMask(secret, [block('10.0.0.0/16')]).address(it))).toBe(text);
      }),
    );
  });

  it.each([
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '100.64.0.0/10',
    '169.254.0.0/16',
    '224.0.0.0/4',
    'fc00::/7',
    '0.0.0.0/1',
    '128.0.0.0/1',
  ])('lies in %s when it did', (text) => {
    check(
      fc.property(key, (secret) => {
        expect(addressMask(secret, []).cidr(block(text))).toEqual(block(text));
      }),
    );
  });

  it('keeps the place that AWS reserves in a network: base, router, DNS server, base + 3 and the last', () => {
    check(
      fc.property(key, networks, (secret, blocks) => {
        const mask = addressMask(secret, blocks);
        for (const one of blocks) {
          const last = 2n ** BigInt(bitsOf(one.network.family) - one.prefixLength) - 1n;
          for (const offset of [0n, 1n, 2n, 3n, last].filter((it) => it <= last && it < 2n ** 53n)) {
            const at = addressAt(Number(offset));
            expect(mask.address(at(one))).toEqual(at(mask.cidr(one)));
          }
        }
      }),
    );
  });

  it('is another one, for most networks and keys, and depends on the key', () => {
    const hosts = Array.from({ length: 200 }, (_, i) => ipv4(0x0a_00_01_00 + i * 7919));
    const [one, two] = ['a', 'b'].map((secret) => addressMask(secret, [block('10.0.0.0/16')]));
    const kept = hosts.filter((it) => one?.address(it).value === it.value);
    const same = hosts.filter((it) => one?.address(it).value === two?.address(it).value);
    expect([kept.length < 5, same.length < 5]).toEqual([true, true]);
    expect(new Set(hosts.map((it) => one?.address(it).value)).size).toBe(hosts.length);
    expect(hosts.map((it) => one?.address(it) as IpAddress).toSorted(compare)).not.toEqual(hosts);
  });
});
