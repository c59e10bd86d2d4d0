import type { SetAlgebra } from './set-algebra.js';

/**
 * A set of whole numbers as the places where membership changes: `[a, b, c, d]` holds a to b - 1 and c to d - 1.
 * Strictly increasing and of even length, so equal sets are equal arrays.
 */
export type IntervalSet<N extends number | bigint> = readonly N[];

/** The numbers from `from` to just below `end`. */
export const interval = <N extends number | bigint>(from: N, end: N): IntervalSet<N> =>
  from < end ? [from, end] : [];

/** Walks both lists of changes at once and keeps the changes of `keep(inA, inB)`; `keep(false, false)` is false. */
const combine = <N extends number | bigint>(
  a: IntervalSet<N>,
  b: IntervalSet<N>,
  keep: (inA: boolean, inB: boolean) => boolean,
): IntervalSet<N> => {
  const changes: N[] = [];
  let i = 0;
  let j = 0;
  let isIn = false;
  while (i < a.length || j < b.length) {
    const x = a[i];
    const y = b[j];
    const at = y === undefined || (x !== undefined && x <= y) ? (x as N) : y;
    if (x === at) i++;
    if (y === at) j++;
    // An odd number of changes behind us: inside.
    if (keep(i % 2 === 1, j % 2 === 1) !== isIn) {
      isIn = !isIn;
      changes.push(at);
    }
  }
  return changes;
};

export const union = <N extends number | bigint>(a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> =>
  a.length === 0 ? b : b.length === 0 ? a : combine(a, b, (inA, inB) => inA || inB);

export const intersect = <N extends number | bigint>(a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> =>
  a.length === 0 || b.length === 0 ? [] : combine(a, b, (inA, inB) => inA && inB);

export const subtract = <N extends number | bigint>(a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> =>
  a.length === 0 || b.length === 0 ? a : combine(a, b, (inA, inB) => inA && !inB);

export const isEmpty = <N extends number | bigint>(set: IntervalSet<N>): boolean => set.length === 0;

export const isSubset = <N extends number | bigint>(inner: IntervalSet<N>, outer: IntervalSet<N>): boolean =>
  isEmpty(subtract(inner, outer));

export const witness = <N extends number | bigint>(set: IntervalSet<N>): N | null => set[0] ?? null;

export const equals = <N extends number | bigint>(a: IntervalSet<N>, b: IntervalSet<N>): boolean =>
  a === b || (a.length === b.length && a.every((change, i) => change === b[i]));

export const contains = <N extends number | bigint>(set: IntervalSet<N>, value: N): boolean => {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((set[middle] as N) <= value) low = middle + 1;
    else high = middle;
  }
  return low % 2 === 1;
};

/** The stretches as pairs of first and end (the first number beyond). */
export const intervals = <N extends number | bigint>(set: IntervalSet<N>): readonly (readonly [N, N])[] =>
  Array.from({ length: set.length / 2 }, (_, i) => [set[2 * i] as N, set[2 * i + 1] as N]);

/** The verbs as one value, for `product`. */
export const intervalSets = <N extends number | bigint>(): SetAlgebra<IntervalSet<N>, N> => ({
  empty: [],
  union,
  intersect,
  subtract,
  isSubset,
  isEmpty,
  witness,
  equals,
});
