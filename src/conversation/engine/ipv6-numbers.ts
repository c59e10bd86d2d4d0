import { mapKey } from '../../address/map-key.js';

/**
 * IPv6 addresses by number, so that an address of either family is one word. Those that nobody uses any longer are
 * forgotten now and then; the order of the others stays.
 */
export type Ipv6Numbers = {
  readonly numberOf: (value: bigint) => number;
  readonly valueOf: (number: number) => bigint;
  /** The number of an address that has one. */
  readonly find: (value: bigint) => number | undefined;
  /** So many addresses that it may be worth to forget some. */
  readonly isCrowded: () => boolean;
  /** Keeps the addresses whose number is marked, and gives each old number its new one. */
  readonly keep: (isUsed: Uint8Array) => Uint32Array;
  readonly size: () => number;
};

const FEW = 65_536;

export const ipv6Numbers = (): Ipv6Numbers => {
  let values: bigint[] = [];
  let numbers = new Map<bigint, number>();
  let crowd = FEW;
  return {
    numberOf: (value) => {
      const key = mapKey(value);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, values.length);
      return values.push(value) - 1;
    },
    valueOf: (number) => values[number] as bigint,
    find: (value) => numbers.get(mapKey(value)),
    isCrowded: () => values.length > crowd,
    keep: (isUsed) => {
      const renumbered = new Uint32Array(values.length);
      const kept: bigint[] = [];
      for (const [old, value] of values.entries())
        if (isUsed[old] === 1) renumbered[old] = kept.push(value) - 1;
      values = kept;
      numbers = new Map(kept.map((value, i) => [mapKey(value), i]));
      crowd = 2 * kept.length + FEW;
      return renumbered;
    },
    size: () => values.length,
  };
};
