import type { Family, IpAddress } from '../address/ip-address.js';
import { type Origin, origin } from '../problem/origin.js';
import type { UnpairableReason } from '../problem/problem.js';
import { type Coverage, coverageOf, isSeen } from '../record/coverage.js';
import type { Conversation } from './conversation.js';
import { type AcceptedTuples, acceptedTuples } from './engine/accepted-tuples.js';
import type { CorrelatorOptions, Engine } from './engine/engine.js';
import { isAmong } from './engine/health-checkers.js';
import type { IntakeCounts } from './engine/intake.js';
import { ownAddressAt, pointAt } from './engine/observation-points.js';
import { pointOfEnds, reachAt } from './engine/open-conversations.js';
import { bySameEnds } from './engine/same-ends.js';
import { piecesOf } from './engine/settle.js';
import { unpack } from './engine/unpack.js';
import type { FlowEndReason } from './flow-end-reason.js';
import { inOrderOfNames } from './in-order.js';

/** What a log says once its records are paired. Every record is in a conversation or counted in `summary`. */
export type Correlation = {
  /** All conversations that were not given out before, by observation point, ends and time. Built when it is asked for. */
  readonly conversations: readonly Conversation[];
  /** The same, without keeping them: those of the same two ends together, wherever they were recorded. */
  readonly bySameEnds: () => Iterable<readonly Conversation[]>;
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** The address that every record of an observation point shares: its own, as far as the log can tell. */
  readonly ownAddress: (observationPoint: string, family?: Family) => IpAddress | null;
  /** Every record of an observation point names the addresses of the packet: `pkt-srcaddr` and `pkt-dstaddr`. */
  readonly namesPackets: (observationPoint: string) => boolean;
  /** Some record names the address as that of a health checker of Route 53 (`pkt-src-aws-service`, `pkt-dst-aws-service`). */
  readonly isHealthChecker: (address: IpAddress) => boolean;
  readonly summary: CorrelationSummary;
  /** What the flow log was set to, where it is known: the unit of everything about time. */
  readonly maxAggregationInterval: number | null;
} & AcceptedTuples;

/** How many records were read, and why some are in no conversation. */
export type CorrelationSummary = Readonly<Omit<IntakeCounts, 'unpairable' | 'firstUnpairable'>> & {
  readonly unpairable: Readonly<Record<UnpairableReason, number>>;
  /** Where the first record of each reason stands. */
  readonly firstUnpairable: Readonly<Partial<Record<UnpairableReason, Origin>>>;
  /** Records that another flow log had written with equal fields; they are in no conversation. */
  readonly duplicates: number;
  /**
   * Records of packets that another flow log had recorded in other windows, and whose conversation was given out before
   * they came; they are in no conversation. Copies that came in time are counted by their conversation.
   */
  readonly copies: number;
};

/** The conversations still open, as the log leaves them. */
const leftAt = (it: Engine, ends: number): Conversation[] => {
  const { open, points } = it.intake;
  const point = pointAt(points, pointOfEnds(open, ends));
  // A sweep gives away what is that far behind the other points, too.
  const watermark = Math.max(point.watermark, points.latest - reachAt(open, true));
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
      return isSeen(point.seen) ? [[name, coverageOf(name, point.seen)]] : [];
    }),
  );

const summaryOf = ({ intake: { counts, open }, names }: Engine): CorrelationSummary => ({
  ...counts,
  unpairable: { ...counts.unpairable },
  firstUnpairable: Object.fromEntries(
    Object.entries(counts.firstUnpairable).map(([reason, [source, line]]) => [
      reason,
      origin(names.source(source), line),
    ]),
  ),
  duplicates: open.duplicates,
  copies: open.copies,
});

/** What an engine has to say at the end of its input. */
export const correlationOf = (it: Engine, options: CorrelatorOptions): Correlation => {
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
    namesPackets: (name) => {
      const number = names.find(name);
      return number !== null && !pointAt(points, number).isPlain;
    },
    isHealthChecker: (address) => isAmong(it.healthCheckers, address),
    ...acceptedTuples(open, names.find, ipv6),
    get summary() {
      // Of those that are open still, duplicates are found by looking through them.
      if (open.deduplicates && conversations === null)
        for (let ends = 0; ends < open.table.size; ends++) piecesOf(open, ends);
      return summaryOf(it);
    },
    maxAggregationInterval: options.maxAggregationInterval ?? null,
  };
};
