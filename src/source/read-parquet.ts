import { open } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { Problem } from '../problem/problem.js';
import { fromHeader } from '../record/record-format.js';
import { isRecordRow, rowReader } from '../record/row-reader.js';
import type { RecordPiece } from '../record/summary.js';
import { DamagedGzip } from './gunzip.js';
import { readWhole } from './input.js';
import { contentOf, type LogFile } from './log-file.js';

type Hyparquet = typeof import('hyparquet');
type File = import('hyparquet').AsyncBuffer;
type Compressors = import('hyparquet').Compressors;
type Scan = Awaited<ReturnType<Hyparquet['parquetScan']>>;
type RowRange = Scan['ranges'][number];
type Values = Awaited<ReturnType<Scan['readColumn']>>;

const problemOf = (log: LogFile, error: unknown): Problem => ({
  origin: { source: log.source, line: null },
  ...(error instanceof DamagedGzip
    ? { kind: 'damaged-gzip' }
    : { kind: 'damaged-content', container: 'Parquet' }),
  reason: error instanceof Error ? error.message : String(error),
});

const missing = (log: LogFile, ...packages: readonly string[]): RecordPiece => ({
  problem: {
    origin: { source: log.source, line: null },
    kind: 'missing-package',
    container: 'Parquet',
    packages,
  },
});

const areFields = (names: readonly string[]): boolean =>
  fromHeader(names) !== null || isRecordRow(Object.fromEntries(names.map((name) => [name, null])));

/** A table of something else. */
const foreign = (log: LogFile, names: readonly string[]): RecordPiece => ({
  problem: {
    origin: { source: log.source, line: null },
    kind: 'unrecognised-content',
    text: names.join(' ').slice(0, 200),
    looksLike: 'parquet',
  },
});

const loaded = async <Module>(load: () => Promise<Module>): Promise<Module | null> => {
  try {
    return await load();
  } catch {
    return null;
  }
};

/** gzip pages, which AWS writes, need nothing but Node; hyparquet itself knows snappy. */
const nodeCompressors: Compressors = { GZIP: (bytes) => gunzipSync(bytes) };

/**
 * Reads Parquet with hyparquet, which has to be installed beside flowcause. One row group is in memory at a time.
 * AWS publishes files with gzip pages: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
 */
export async function* readParquet(log: LogFile): AsyncGenerator<RecordPiece, void> {
  const hyparquet = await loaded(() => import('hyparquet'));
  if (hyparquet === null) return yield missing(log, 'hyparquet');
  const more = await loaded(() => import('hyparquet-compressors'));
  const compressors = { ...more?.compressors, ...nodeCompressors };
  let file: ClosableFile | null = null;
  try {
    file = await randomAccess(log);
    yield* rowsOf(log, hyparquet, file, compressors);
  } catch (error) {
    const unknown = error instanceof Error && /unsupported compression codec/i.test(error.message);
    yield more === null && unknown
      ? missing(log, 'hyparquet-compressors')
      : { problem: problemOf(log, error) };
  } finally {
    await file?.close();
  }
}

async function* rowsOf(
  log: LogFile,
  hyparquet: Hyparquet,
  file: File,
  compressors: Compressors,
): AsyncGenerator<RecordPiece, void> {
  const rows = rowReader(log.source, log.flowLogId);
  const scan = await hyparquet.parquetScan({ file, compressors });
  const names = hyparquet.parquetSchema(scan.metadata).children.map(({ element }) => element.name);
  if (log.flowLogId === null && !areFields(names)) return yield foreign(log, names);
  let line = 1;
  try {
    for (const group of scan.ranges) {
      const columns = await columnsOf(scan, names, group);
      for (let row = 0; row < group.rowEnd - group.rowStart; row++)
        yield* rows.push(Object.fromEntries(columns.map(([name, values]) => [name, values[row]])), line++);
    }
  } finally {
    yield* rows.end();
  }
}

/**
 * The columns of a row group, one after the other: of several that are read at once and damaged, hyparquet reports one
 * and leaves the rest as unhandled rejections, which end the process.
 */
const columnsOf = async (scan: Scan, names: readonly string[], group: RowRange) => {
  const columns: [string, Values][] = [];
  for (const column of names) {
    const values = await scan.readColumn({ column, ...group });
    const rows = group.rowEnd - group.rowStart;
    if (values.length !== rows) throw new Error(`${column} has ${values.length} of ${rows} values`);
    columns.push([column, values]);
  }
  return columns;
};

type ClosableFile = File & { readonly close: () => Promise<void> };

/** Parquet is read from its end; standard input and what is compressed as a whole have to be taken in whole for that. */
const randomAccess = async (log: LogFile): Promise<ClosableFile> => {
  if (log.once || log.gzip) return inMemory(await readWhole(contentOf(log)));
  const handle = await open(log.source);
  const { size } = await handle.stat();
  return {
    byteLength: size,
    slice: async (start, end = size) => {
      const from = start < 0 ? size + start : start;
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - from));
      await handle.read(bytes, 0, bytes.length, from);
      return bytes.buffer;
    },
    close: () => handle.close(),
  };
};

const inMemory = (bytes: Uint8Array): ClosableFile => {
  const { buffer } = new Uint8Array(bytes);
  return {
    byteLength: buffer.byteLength,
    slice: (start, end) => buffer.slice(start, end),
    close: async () => {},
  };
};
