import type * as Addresses from '../address/address-set.js';
import * as Intervals from '../prelude/interval-set.js';

/**
 * Addresses in classes that none of some sets can tell apart. `classes[i]` is the class of the stretch that begins at
 * `boundaries[i]`; `count` is how many classes there are.
 */
export type AddressClasses<N extends number | bigint> = {
  readonly boundaries: readonly N[];
  readonly classes: Int32Array;
  readonly count: number;
};

const sorted = <N extends number | bigint>(values: Iterable<N>): readonly N[] =>
  [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** Splits classes by one set after the other: addresses stay together only while every set has both or neither. */
const split = <N extends number | bigint>(
  boundaries: readonly N[],
  sets: readonly Intervals.IntervalSet<N>[],
): Int32Array => {
  const position = new Map(boundaries.map((boundary, i) => [boundary, i]));
  const classes = new Int32Array(boundaries.length);
  let next = 1;
  for (const set of sets) {
    const renamed = new Map<number, number>();
    for (const [from, end] of Intervals.intervals(set)) {
      const beyond = position.get(end) as number;
      for (let i = position.get(from) as number; i < beyond; i++) {
        const old = classes[i] as number;
        const name = renamed.get(old) ?? next++;
        renamed.set(old, name);
        classes[i] = name;
      }
    }
  }
  return classes;
};

/** The classes of one family, numbered from `firstClass` on. */
export const addressClasses = <N extends number | bigint>(
  zero: N,
  sets: readonly Intervals.IntervalSet<N>[],
  firstClass: number,
): AddressClasses<N> => {
  const boundaries = sorted([zero, ...sets.flat()]);
  const names = new Map<number, number>();
  const classes = split(boundaries, sets).map((old) => {
    const name = names.get(old) ?? firstClass + names.size;
    names.set(old, name);
    return name;
  });
  return { boundaries, classes, count: names.size };
};

/** The addresses of each class, below `end`. */
const stretches = <N extends number | bigint>(
  { boundaries, classes }: AddressClasses<N>,
  end: N,
): readonly Intervals.IntervalSet<N>[] => {
  const found = new Map<number, N[]>();
  boundaries.forEach((from, i) => {
    if (from >= end) return;
    const name = classes[i] as number;
    const beyond = boundaries[i + 1] ?? end;
    const known = found.get(name);
    if (known === undefined) found.set(name, [from, beyond]);
    else if (known.at(-1) === from) known[known.length - 1] = beyond;
    else known.push(from, beyond);
  });
  return [...found.values()];
};

/** All addresses in disjoint parts of one family each, none of which any of the sets divides. */
export const undividedBy = (sets: readonly Addresses.AddressSet[]): readonly Addresses.AddressSet[] => {
  const v4 = addressClasses(
    0,
    sets.map((set) => set.v4),
    0,
  );
  const v6 = addressClasses(
    0n,
    sets.map((set) => set.v6),
    0,
  );
  return [
    ...stretches(v4, 2 ** 32).map((part) => ({ v4: part, v6: [] })),
    ...stretches(v6, 1n << 128n).map((part) => ({ v4: [], v6: part })),
  ];
};

/** The last boundary at or before the value, between `low` and just below `high`. */
const bisect = <N extends number | bigint>(
  boundaries: ArrayLike<N>,
  value: N,
  from: number,
  beyond: number,
): number => {
  let low = from;
  let high = beyond;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((boundaries[middle] as N) <= value) low = middle;
    else high = middle;
  }
  return low;
};

export const classOf = <N extends number | bigint>(
  { boundaries, classes }: AddressClasses<N>,
  value: N,
): number => classes[bisect(boundaries, value, 0, boundaries.length)] as number;

/**
 * IPv4 classes with a head start: the space between the first and the last boundary in about a thousand buckets of
 * equal size, each of which knows where its boundaries begin.
 */
export type Ipv4Classes = {
  readonly boundaries: Float64Array;
  readonly classes: Int32Array;
  readonly first: number;
  readonly last: number;
  readonly shift: number;
  readonly starts: Uint32Array;
};

const BUCKET_BITS = 10;

export const withBuckets = ({ boundaries, classes }: AddressClasses<number>): Ipv4Classes => {
  const first = boundaries[1] ?? 0;
  const last = boundaries.at(-1) ?? 0;
  const shift = Math.max(0, Math.ceil(Math.log2(last - first + 1)) - BUCKET_BITS);
  const starts = Uint32Array.from({ length: 2 ** BUCKET_BITS + 1 }, (_, bucket) =>
    bisect(boundaries, first + bucket * 2 ** shift, 0, boundaries.length),
  );
  return { boundaries: Float64Array.from(boundaries), classes, first, last, shift, starts };
};

export const classOfIpv4 = (of: Ipv4Classes, value: number): number => {
  const { boundaries, classes, starts } = of;
  if (value < of.first) return classes[0] as number;
  if (value >= of.last) return classes[classes.length - 1] as number;
  const bucket = (value - of.first) >>> of.shift;
  let low = starts[bucket] as number;
  let high = (starts[bucket + 1] as number) + 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((boundaries[middle] as number) <= value) low = middle;
    else high = middle;
  }
  return classes[low] as number;
};
