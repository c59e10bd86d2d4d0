import type { Beyond, Journey, JourneyDoubt } from './journey.js';
import { areNear, byKey, type Side } from './side.js';
import { timeDelta } from './time-delta.js';

/** Two sides of one translation. */
export type Match = { readonly inner: Side; readonly outer: Side; readonly joinedBy: Beyond['joinedBy'] };

export type MatchOptions = {
  readonly interval: number | null;
  /** Sides of one key need not be of one translation: nothing but equal counts will do. */
  readonly needsCounts: boolean;
};

/** Joins only what can be nothing else: both sides have no other partner, or no other one of equal counts. */
const matchesAmong = (
  inners: readonly Side[],
  outers: readonly Side[],
  { interval, needsCounts }: MatchOptions,
): readonly Match[] =>
  inners.flatMap((inner): readonly Match[] => {
    const near = outers.filter((outer) => areNear(inner, outer, interval));
    const isOnly = near.length === 1 && !needsCounts;
    const candidates = isOnly ? near : near.filter(({ counts }) => counts === inner.counts);
    const [outer, ...others] = candidates;
    if (outer === undefined || others.length > 0) return [];
    const rivals = inners.filter(
      (other) =>
        other !== inner && areNear(other, outer, interval) && (isOnly || other.counts === outer.counts),
    );
    if (rivals.length > 0) return [];
    return [{ inner, outer, joinedBy: isOnly ? 'only-candidate' : 'equal-counts' }];
  });

/** The sides that can be nothing but two sides of one translation. */
export const matchesOf = (
  inners: readonly Side[],
  outers: readonly Side[],
  options: MatchOptions,
): readonly Match[] => {
  const outersByKey = byKey(outers);
  return [...byKey(inners)].flatMap(([key, some]) => matchesAmong(some, outersByKey.get(key) ?? [], options));
};

/** How many of a list begin at or before, and how many end before a time. */
const clock = (sides: readonly Side[]) => {
  const starts = Float64Array.from(sides, ({ start }) => start).sort();
  const ends = Float64Array.from(sides, ({ end }) => end).sort();
  return {
    begunBy: (time: number): number => below(starts, time + 1),
    overBefore: (time: number): number => below(ends, time),
  };
};

/** How many numbers of a sorted list are below a bound. */
const below = (sorted: Float64Array, bound: number): number => {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] as number) < bound) from = middle + 1;
    else to = middle;
  }
  return from;
};

export type SideDoubt = { readonly journey: Journey; readonly doubt: JourneyDoubt };

/** Notes of each side that is not joined how many of the others it could belong to, by their time. */
export const doubtsOf = (
  sides: readonly Side[],
  others: readonly Side[],
  joined: ReadonlySet<Journey>,
  kind: JourneyDoubt['kind'],
  interval: number | null,
): readonly SideDoubt[] => {
  const clocks = new Map([...byKey(others)].map(([key, some]) => [key, clock(some)]));
  return sides
    .filter((side) => !joined.has(side.journey))
    .map((side) => {
      const there = clocks.get(side.key);
      const within = timeDelta(side.end - side.start, interval);
      const candidates =
        there === undefined ? 0 : there.begunBy(side.end + within) - there.overBefore(side.start - within);
      return {
        journey: side.journey,
        doubt: { kind, observationPoint: side.at.observationPoint, candidates },
      };
    });
};
