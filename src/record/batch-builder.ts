import type { FlowLogId } from '../resource/id.js';
import type { ColumnType } from './column-type.js';
import { expectation } from './column-type.js';
import { typeOf } from './field.js';
import { type AddressValue, readAddress, readInteger } from './field-value.js';
import type { Column, RecordBatch } from './record-batch.js';
import type { RecordFormat } from './record-format.js';
import { codeOf, create, sizeOf, type TextDictionary } from './text-dictionary.js';

/** The most rows of one batch. */
export const BATCH_ROWS = 65_536;
const FIRST_ROWS = 256;
/** Bytes of distinct text after which a batch ends early, so that logs of long texts need no more memory than others. */
const BATCH_TEXT = 16_777_216;

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

/** One shape for all kinds of column, so that the scanner stays fast; arrays that a kind does not use are empty. */
export type ColumnBuilder = {
  readonly type: ColumnType;
  readonly kind: ColumnType['kind'];
  /** Bounds of an integer. */
  readonly least: number;
  readonly most: number;
  /** All values are known: a new one is an error. */
  readonly closed: boolean;
  /** Values of a text column, spellings of an address column. */
  readonly dictionary: TextDictionary;
  numbers: Float64Array;
  codes: Uint32Array;
  families: Uint8Array;
  readonly others: (bigint | string)[];
  readonly places: Map<bigint | string, number>;
  /** By code of a spelling: its family and value; `respelled` when the canonical print differs. */
  readonly spelled: { family: number; value: number; respelled: boolean }[];
};

const columnBuilder = (type: ColumnType, capacity: number): ColumnBuilder => ({
  type,
  kind: type.kind,
  least: type.kind === 'integer' ? type.least : 0,
  most: type.kind === 'integer' ? type.most : 0,
  closed: type.kind === 'text' && type.values !== undefined,
  dictionary: create(),
  numbers: new Float64Array(type.kind === 'integer' ? capacity : 0),
  codes: new Uint32Array(type.kind === 'integer' ? 0 : capacity),
  families: new Uint8Array(type.kind === 'address' ? capacity : 0),
  others: [],
  places: new Map(),
  spelled: [{ family: 0, value: 0, respelled: false }],
});

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

/** No more rows belong into the batch, as there are enough of them, or enough of distinct text. */
export const isFull = (builder: BatchBuilder): boolean =>
  builder.rows === BATCH_ROWS || (builder.rows > 0 && textBytes(builder) > BATCH_TEXT);

const textBytes = (builder: BatchBuilder): number =>
  builder.columns.reduce((bytes, { dictionary }) => bytes + sizeOf(dictionary), 0);

/** Makes room for another row. */
export const makeRoom = (builder: BatchBuilder): void => {
  if (builder.rows < builder.capacity) return;
  const capacity = Math.min(BATCH_ROWS, 4 * builder.capacity);
  builder.lines = copied(builder.lines, new Float64Array(capacity));
  for (const column of builder.columns) {
    if (column.kind === 'integer') column.numbers = copied(column.numbers, new Float64Array(capacity));
    else column.codes = copied(column.codes, new Uint32Array(capacity));
    if (column.kind === 'address') column.families = copied(column.families, new Uint8Array(capacity));
  }
  builder.capacity = capacity;
};

const copied = <Numbers extends Float64Array | Uint32Array | Uint8Array>(
  from: Numbers,
  into: Numbers,
): Numbers => {
  into.set(from);
  return into;
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
    const written = write(column, builder.rows, tokens[position] as string, isUtf8);
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

type Written = 'as-spelled' | 'respelled' | 'bad';

const write = (column: ColumnBuilder, row: number, token: string, isUtf8: boolean): Written => {
  const { type } = column;
  switch (type.kind) {
    case 'integer': {
      const read = readInteger(type, token);
      if (read === null) return 'bad';
      column.numbers[row] = read.value;
      return read.spelling === null ? 'as-spelled' : 'respelled';
    }
    case 'text':
      if (!isUtf8 && token.includes('\uFFFD')) return 'bad';
      if (type.values !== undefined && token !== '-' && !type.values.includes(token)) return 'bad';
      column.codes[row] = codeOf(column.dictionary, token);
      return 'as-spelled';
    case 'address':
      return writeAddress(column, row, token);
  }
};

const writeAddress = (column: ColumnBuilder, row: number, token: string): Written => {
  const read = readAddress(token);
  if (read === null) return 'bad';
  const family = read.value.family;
  const value = storedValue(column, read.value);
  column.families[row] = family;
  column.codes[row] = value;
  const respelled = read.spelling !== null;
  if (family === 6 || family === 1)
    column.spelled[codeOf(column.dictionary, token)] = { family, value, respelled };
  return respelled ? 'respelled' : 'as-spelled';
};

const storedValue = (column: ColumnBuilder, address: AddressValue): number => {
  if (address.family === 0) return 0;
  if (address.family === 4) return address.value;
  const known = column.places.get(address.value);
  if (known !== undefined) return known;
  const place = column.others.push(address.value) - 1;
  column.places.set(address.value, place);
  return place;
};

const finishedColumn = (column: ColumnBuilder, rows: number): Column => {
  switch (column.kind) {
    case 'integer':
      return { kind: 'integer', values: column.numbers.subarray(0, rows) };
    case 'text':
      return { kind: 'text', codes: column.codes.subarray(0, rows), dictionary: column.dictionary.strings };
    case 'address':
      return {
        kind: 'address',
        families: column.families.subarray(0, rows),
        values: column.codes.subarray(0, rows),
        others: column.others,
      };
  }
};

/** The batch of the rows so far. The builder must not be used again. */
export const finish = (builder: BatchBuilder): RecordBatch => ({
  format: builder.format,
  source: builder.source,
  flowLogId: builder.flowLogId,
  length: builder.rows,
  lines: builder.lines.subarray(0, builder.rows),
  columns: builder.columns.map((column) => finishedColumn(column, builder.rows)),
  spellings: builder.spellings,
});
