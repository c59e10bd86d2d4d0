/** How long records of one conversation may lie apart, how late they may come, and how long their windows are. */

/**
 * How the time between records is measured:
 * - `relative`: from the latest end so far, so that a conversation lasts as long as records keep coming;
 * - `absolute`: from the end of its first record, so that every conversation is over after one delta;
 * - `infinite`: not at all; only the reuse of ports begins another one.
 */
export type DeltaPolicy = 'relative' | 'absolute' | 'infinite';

/** Every policy, by its name. */
export const DELTA_POLICIES: readonly DeltaPolicy[] = ['relative', 'absolute', 'infinite'];

/** Windows of a minute are seen to run up to 68 s; longer ones are windows of ten minutes. */
const LONGEST_MINUTE = 75;

const isLongWindow = (seconds: number): boolean => seconds > LONGEST_MINUTE;

const SHORT_DELTA = 120;
const LONG_DELTA = 720;
/** No default is longer. */
export const LONGEST_DELTA = LONG_DELTA;
const LONG_WINDOW = 600;

const isLong = (windowSeconds: number, maxAggregationInterval: number | null): boolean =>
  (maxAggregationInterval ?? (isLongWindow(windowSeconds) ? LONG_WINDOW : 60)) > 60;

/**
 * How far apart two records of one conversation may lie, in seconds. AWS gives all records of an interface's window
 * the same times, and a reply can be recorded two windows after its request; so it is two windows wide: 120 s for
 * windows of up to a minute, 720 s for windows of ten. Without a flow log's own `MaxAggregationInterval` the length of
 * the record's window tells which it is.
 */
export const timeDelta = (windowSeconds: number, maxAggregationInterval: number | null): number =>
  isLong(windowSeconds, maxAggregationInterval) ? LONG_DELTA : SHORT_DELTA;

export type TimingOptions = {
  /** Seconds, for all records; by default it follows from each record's aggregation window. */
  readonly timeDelta?: number;
  readonly deltaPolicy?: DeltaPolicy;
  /** Seconds: what the flow log was set to, where it is known. */
  readonly maxAggregationInterval?: number;
  /**
   * Seconds by which a record may come later than others of its observation point and still be paired as if it had come
   * in order; by default as long as the delta. `Infinity` keeps everything until the end, so that no order matters.
   */
  readonly lateness?: number;
};

/** The same, for windows of a minute and of ten minutes. */
export type Timing = {
  readonly policy: DeltaPolicy;
  readonly isLong: (windowSeconds: number) => boolean;
  /** By whether a window is long. */
  readonly delta: (isLong: boolean) => number;
  /** How far before the latest end of its observation point a record may begin and be on time. */
  readonly reach: (isLong: boolean) => number;
  readonly keepsAll: boolean;
};

export const timingOf = (options: TimingOptions): Timing => {
  const interval = options.maxAggregationInterval ?? null;
  const deltas = [0, LONG_WINDOW].map((window) => options.timeDelta ?? timeDelta(window, interval));
  const keepsAll = options.lateness === Number.POSITIVE_INFINITY;
  const given = keepsAll ? undefined : options.lateness;
  const reaches = [LONGEST_MINUTE, LONG_WINDOW].map(
    (window, i) => (given ?? (deltas[i] as number)) + Math.max(window, interval ?? 0),
  );
  return {
    policy: options.deltaPolicy ?? 'relative',
    isLong: isLongWindow,
    delta: (long) => deltas[Number(long)] as number,
    reach: (long) => reaches[Number(long)] as number,
    keepsAll,
  };
};
