/** A stretch of time, Unix seconds, both ends included. */
export type Stretch = { readonly start: number; readonly end: number };

/** Stretches in order, none within `tolerance` seconds of the next: what a log covers, however long it is. */
export type Stretches = { readonly tolerance: number; readonly list: Stretch[] };

export const noStretches = (tolerance: number): Stretches => ({ tolerance, list: [] });

const isNear = (a: Stretch, b: Stretch, tolerance: number): boolean =>
  a.start <= b.end + tolerance && b.start <= a.end + tolerance;

/** The place of the first stretch that ends near `start` or later. Logs are nearly in order, so it is mostly the last. */
const placeOf = ({ list, tolerance }: Stretches, start: number): number => {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((list[middle] as Stretch).end + tolerance < start) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Takes in one more window; in place, as there is one for each record. */
export const cover = (stretches: Stretches, window: Stretch): void => {
  const { list, tolerance } = stretches;
  const last = list.at(-1);
  if (last !== undefined && last.start <= window.start && window.end <= last.end) return;
  const first = placeOf(stretches, window.start);
  let after = first;
  let { start, end } = window;
  for (let next = list[after]; next !== undefined && isNear(next, window, tolerance); next = list[++after]) {
    start = Math.min(start, next.start);
    end = Math.max(end, next.end);
  }
  list.splice(first, after - first, { start, end });
};

/** What lies between the stretches. */
export const between = ({ list }: Stretches): readonly Stretch[] =>
  list.slice(1).map(({ start }, i) => ({ start: (list[i] as Stretch).end, end: start }));
