import type { Chance } from '../chance.js';

/** An aggregation interval of one interface. What falls between `from` and `to` belongs to it. */
export type Window = {
  readonly from: number;
  readonly to: number;
  /** Unix seconds as its records show them: windows of one interface overlap a little, and run over. */
  readonly start: number;
  readonly end: number;
};

/** Seconds a window lasts. Interfaces on Nitro instances write a minute or less whatever the flow log is set to. */
const lengths = (interval: 60 | 600, isNitro: boolean): readonly [number, number] =>
  interval === 600 && !isNitro ? [300, 600] : [28, 60];

/**
 * The windows of one interface in one flow log, one after the other. Those of real logs begin anywhere, are up to 68
 * seconds long where 60 are set, and share some seconds with their neighbours.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const windows = (
  chance: Chance,
  span: { readonly from: number; readonly to: number },
  interval: 60 | 600,
): readonly Window[] => {
  const [least, most] = lengths(interval, chance.happens(0.7));
  const found: Window[] = [];
  for (let from = span.from; from < span.to; ) {
    const to = from + chance.integer(least, most);
    const start = Math.floor(from) - chance.integer(0, 2);
    found.push({ from, to, start, end: Math.floor(to) + chance.pick([0, 0, 1, 3, 8]) });
    from = to;
  }
  return found;
};
