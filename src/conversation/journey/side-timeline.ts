import { timeDelta } from '../time-delta.js';
import type { Side } from './side.js';

/** Sides in order of time, so that those near to another one are counted without a look at each. */
export type SideTimeline = {
  /** How many lie within the time delta of a side: that of the longer of both. */
  readonly near: (side: Side) => number;
  /** The only one of these; null when there are more, or none. */
  readonly only: (side: Side) => Side | null;
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

/** Sides of which all have the same time delta. */
const partOf = (delta: number, sides: readonly Side[]) => {
  const inOrder = [...sides].sort((a, b) => a.start - b.start);
  const starts = Float64Array.from(inOrder, ({ start }) => start);
  const ends = Float64Array.from(inOrder, ({ end }) => end).sort();
  return {
    delta,
    count: (from: number, to: number): number => below(starts, to + 1) - below(ends, from),
    latest: (from: number, to: number): Side | null => {
      for (let i = below(starts, to + 1) - 1; i >= 0; i--)
        if ((inOrder[i] as Side).end >= from) return inOrder[i] as Side;
      return null;
    },
  };
};

export const sideTimeline = (sides: readonly Side[], interval: number | null): SideTimeline => {
  const deltaOf = ({ start, end }: Side): number => timeDelta(end - start, interval);
  const deltas = [...new Set(sides.map(deltaOf))];
  const parts = deltas.map((delta) =>
    partOf(
      delta,
      sides.filter((side) => deltaOf(side) === delta),
    ),
  );
  const around = (side: Side, delta: number): readonly [from: number, to: number] => {
    const within = Math.max(delta, deltaOf(side));
    return [side.start - within, side.end + within];
  };
  const near = (side: Side): number =>
    parts.reduce((sum, { delta, count }) => sum + count(...around(side, delta)), 0);
  return {
    near,
    only: (side) => {
      if (near(side) !== 1) return null;
      const part = parts.find(({ delta, count }) => count(...around(side, delta)) === 1);
      return part?.latest(...around(side, part.delta)) ?? null;
    },
  };
};
