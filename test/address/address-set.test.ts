import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Addresses from '../../src/address/address-set.js';
import { lawTest, setLaws } from '../../src/testing/index.js';
import { address, addressSet } from '../arbitrary/header-sets.js';
import { runs } from '../arbitrary/runs.js';
import { cidr, ip } from '../filter/build.js';

const { addressSets: algebra, contains } = Addresses;

lawTest({ describe, it })(
  'address sets',
  setLaws({ algebra, contains, set: addressSet, member: address }),
  runs(),
);

describe('address sets', () => {
  it('are made of their blocks', () => {
    fc.assert(
      fc.property(addressSet, (set) => {
        const blocks = Addresses.toCidrs(set).map(Addresses.ofCidr);
        expect(blocks.reduce(Addresses.union, Addresses.EMPTY)).toEqual(set);
      }),
      runs(),
    );
  });

  it('print blocks as blocks, single addresses as addresses and other stretches by their ends', () => {
    const set = ['10.0.0.0/8', '192.0.2.1/32', '192.0.2.2/31', '2001:db8::/32', '::1/128']
      .map((text) => Addresses.ofCidr(cidr(text)))
      .reduce(Addresses.union);
    expect(Addresses.print(set)).toBe('10.0.0.0/8, 192.0.2.1-192.0.2.3, ::1, 2001:db8::/32');
    expect(Addresses.print(Addresses.ALL)).toBe('0.0.0.0/0, ::/0');
    expect(Addresses.print(Addresses.ofAddress(ip('10.0.0.1')))).toBe('10.0.0.1');
  });
});
