/**
 * When something happened, in a few bars of equal width. `start` is the beginning of the first bar and `width` that of
 * each, in seconds; bars begin at multiples of their width, so the same times give the same bars in any order.
 */
export type Histogram = {
  readonly start: number;
  readonly width: number;
  readonly counts: readonly number[];
};

const MOST_BARS = 24;
const FINEST = 60;

/** Collects times. Bars grow wider, by doubling, as the times spread. */
export const histogram = () => {
  let width = FINEST;
  let counts = new Map<number, number>();
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const widen = (): void => {
    width *= 2;
    const wider = new Map<number, number>();
    for (const [bar, count] of counts) {
      const at = Math.floor(bar / 2);
      wider.set(at, (wider.get(at) ?? 0) + count);
    }
    counts = wider;
    [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
  };
  return {
    add: (seconds: number): void => {
      let bar = Math.floor(seconds / width);
      while (Math.max(last, bar) - Math.min(first, bar) >= MOST_BARS && counts.size > 0) {
        widen();
        bar = Math.floor(seconds / width);
      }
      [first, last] = [Math.min(first, bar), Math.max(last, bar)];
      counts.set(bar, (counts.get(bar) ?? 0) + 1);
    },
    bars: (): Histogram => {
      const bars = counts.size === 0 ? 0 : last - first + 1;
      return {
        start: counts.size === 0 ? 0 : first * width,
        width,
        counts: Array.from({ length: bars }, (_, i) => counts.get(first + i) ?? 0),
      };
    },
  };
};
