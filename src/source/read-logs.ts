import type { Problem } from '../problem/problem.js';
import type { RecordFormat } from '../record/record-format.js';
import type { RecordPiece } from '../record/summary.js';
import { textReader } from '../record/text-reader.js';
import { DamagedGzip, gunzip } from './gunzip.js';
import type { LogFile } from './log-file.js';

export type ReadLogsOptions = {
  /** The format of lines without a header: `--log-format`. A header in the file says more and wins. */
  readonly format?: RecordFormat;
  /** Formats that lines without a header may have, such as those of describe-flow-logs; the one that fits is taken. */
  readonly formats?: readonly RecordFormat[];
  /** Is told of the bytes read, as stored, for showing progress. */
  readonly onBytes?: (bytes: number) => void;
};

/**
 * The records of logs, batch after batch, and the problems between them, in the order of the files and their lines.
 * Files are read one after the other and no faster than the batches are taken, so memory stays bounded: one
 * unfinished batch, one unfinished line and a few pieces of the file.
 */
export async function* readLogs(
  logs: readonly LogFile[],
  options: ReadLogsOptions = {},
): AsyncGenerator<RecordPiece, void> {
  for (const log of logs) yield* readLog(log, options);
}

async function* readLog(log: LogFile, options: ReadLogsOptions): AsyncGenerator<RecordPiece, void> {
  const { source, flowLogId } = log;
  const { format, formats = [] } = options;
  const reader = textReader({ source, flowLogId, formats, ...(format && { format }) });
  let damage: Problem | null = null;
  try {
    for await (const bytes of bytesOf(log, options)) yield* reader.push(bytes);
  } catch (error) {
    damage = damageOf(source, reader.line() + 1, error);
  }
  yield* reader.end();
  if (damage !== null) yield { problem: damage };
}

const bytesOf = (log: LogFile, { onBytes }: ReadLogsOptions): AsyncIterable<Uint8Array> => {
  const open = onBytes === undefined ? log.open : () => told(log.open(), onBytes);
  return log.gzip ? gunzip(open, log.once) : open();
};

async function* told(
  bytes: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void> {
  for await (const piece of bytes) {
    onBytes(piece.length);
    yield piece;
  }
}

const damageOf = (source: string, line: number, error: unknown): Problem => {
  if (error instanceof DamagedGzip)
    return { origin: { source, line }, kind: 'damaged-gzip', reason: error.message };
  if (!(error instanceof Error && 'code' in error)) throw error;
  return { origin: { source, line: null }, kind: 'unreadable-path', reason: String(error.code) };
};
