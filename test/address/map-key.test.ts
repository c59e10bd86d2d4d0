import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapKey } from '../../src/address/map-key.js';
import { runs } from '../arbitrary/runs.js';

const addresses = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
const lowerHalf = (value: bigint): bigint => BigInt.asUintN(64, value);

describe('the key of an IPv6 address in a Map', () => {
  it('is its own, and the upper half tells which address it was', () => {
    fc.assert(
      fc.property(addresses, addresses, (a, b) => {
        expect(mapKey(a) === mapKey(b)).toBe(a === b);
        expect(mapKey(a) >> 64n).toBe(a >> 64n);
      }),
      runs(200),
    );
  });

  it('differs in the lower half, which is all that is hashed, where addresses differ in the upper half only', () => {
    const upper = fc.uniqueArray(fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), {
      minLength: 2,
      maxLength: 50,
    });
    fc.assert(
      fc.property(upper, fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }), (halves, lower) => {
        const keys = halves.map((half) => lowerHalf(mapKey((half << 64n) | lower)));
        expect(new Set(keys).size).toBe(halves.length);
      }),
      runs(100),
    );
  });
});
