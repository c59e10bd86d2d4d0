import type { FlowLogId } from '../resource/id.js';
import {
  type ColumnBuilder,
  columnBuilder,
  copied,
  finishColumn,
  grow,
  writeToken,
} from './column-builder.js';
import { expectation } from './column-type.js';
import { typeOf } from './field.js';
import type { RecordBatch } from './record-batch.js';
import type { RecordFormat } from './record-format.js';
import { sizeOf } from './text-dictionary.js';

/** The most rows of one batch. */
export const BATCH_ROWS = 65_536;
const FIRST_ROWS = 256;
/** Bytes of distinct text after which a batch ends early, so that logs of such texts need no more memory than others. */
const BATCH_TEXT = 16_777_216;
/** What a text takes besides its bytes: a string, and its place in tables. */
const PER_TEXT = 64;
/** Unusual spellings after which it ends early, as each is kept as text. */
const BATCH_SPELLINGS = 65_536;

/** A batch in the making. Rows are appended by text or, faster, by the line scanner. */
export type BatchBuilder = {
  readonly format: RecordFormat;
  readonly source: string;
  readonly flowLogId: FlowLogId | null;
  readonly columns: readonly ColumnBuilder[];
  readonly spellings: Map<number, string>;
  lines: Float64Array;
  /** Rows complete. A row in the making lies beyond and is simply written over when its line turns out bad. */
  rows: number;
  /** Rows there is room for. */
  capacity: number;
};

/** An empty builder; `capacity` rows are made room for at once. */
export const begin = (
  format: RecordFormat,
  source: string,
  flowLogId: FlowLogId | null,
  capacity = FIRST_ROWS,
): BatchBuilder => ({
  format,
  source,
  flowLogId,
  columns: format.fields.map((name) => columnBuilder(typeOf(name), capacity)),
  spellings: new Map(),
  lines: new Float64Array(capacity),
  rows: 0,
  capacity,
});

/** The next batch of the same log: as large as the last one grew. */
export const beginNext = (last: BatchBuilder): BatchBuilder =>
  begin(last.format, last.source, last.flowLogId, last.capacity);

/**
 * No more rows belong into the batch, as there are enough of them, or enough of distinct text: that of lines too which
 * turned out bad, so that there may be no row at all.
 */
export const isFull = (builder: BatchBuilder): boolean =>
  builder.rows === BATCH_ROWS || builder.spellings.size > BATCH_SPELLINGS || textBytes(builder) > BATCH_TEXT;

const textBytes = (builder: BatchBuilder): number =>
  builder.columns.reduce(
    (bytes, { dictionary }) => bytes + sizeOf(dictionary) + PER_TEXT * dictionary.strings.length,
    0,
  );

/** Makes room for another row. */
export const makeRoom = (builder: BatchBuilder): void => {
  if (builder.rows < builder.capacity) return;
  const capacity = Math.min(BATCH_ROWS, 4 * builder.capacity);
  builder.lines = copied(builder.lines, new Float64Array(capacity));
  for (const column of builder.columns) grow(column, capacity);
  builder.capacity = capacity;
};

/** A field of a line that could not be read. */
export type BadValue = { readonly field: string; readonly value: string; readonly expected: string };

/**
 * Appends a row of as many tokens as the format has fields; null when it went well. Where the bytes were no UTF-8,
 * U+FFFD stands for the bad ones, and a text that has it is refused.
 */
export const append = (
  builder: BatchBuilder,
  tokens: readonly string[],
  line: number,
  isUtf8 = true,
): BadValue | null => {
  makeRoom(builder);
  const respelled: number[] = [];
  for (let position = 0; position < builder.columns.length; position++) {
    const column = builder.columns[position] as ColumnBuilder;
    const written = writeToken(column, builder.rows, tokens[position] as string, isUtf8);
    if (written === 'bad') return badValue(builder, tokens, position);
    if (written === 'respelled') respelled.push(position);
  }
  for (const position of respelled)
    builder.spellings.set(builder.rows * builder.columns.length + position, tokens[position] as string);
  builder.lines[builder.rows++] = line;
  return null;
};

const badValue = (builder: BatchBuilder, tokens: readonly string[], position: number): BadValue => ({
  field: builder.format.fields[position] as string,
  value: tokens[position] as string,
  expected: expectation((builder.columns[position] as ColumnBuilder).type),
});

/** The batch of the rows so far. The builder must not be used again. */
export const finish = (builder: BatchBuilder): RecordBatch => ({
  format: builder.format,
  source: builder.source,
  flowLogId: builder.flowLogId,
  length: builder.rows,
  lines: builder.lines.subarray(0, builder.rows),
  columns: builder.columns.map((column) => finishColumn(column, builder.rows)),
  spellings: builder.spellings,
});
