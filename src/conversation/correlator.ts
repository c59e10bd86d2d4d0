import type { Family, IpAddress } from '../address/ip-address.js';
import type { UnpairableReason } from '../problem/problem.js';
import type { RecordBatch } from '../record/record-batch.js';
import { type WasAccepted, wasAccepted } from './accepted-tuples.js';
import { batchRows, type Numberings } from './batch-rows.js';
import { byPlace } from './by-place.js';
import type { Conversation } from './conversation.js';
import type { Coverage } from './coverage.js';
import type { FlowEndReason, Piece } from './cut.js';
import { forgetIpv6, horizonOf, sweep } from './eviction.js';
import { inOrderOfNames } from './in-order.js';
import { type Intake, type IntakeCounts, newEntry, noCounts, takeRows } from './intake.js';
import { ipv6Numbers } from './ipv6-numbers.js';
import { type Numbering, numbering } from './numbering.js';
import { coverageOf, observationPoints, ownAddressAt, type Point, pointAt } from './observation-points.js';
import { openConversations, piecesOf, pointOfEnds, settle } from './open-conversations.js';
import type { OwnsAddress } from './own-address.js';
import { bySameEnds } from './same-ends.js';
import { MOST_REASONS } from './sum-pool.js';
import { type TimingOptions, timingOf } from './time-delta.js';
import { type Names, unpack } from './unpack.js';

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

/** What a log says once its records are paired. Every record is in a conversation or counted in `summary`. */
export type Correlation = {
  /** All conversations that were not given out before, by observation point, ends and time. Built when it is asked for. */
  readonly conversations: readonly Conversation[];
  /** The same, without keeping them: those of the same two ends together, wherever they were recorded. */
  readonly bySameEnds: () => Iterable<readonly Conversation[]>;
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** The address that every record of an observation point shares: its own, as far as the log can tell. */
  readonly ownAddress: (observationPoint: string, family?: Family) => IpAddress | null;
  /** Whether traffic between these two, either way round, was accepted at this observation point at some time. */
  readonly wasAccepted: WasAccepted;
  readonly summary: CorrelationSummary;
  /** What the flow log was set to, where it is known: the unit of everything about time. */
  readonly maxAggregationInterval: number | null;
};

export type CorrelationSummary = Readonly<Omit<IntakeCounts, 'unpairable'>> & {
  readonly unpairable: Readonly<Record<UnpairableReason, number>>;
  /** Records that another flow log had written with equal fields; they are in no conversation. */
  readonly duplicates: number;
};

/**
 * A fold over batches: `push` each, then `finish` once. `push` gives the conversations that are over; memory holds only
 * those that are not (all of them when `lateness` is infinite).
 */
export type Correlator = {
  readonly push: (batch: RecordBatch) => readonly Conversation[];
  readonly finish: () => Correlation;
};

const nothingKnown: OwnsAddress = () => null;

/** What a correlator holds. */
type Engine = {
  readonly intake: Intake;
  readonly numberings: Numberings;
  readonly names: Names;
  readonly flowLogs: Numbering<string | null>;
  /** The number of the flow log that wrote a source. */
  readonly flowLogOfSource: number[];
};

const reasonsTogether =
  ({ numberOf, values }: Numbering<string>) =>
  (a: number, b: number): number => {
    if (a === b || b === 0) return a;
    if (a === 0) return b;
    const all = new Set([...(values[a] as string).split(' '), ...(values[b] as string).split(' ')]);
    return Math.min(numberOf([...all].sort().join(' ')), MOST_REASONS);
  };

const engineOf = (options: CorrelatorOptions): Engine => {
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
  const open = openConversations({
    timing: timingOf(options),
    deduplicates: options.deduplicate ?? true,
    before: byPlace(names.source),
    reasonsTogether: reasonsTogether(numberings.reasons),
    flowLogOf: (source) => flowLogOfSource[source] as number,
  });
  const intake: Intake = {
    open,
    points: observationPoints(),
    counts: noCounts(),
    onFull: () => {},
    entry: newEntry(),
  };
  return { intake, numberings, names, flowLogs: numbering<string | null>(null), flowLogOfSource };
};

