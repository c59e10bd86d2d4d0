import type { Problem } from '../problem/problem.js';
import type { RecordBatch } from './record-batch.js';
import { count, NOTHING_READ, type RecordPiece, type RecordSummary } from './summary.js';
import { type TextReaderOptions, textReader } from './text-reader.js';

/** What a whole text holds. */
export type RecordsRead = {
  readonly batches: readonly RecordBatch[];
  readonly problems: readonly Problem[];
  readonly summary: RecordSummary;
};

/** All pieces together, for inputs that fit in memory. */
export const collect = (pieces: Iterable<RecordPiece>): RecordsRead => {
  const batches: RecordBatch[] = [];
  const problems: Problem[] = [];
  let summary = NOTHING_READ;
  for (const piece of pieces) {
    if ('batch' in piece) batches.push(piece.batch);
    else problems.push(piece.problem);
    summary = count(summary, piece);
  }
  return { batches, problems, summary };
};

/** Reads the text of a flow log, given whole. For files, which may be larger than memory, see `readLogs`. */
export const readText = (text: string | Uint8Array, options: TextReaderOptions): RecordsRead => {
  const reader = textReader(options);
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return collect(
    (function* () {
      yield* reader.push(bytes);
      yield* reader.end();
    })(),
  );
};
