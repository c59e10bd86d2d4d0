import { type Numbering, numbering } from '../../prelude/numbering.js';
import { type TimingOptions, timingOf } from '../time-delta.js';
import type { Numberings } from './batch-rows.js';
import { byPlace } from './by-place.js';
import type { HealthCheckers } from './health-checkers.js';
import { type Intake, newEntry, noCounts } from './intake.js';
import { ipv6Numbers } from './ipv6-numbers.js';
import { isCoarseAt, observationPoints, pointAt } from './observation-points.js';
import { openConversations } from './open-conversations.js';
import type { OwnsAddress } from './own-address.js';
import { MOST_REASONS } from './sum-code.js';
import type { Names } from './unpack.js';

/** How records are put together; each has a default that fits a log of which nothing is known. */
export type CorrelatorOptions = TimingOptions & {
  /**
   * Whether an address belongs to an observation point, where that is known: tells who spoke first when ports do not.
   * By default nothing is known.
   */
  readonly ownsAddress?: OwnsAddress;
  /**
   * Counts a record once that two flow logs wrote with equal fields; true by default. It costs memory, so a caller who
   * knows that the log comes from one flow log may set it to false.
   */
  readonly deduplicate?: boolean;
};

const nothingKnown: OwnsAddress = () => null;

/** What a correlator holds. */
export type Engine = {
  readonly intake: Intake;
  readonly numberings: Numberings;
  readonly names: Names;
  readonly flowLogs: Numbering<string | null>;
  /** The number of the flow log that wrote a source. */
  readonly flowLogOfSource: number[];
  readonly healthCheckers: HealthCheckers;
};

const reasonsTogether =
  ({ numberOf, values }: Numbering<string>) =>
  (a: number, b: number): number => {
    if (a === b || b === 0) return a;
    if (a === 0) return b;
    const all = new Set([...(values[a] as string).split(' '), ...(values[b] as string).split(' ')]);
    return Math.min(numberOf([...all].sort().join(' ')), MOST_REASONS);
  };

export const engineOf = (options: CorrelatorOptions): Engine => {
  const numberings: Numberings = {
    points: numbering(),
    sources: numbering(),
    reasons: numbering(''),
    ipv6: ipv6Numbers(),
  };
  const names: Names = {
    point: (number) => numberings.points.values[number] as string,
    source: (number) => numberings.sources.values[number] as string,
    reasons: (number) => numberings.reasons.values[number] as string,
    ipv6: numberings.ipv6.valueOf,
    ownsAddress: options.ownsAddress ?? nothingKnown,
  };
  const flowLogOfSource: number[] = [];
  const flowLogs = numbering<string | null>(null);
  const points = observationPoints();
  const timing = timingOf(options);
  const open = openConversations({
    timing,
    deduplicates: options.deduplicate ?? true,
    before: byPlace(names.source),
    reasonsTogether: reasonsTogether(numberings.reasons),
    flowLogOf: (source) => flowLogOfSource[source] as number,
    haveSeveralLogs: () => (options.deduplicate ?? true) && flowLogs.values.length > 2,
    isFirstLog: (log, other) => (flowLogs.values[log] ?? '') < (flowLogs.values[other] ?? ''),
    mayCome: (point, last) => last >= pointAt(points, point).watermark - timing.reach(true),
    isCoarse: (point, log) => isCoarseAt(pointAt(points, point), log),
  });
  const intake: Intake = {
    open,
    points,
    counts: noCounts(),
    onFull: () => {},
    entry: newEntry(),
    ipv6: names.ipv6,
  };
  return { intake, numberings, names, flowLogs, flowLogOfSource, healthCheckers: new Set() };
};