/** The conversations still open, as the log leaves them. */
const leftAt = (it: Engine, ends: number): Conversation[] => {
  const { open, points } = it.intake;
  const { watermark } = pointAt(points, pointOfEnds(open, ends));
  return piecesOf(open, ends).map((piece) => {
    const canGoOn = piece.cutBy === null && piece.lastSeen + open.timing.delta(piece.isLong) >= watermark;
    const reason: FlowEndReason = piece.cutBy ?? (canGoOn ? 'endOfInput' : 'idle');
    return unpack(open, ends, piece, reason, it.names);
  });
};

function* leftBySameEnds(it: Engine): Generator<readonly Conversation[], void> {
  for (const places of bySameEnds(it.intake.open.table)) yield places.flatMap((ends) => leftAt(it, ends));
}

const coverageOfAll = ({ intake: { points }, numberings }: Engine): ReadonlyMap<string, Coverage> =>
  new Map(
    points.points.flatMap((point, number): [string, Coverage][] => {
      const name = numberings.points.values[number] as string;
      return point.lastEnd === 0 && point.firstStart === Number.POSITIVE_INFINITY
        ? []
        : [[name, coverageOf(name, point)]];
    }),
  );

const summaryOf = ({ intake: { counts, open } }: Engine): CorrelationSummary => ({
  ...counts,
  unpairable: { ...counts.unpairable },
  duplicates: open.duplicates,
});

const correlationOf = (it: Engine, options: CorrelatorOptions): Correlation => {
  const { open, points } = it.intake;
  const { points: names, ipv6 } = it.numberings;
  let conversations: readonly Conversation[] | null = null;
  return {
    get conversations() {
      conversations ??= inOrderOfNames([...leftBySameEnds(it)].flat());
      return conversations;
    },
    bySameEnds: () => leftBySameEnds(it),
    coverage: coverageOfAll(it),
    ownAddress: (name, family) => {
      const number = names.find(name);
      return number === null ? null : ownAddressAt(pointAt(points, number), family ?? null, ipv6);
    },
    wasAccepted: wasAccepted(open, names.find, ipv6),
    get summary() {
      return summaryOf(it);
    },
    maxAggregationInterval: options.maxAggregationInterval ?? null,
  };
};

/**
 * Pairs records into conversations. Records may come in any order by as much as the `lateness` allows, and those of each
 * observation point in an order of their own.
 */
export const correlator = (options: CorrelatorOptions = {}): Correlator => {
  const it = engineOf(options);
  const { open, points } = it.intake;
  const { keepsAll, policy } = open.timing;
  let closed: Conversation[] = [];
  let sinceSweep = 0;
  const take = (ends: number, piece: Piece): void => {
    closed.push(unpack(open, ends, piece, piece.cutBy ?? 'idle', it.names));
  };
  const onFull = (ends: number, point: Point): void => {
    settle(open, ends, horizonOf(open, point), keepsAll ? null : take);
  };
  const intake: Intake = { ...it.intake, onFull };
  const evict = (): void => {
    sweep(open, points, take);
    if (it.numberings.ipv6.isCrowded()) forgetIpv6(open, points, it.numberings.ipv6);
    sinceSweep = 0;
  };
  return {
    push: (batch) => {
      closed = [];
      const source = it.numberings.sources.numberOf(batch.source);
      it.flowLogOfSource[source] = it.flowLogs.numberOf(batch.flowLogId);
      takeRows(intake, batchRows(batch, it.numberings));
      sinceSweep += batch.length;
      if (!keepsAll && policy !== 'infinite' && sinceSweep >= open.table.size) evict();
      return closed;
    },
    finish: () => correlationOf(it, options),
  };
};

/** All batches at once, in any order: for tests and small logs. */
export const correlate = (batches: Iterable<RecordBatch>, options: CorrelatorOptions = {}): Correlation => {
  const fold = correlator({ lateness: Number.POSITIVE_INFINITY, ...options });
  for (const batch of batches) fold.push(batch);
  return fold.finish();
};
