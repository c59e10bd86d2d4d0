import type { RecordBatch } from '../record/record-batch.js';
import type { Conversation } from './conversation.js';
import { type Correlation, correlationOf } from './correlation.js';
import { batchRows } from './engine/batch-rows.js';
import type { Piece } from './engine/cut.js';
import { type CorrelatorOptions, engineOf } from './engine/engine.js';
import { forgetIpv6, horizonOf, sweep } from './engine/eviction.js';
import { noteHealthCheckers } from './engine/health-checkers.js';
import { type Intake, takeRows } from './engine/intake.js';
import type { Point } from './engine/observation-points.js';
import { settle } from './engine/settle.js';
import { unpack } from './engine/unpack.js';

/**
 * A fold over batches: `push` each, then `finish` once. `push` gives the conversations that are over; memory holds only
 * those that are not (all of them when `lateness` is infinite).
 */
export type Correlator = {
  /** With `give`, each is handed over as soon as it is over and none is kept, which is lighter on memory. */
  readonly push: (batch: RecordBatch, give?: (conversation: Conversation) => void) => readonly Conversation[];
  readonly finish: () => Correlation;
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
  const keep = (conversation: Conversation): void => {
    closed.push(conversation);
  };
  let give = keep;
  let sinceSweep = 0;
  const take = (ends: number, piece: Piece): void => {
    give(unpack(open, ends, piece, piece.cutBy ?? 'idle', it.names));
  };
  const onFull = (ends: number, point: Point): void => {
    settle(open, ends, horizonOf(open, point), point.isLong, keepsAll ? null : take);
  };
  const intake: Intake = { ...it.intake, onFull };
  const evict = (): void => {
    sweep(open, points, take);
    if (it.numberings.ipv6.isCrowded()) forgetIpv6(open, points, it.numberings.ipv6);
    sinceSweep = 0;
  };
  return {
    push: (batch, taking = keep) => {
      closed = [];
      give = taking;
      const source = it.numberings.sources.numberOf(batch.source);
      it.flowLogOfSource[source] = it.flowLogs.numberOf(batch.flowLogId);
      noteHealthCheckers(it.healthCheckers, batch);
      takeRows(intake, batchRows(batch, it.numberings));
      sinceSweep += batch.length;
      if (!keepsAll && policy !== 'infinite' && 2 * sinceSweep >= open.table.size) evict();
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
