import type { Beyond, Journey, JourneyDoubt } from './journey.js';
import { byKey, listsBy, type Side } from './side.js';
import { type SideTimeline, sideTimeline } from './side-timeline.js';

/** Two sides of one translation. */
export type Match = { readonly inner: Side; readonly outer: Side; readonly joinedBy: Beyond['joinedBy'] };

export type MatchOptions = {
  readonly interval: number | null;
  /** Sides of one key need not be of one translation: nothing but equal counts will do. */
  readonly needsCounts: boolean;
};

type Timelines = { readonly all: SideTimeline; readonly byCounts: ReadonlyMap<string, SideTimeline> };

const timelinesOf = (sides: readonly Side[], interval: number | null): Timelines => ({
  all: sideTimeline(sides, interval),
  byCounts: new Map(
    [...listsBy(sides, ({ counts }) => counts)].map(([counts, some]) => [
      counts,
      sideTimeline(some, interval),
    ]),
  ),
});

/** Joins only what can be nothing else: both sides have no other partner, or no other one of equal counts. */
const matchesAmong = (
  inners: readonly Side[],
  outers: readonly Side[],
  { interval, needsCounts }: MatchOptions,
): readonly Match[] => {
  const [here, there] = [timelinesOf(inners, interval), timelinesOf(outers, interval)];
  return inners.flatMap((inner): readonly Match[] => {
    const isOnly = !needsCounts && there.all.near(inner) === 1;
    const [candidates, rivals] = isOnly
      ? [there.all, here.all]
      : [there.byCounts.get(inner.counts), here.byCounts.get(inner.counts)];
    const outer = candidates?.only(inner) ?? null;
    if (outer === null || outer.journey === inner.journey || rivals?.near(outer) !== 1) return [];
    return [{ inner, outer, joinedBy: isOnly ? 'only-candidate' : 'equal-counts' }];
  });
};

/** The sides that can be nothing but two sides of one translation. */
export const matchesOf = (
  inners: readonly Side[],
  outers: readonly Side[],
  options: MatchOptions,
): readonly Match[] => {
  const outersByKey = byKey(outers);
  return [...byKey(inners)].flatMap(([key, some]) => matchesAmong(some, outersByKey.get(key) ?? [], options));
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
  const timelines = new Map([...byKey(others)].map(([key, some]) => [key, sideTimeline(some, interval)]));
  return sides
    .filter((side) => !joined.has(side.journey))
    .map((side) => ({
      journey: side.journey,
      doubt: {
        kind,
        observationPoint: side.at.observationPoint,
        candidates: timelines.get(side.key)?.near(side) ?? 0,
      },
    }));
};
