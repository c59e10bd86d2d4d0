import type { SetAlgebra } from './set-algebra.js';

/**
 * A set of pairs as products `first x rest` whose firsts are disjoint and whose rests all differ. Every first value
 * then has exactly one rest, so this form is canonical whenever the two parts are: equal sets have the same products,
 * and `precedes` puts them in the same order. Products nest: `rest` may be a set of pairs itself.
 */
export type ProductSet<A, B> = readonly Product<A, B>[];
export type Product<A, B> = { readonly first: A; readonly rest: B };

type Parts<A, X, B, Y> = {
  readonly first: SetAlgebra<A, X>;
  readonly rest: SetAlgebra<B, Y>;
  /** Orders disjoint sets that are not empty. */
  readonly precedes: (a: A, b: A) => number;
};

/** Everything in `first x rest`. */
export const times = <A, X, B, Y>(
  parts: Pick<Parts<A, X, B, Y>, 'first' | 'rest'>,
  first: A,
  rest: B,
): ProductSet<A, B> => (parts.first.isEmpty(first) || parts.rest.isEmpty(rest) ? [] : [{ first, rest }]);

/** (a) Products with equal rests become one; (b) the products are put in order. */
const canonical = <A, X, B, Y>(
  { first, rest, precedes }: Parts<A, X, B, Y>,
  products: readonly Product<A, B>[],
): ProductSet<A, B> => {
  const merged: { first: A; readonly rest: B }[] = [];
  for (const product of products) {
    if (first.isEmpty(product.first) || rest.isEmpty(product.rest)) continue;
    const same = merged.find((other) => rest.equals(other.rest, product.rest));
    if (same === undefined) merged.push({ ...product });
    else same.first = first.union(same.first, product.first);
  }
  return merged.sort((a, b) => precedes(a.first, b.first));
};

/**
 * Where both sets have the first value, `both` of their rests; where only one has it, `onlyA` or `onlyB` of its rest.
 * As the firsts of each set are disjoint, the pieces are too.
 */
const overlay = <A, X, B, Y>(
  parts: Parts<A, X, B, Y>,
  a: ProductSet<A, B>,
  b: ProductSet<A, B>,
  both: (restA: B, restB: B) => B,
  keeps: { readonly onlyA: boolean; readonly onlyB: boolean },
): ProductSet<A, B> => {
  const { first } = parts;
  const pieces: Product<A, B>[] = [];
  const leftOfB = b.map((product) => product.first);
  for (const one of a) {
    let left = one.first;
    b.forEach((other, j) => {
      const shared = first.intersect(left, other.first);
      if (first.isEmpty(shared)) return;
      pieces.push({ first: shared, rest: both(one.rest, other.rest) });
      left = first.subtract(left, shared);
      if (keeps.onlyB) leftOfB[j] = first.subtract(leftOfB[j] as A, shared);
    });
    if (keeps.onlyA) pieces.push({ first: left, rest: one.rest });
  }
  if (keeps.onlyB) pieces.push(...b.map((other, j) => ({ first: leftOfB[j] as A, rest: other.rest })));
  return canonical(parts, pieces);
};

/** The seven verbs for sets of pairs, from those of the parts. */
export const productSets = <A, X, B, Y>(
  parts: Parts<A, X, B, Y>,
): SetAlgebra<ProductSet<A, B>, readonly [X, Y]> => {
  type S = ProductSet<A, B>;
  const { first, rest } = parts;
  const isEmpty = (set: S) => set.length === 0;
  const subtract = (a: S, b: S) =>
    isEmpty(a) || isEmpty(b) ? a : overlay(parts, a, b, rest.subtract, { onlyA: true, onlyB: false });
  return {
    empty: [],
    union: (a, b) =>
      isEmpty(a) ? b : isEmpty(b) ? a : overlay(parts, a, b, rest.union, { onlyA: true, onlyB: true }),
    intersect: (a, b) => overlay(parts, a, b, rest.intersect, { onlyA: false, onlyB: false }),
    subtract,
    isEmpty,
    isSubset: (inner, outer) => isEmpty(subtract(inner, outer)),
    witness: (set) => {
      const product = set[0];
      return product === undefined
        ? null
        : [first.witness(product.first) as X, rest.witness(product.rest) as Y];
    },
    equals: (a, b) =>
      a === b ||
      (a.length === b.length &&
        a.every((product, i) => {
          const other = b[i] as Product<A, B>;
          return first.equals(product.first, other.first) && rest.equals(product.rest, other.rest);
        })),
  };
};
