import { csvReader } from '../record/csv-reader.js';
import { jsonLinesReader } from '../record/json-lines-reader.js';
import { LONGEST_LINE } from '../record/line-cutter.js';
import type { RecordFormat } from '../record/record-format.js';
import type { RecordPiece } from '../record/summary.js';
import { type TextReader, type TextReaderOptions, textReader } from '../record/text-reader.js';
import type { FlowLogId } from '../resource/id.js';
import { brokenOff } from './broken-off.js';
import { DamagedGzip } from './gunzip.js';
import { contentOf, type LogFile } from './log-file.js';
import { readJsonLog } from './read-json-log.js';
import { readParquet } from './read-parquet.js';

/** What is known of the logs before they are read; each may be left out. */
export type ReadLogsOptions = {
  /** The format of lines without a header: `--log-format`. A header in the file says more and wins. */
  readonly format?: RecordFormat;
  /**
   * The formats of flow logs, as describe-flow-logs tells them. A file that is named for one of them has its format, as
   * that never changes; other lines without a header have the one that fits.
   * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
   */
  readonly flowLogFormats?: ReadonlyMap<FlowLogId, RecordFormat>;
  /** Is told of the bytes read, as stored, for showing progress. */
  readonly onBytes?: (bytes: number) => void;
};

/**
 * The records of logs, batch after batch, with the problems met on the way. Files are read one after the other, and no
 * faster than the batches are taken.
 *
 * Memory: reading adds less than 256 MiB to the process, however large a text, CSV, JSON or JSON Lines file is,
 * compressed or not: it keeps one unfinished batch, one unfinished line or element and a few pieces of the file. Of
 * Parquet it keeps one row group, or the whole file where it lies in gzip or comes on standard input.
 */
export async function* readLogs(
  logs: readonly LogFile[],
  options: ReadLogsOptions = {},
): AsyncGenerator<RecordPiece, void> {
  for (const log of logs) yield* readLog(log, options);
}

async function* readLog(log: LogFile, options: ReadLogsOptions): AsyncGenerator<RecordPiece, void> {
  const told = options.onBytes === undefined ? log : { ...log, open: () => tell(log.open(), options) };
  try {
    if (log.container === 'parquet') yield* readParquet(told);
    else if (log.container === 'json') yield* readJsonLog(told, optionsFor(log, options));
    else yield* readLines(told, readers[log.container](optionsFor(log, options)));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const origin = { source: log.source, line: null };
    yield { problem: { origin, kind: 'unreadable-path', reason: String(error.code) } };
  }
}

const readers = {
  text: textReader,
  'tabbed-text': textReader,
  'json-lines': jsonLinesReader,
  csv: csvReader,
};

/** The content of a log in lines: a record of tabbed text has one of its own, which is its position. */
async function* linesOf(log: LogFile): AsyncGenerator<Uint8Array, void> {
  if (log.container !== 'tabbed-text') return yield* contentOf(log);
  for await (const bytes of contentOf(log)) yield bytes.map((byte) => (byte === TAB ? LINE_FEED : byte));
}

const optionsFor = (log: LogFile, { format, flowLogFormats }: ReadLogsOptions): TextReaderOptions => {
  const known = format ?? (log.flowLogId === null ? undefined : flowLogFormats?.get(log.flowLogId));
  return {
    source: log.source,
    flowLogId: log.flowLogId,
    formats: [...(flowLogFormats?.values() ?? [])],
    ...(known && { format: known }),
  };
};

async function* readLines(log: LogFile, reader: TextReader): AsyncGenerator<RecordPiece, void> {
  const unfinished: Unfinished = { line: new Uint8Array() };
  let damage: DamagedGzip | null = null;
  try {
    for await (const bytes of inWholeLines(linesOf(log), unfinished)) yield* reader.push(bytes);
  } catch (error) {
    if (!(error instanceof DamagedGzip)) throw error;
    damage = error;
  }
  yield* reader.end();
  const origin = { source: log.source, line: reader.line() + 1 };
  if (damage !== null) yield* brokenOff(origin, unfinished.line, damage);
}

/** The beginning of a line whose end has not come yet. */
type Unfinished = { line: Uint8Array };

/**
 * Keeps back the end of each piece until its line feed comes, or the regular end. A line at which the data breaks off
 * is never given: the beginning of a number is another number.
 */
async function* inWholeLines(
  bytes: AsyncIterable<Uint8Array>,
  unfinished: Unfinished,
): AsyncGenerator<Uint8Array, void> {
  for await (const piece of bytes) {
    const end = piece.lastIndexOf(LINE_FEED) + 1;
    if (end === 0 && unfinished.line.length <= LONGEST_LINE) {
      unfinished.line = Buffer.concat([unfinished.line, piece]);
      continue;
    }
    yield unfinished.line;
    if (end > 0) yield piece.subarray(0, end);
    unfinished.line = piece.subarray(end);
  }
  yield unfinished.line;
}

const TAB = 9;
const LINE_FEED = 10;

async function* tell(
  bytes: AsyncIterable<Uint8Array>,
  { onBytes }: ReadLogsOptions,
): AsyncGenerator<Uint8Array, void> {
  for await (const piece of bytes) {
    onBytes?.(piece.length);
    yield piece;
  }
}
