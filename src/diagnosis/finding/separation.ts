import type { Group } from '../../conversation/group.js';

/** What tells the conversations that failed from those of the same service that went well. */
export type Separation =
  /** Unix seconds, from the first to the last of each. */
  | { readonly dimension: 'time'; readonly bad: Span; readonly good: Span }
  /** The initiator's ports: to these the replies go. */
  | { readonly dimension: 'source-port'; readonly bad: Span; readonly good: Span }
  | {
      readonly dimension: 'interface' | 'availability-zone' | 'initiator' | 'family' | 'target';
      readonly bad: readonly string[];
      readonly good: readonly string[];
    };

export type Span = readonly [from: number, to: number];

/** Fewer conversations than these fall apart by chance. */
const FEWEST = 6;

const spanOf = (numbers: readonly number[]): Span =>
  numbers.reduce<Span>(
    ([from, to], n) => [Math.min(from, n), Math.max(to, n)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );

const areApart = ([a, b]: Span, [c, d]: Span): boolean => b < c || d < a;

type Named = Extract<Separation, { readonly bad: readonly string[] }>['dimension'];

/** The values of a dimension, where no value is on both sides. */
export const byValue = (
  dimension: Named,
  bad: readonly Group[],
  good: readonly Group[],
  valuesOf: (group: Group) => readonly string[],
): readonly Separation[] => {
  const [its, others] = [bad, good].map((groups) => [...new Set(groups.flatMap(valuesOf))].sort());
  if (its === undefined || others === undefined || its.length === 0 || others.length === 0) return [];
  return its.some((value) => others.includes(value)) ? [] : [{ dimension, bad: its, good: others }];
};

const count = (groups: readonly Group[]): number =>
  groups.reduce((sum, { conversations }) => sum + conversations, 0);

/** They happened one after the other, and not among each other. */
export const byTime = (bad: readonly Group[], good: readonly Group[]): readonly Separation[] => {
  const [its, others] = [bad, good].map((groups) =>
    spanOf(groups.flatMap(({ firstSeen, lastSeen }) => [firstSeen, lastSeen])),
  ) as [Span, Span];
  return areApart(its, others) ? [{ dimension: 'time', bad: its, good: others }] : [];
};

/** They used ports that lie apart, and enough of them that it is no chance. */
export const bySourcePort = (bad: readonly Group[], good: readonly Group[]): readonly Separation[] => {
  const [its, others] = [bad, good].map((groups) =>
    spanOf(groups.flatMap(({ sourcePorts }) => sourcePorts)),
  ) as [Span, Span];
  if (its[0] > its[1] || others[0] > others[1]) return [];
  const enough = count(bad) + count(good) >= FEWEST && Math.min(count(bad), count(good)) > 1;
  return enough && areApart(its, others) ? [{ dimension: 'source-port', bad: its, good: others }] : [];
};
