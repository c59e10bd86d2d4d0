/** The seven verbs that all sets share, and the value that is in none. `S` is a canonical form: equal sets look equal. */
export type SetAlgebra<S, Member> = {
  readonly empty: S;
  readonly union: (a: S, b: S) => S;
  readonly intersect: (a: S, b: S) => S;
  /** What is in `a` but not in `b`. */
  readonly subtract: (a: S, b: S) => S;
  readonly isSubset: (inner: S, outer: S) => boolean;
  readonly isEmpty: (set: S) => boolean;
  /** Some member, always the same one; null when there is none. */
  readonly witness: (set: S) => Member | null;
  readonly equals: (a: S, b: S) => boolean;
};

export const unionAll =
  <S>(algebra: Pick<SetAlgebra<S, unknown>, 'empty' | 'union'>) =>
  (sets: readonly S[]): S => {
    // Halves first: merging one by one would walk the growing union again for every set.
    if (sets.length <= 1) return sets[0] ?? algebra.empty;
    const middle = sets.length >> 1;
    return algebra.union(unionAll(algebra)(sets.slice(0, middle)), unionAll(algebra)(sets.slice(middle)));
  };
