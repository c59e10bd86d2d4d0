import * as fc from 'fast-check';
import type { SetAlgebra } from '../../prelude/set-algebra.js';
import { alike, applied, type HeldLaw, type Law } from './law.js';

/** A kind of sets: its verbs, membership by another way than theirs, and what to draw. */
export type Sets<S, M> = {
  readonly algebra: SetAlgebra<S, M>;
  readonly contains: (set: S, member: M) => boolean;
  /** Sets and members draw from the same few values, or they never meet. */
  readonly set: fc.Arbitrary<S>;
  readonly member: fc.Arbitrary<M>;
};

type AnySets = Sets<unknown, unknown>;

const sabotaged =
  (change: (algebra: AnySets['algebra']) => Partial<AnySets['algebra']>) =>
  (sets: AnySets): AnySets => ({ ...sets, algebra: { ...sets.algebra, ...change(sets.algebra) } });

const LAWS: readonly Law<AnySets>[] = [
  {
    sentence: 'a member of the union is a member of one of the two',
    property: ({ algebra: { union }, contains, set, member }) =>
      fc.property(
        set,
        set,
        member,
        (a, b, x) => contains(union(a, b), x) === (contains(a, x) || contains(b, x)),
      ),
    saboteur: sabotaged(() => ({ union: (a) => a })),
  },
  {
    sentence: 'a member of the intersection is a member of both',
    property: ({ algebra: { intersect }, contains, set, member }) =>
      fc.property(
        set,
        set,
        member,
        (a, b, x) => contains(intersect(a, b), x) === (contains(a, x) && contains(b, x)),
      ),
    saboteur: sabotaged(({ union }) => ({ intersect: union })),
  },
  {
    sentence: 'a member of the difference is a member of the first alone',
    property: ({ algebra: { subtract }, contains, set, member }) =>
      fc.property(
        set,
        set,
        member,
        (a, b, x) => contains(subtract(a, b), x) === (contains(a, x) && !contains(b, x)),
      ),
    saboteur: sabotaged(({ intersect }) => ({ subtract: intersect })),
  },
  {
    sentence: 'sets look equal when they are, however they were made',
    property: ({ algebra: { union, intersect, subtract, equals }, set }) =>
      fc.property(set, set, set, (a, b, c) => {
        const again = union(subtract(a, b), intersect(a, b));
        return (
          alike(again, a) &&
          equals(again, a) &&
          alike(union(union(a, b), c), union(c, union(b, a))) &&
          alike(intersect(a, union(b, c)), union(intersect(a, b), intersect(a, c))) &&
          alike(subtract(a, union(b, c)), subtract(subtract(a, c), b))
        );
      }),
    saboteur: sabotaged(() => ({ union: (a, b) => [a, b] })),
  },
  {
    sentence: 'sets are equal just when each is a subset of the other',
    property: ({ algebra: { union, intersect, subtract, isSubset, isEmpty, equals }, set }) =>
      fc.property(
        set,
        set,
        (a, b) =>
          equals(a, b) === (isSubset(a, b) && isSubset(b, a)) &&
          isSubset(intersect(a, b), a) &&
          isSubset(a, union(a, b)) &&
          isSubset(a, b) === isEmpty(subtract(a, b)),
      ),
    saboteur: sabotaged(({ isSubset }) => ({ isSubset: (inner, outer) => isSubset(outer, inner) })),
  },
  {
    sentence: 'a set has a witness, which is a member, unless it is empty',
    property: ({ algebra: { witness, isEmpty, subtract, equals, empty }, contains, set, member }) =>
      fc.property(set, member, (a, x) => {
        const found = witness(a);
        return (
          (found === null) === isEmpty(a) &&
          (found === null || contains(a, found)) &&
          !(isEmpty(a) && contains(a, x)) &&
          isEmpty(subtract(a, a)) &&
          equals(subtract(a, a), empty)
        );
      }),
    saboteur: sabotaged(() => ({ witness: () => null })),
  },
];

/** What every algebra of sets must do. */
export const setLaws = <S, M>(sets: Sets<S, M>): readonly HeldLaw[] =>
  applied(LAWS)(sets as unknown as AnySets);
