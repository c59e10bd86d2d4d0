import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SetAlgebra } from '../../src/prelude/set-algebra.js';
import { runs } from './runs.js';

/** What every algebra of sets must do, as sentences; `set` and `member` draw from the same few values. */
export const followsTheLawsOfSets = <S, M>(
  algebra: SetAlgebra<S, M>,
  contains: (set: S, member: M) => boolean,
  set: fc.Arbitrary<S>,
  member: fc.Arbitrary<M>,
): void => {
  const { union, intersect, subtract, isSubset, isEmpty, witness, equals, empty } = algebra;
  const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs());

  it('a member of the union is a member of one of the two', () => {
    check(
      fc.property(set, set, member, (a, b, x) => {
        expect(contains(union(a, b), x)).toBe(contains(a, x) || contains(b, x));
      }),
    );
  });

  it('a member of the intersection is a member of both', () => {
    check(
      fc.property(set, set, member, (a, b, x) => {
        expect(contains(intersect(a, b), x)).toBe(contains(a, x) && contains(b, x));
      }),
    );
  });

  it('a member of the difference is a member of the first alone', () => {
    check(
      fc.property(set, set, member, (a, b, x) => {
        expect(contains(subtract(a, b), x)).toBe(contains(a, x) && !contains(b, x));
      }),
    );
  });

  it('equal sets look equal, however they were made', () => {
    check(
      fc.property(set, set, set, (a, b, c) => {
        const one = union(subtract(a, b), intersect(a, b));
        expect(one).toEqual(a);
        expect(equals(one, a)).toBe(true);
        expect(union(union(a, b), c)).toEqual(union(c, union(b, a)));
        expect(intersect(a, union(b, c))).toEqual(union(intersect(a, b), intersect(a, c)));
        expect(subtract(a, union(b, c))).toEqual(subtract(subtract(a, c), b));
      }),
    );
  });

  it('sets are equal only when each is a subset of the other', () => {
    check(
      fc.property(set, set, (a, b) => {
        expect(equals(a, b)).toBe(isSubset(a, b) && isSubset(b, a));
        expect(isSubset(intersect(a, b), a)).toBe(true);
        expect(isSubset(a, union(a, b))).toBe(true);
        expect(isSubset(a, b)).toBe(isEmpty(subtract(a, b)));
      }),
    );
  });

  it('a set has a witness, which is a member, unless it is empty', () => {
    check(
      fc.property(set, (a) => {
        const found = witness(a);
        expect(found === null).toBe(isEmpty(a));
        if (found !== null) expect(contains(a, found)).toBe(true);
        expect(isEmpty(subtract(a, a))).toBe(true);
        expect(equals(subtract(a, a), empty)).toBe(true);
      }),
    );
  });
};
