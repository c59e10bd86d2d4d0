import type { Problem } from '../problem/problem.js';
import { type RecordBatch, texts } from './record-batch.js';

/** What a reader gives, in the order of the lines; where the lines of several formats take turns, so do their batches. */
export type RecordPiece = { readonly batch: RecordBatch } | { readonly problem: Problem };

/**
 * How many lines were read. `nodata` and `skipdata` are records too: they say what the log does not cover. Headers,
 * comments and blank lines are not counted.
 */
export type RecordSummary = {
  readonly read: number;
  readonly ok: number;
  readonly nodata: number;
  readonly skipdata: number;
  readonly malformed: number;
};

/** The summary of a log of which no line was read. */
export const NOTHING_READ: RecordSummary = { read: 0, ok: 0, nodata: 0, skipdata: 0, malformed: 0 };

const badLines: readonly string[] = [
  'too-few-fields',
  'too-many-fields',
  'bad-field-value',
  'cut-off-line',
  'line-too-long',
  'not-a-record',
];

/** How many lines a problem is about. */
const linesOf = (problem: Problem): number =>
  'lines' in problem ? problem.lines : badLines.includes(problem.kind) ? 1 : 0;

const rowsWith = (batch: RecordBatch, status: string): number => {
  const column = texts(batch, 'log-status');
  const code = column === null ? -1 : column.dictionary.indexOf(status);
  if (column === null || code < 0) return 0;
  let rows = 0;
  for (const other of column.codes) if (other === code) rows++;
  return rows;
};

/** The summary with one more piece. */
export const count = (summary: RecordSummary, piece: RecordPiece): RecordSummary => {
  if ('problem' in piece) {
    const lines = linesOf(piece.problem);
    return { ...summary, read: summary.read + lines, malformed: summary.malformed + lines };
  }
  const { batch } = piece;
  const nodata = rowsWith(batch, 'NODATA');
  const skipdata = rowsWith(batch, 'SKIPDATA');
  return {
    read: summary.read + batch.length,
    ok: summary.ok + batch.length - nodata - skipdata,
    nodata: summary.nodata + nodata,
    skipdata: summary.skipdata + skipdata,
    malformed: summary.malformed,
  };
};
