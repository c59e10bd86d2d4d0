import { mapKey } from '../address/map-key.js';
import type { ColumnType } from './column-type.js';
import { type AddressValue, readAddress, readInteger } from './field-value.js';
import type { Column } from './record-batch.js';
import { codeOf, create, type TextDictionary } from './text-dictionary.js';

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

export const columnBuilder = (type: ColumnType, capacity: number): ColumnBuilder => ({
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

/** Makes room for as many rows. */
export const grow = (column: ColumnBuilder, capacity: number): void => {
  if (column.kind === 'integer') column.numbers = copied(column.numbers, new Float64Array(capacity));
  else column.codes = copied(column.codes, new Uint32Array(capacity));
  if (column.kind === 'address') column.families = copied(column.families, new Uint8Array(capacity));
};

export const copied = <Numbers extends Float64Array | Uint32Array | Uint8Array>(
  from: Numbers,
  into: Numbers,
): Numbers => {
  into.set(from);
  return into;
};

type Written = 'as-spelled' | 'respelled' | 'bad';

/** Writes what a token says into a row. */
export const writeToken = (column: ColumnBuilder, row: number, token: string, isUtf8: boolean): Written => {
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
  const key = address.family === 6 ? mapKey(address.value) : address.value;
  const known = column.places.get(key);
  if (known !== undefined) return known;
  const place = column.others.push(address.value) - 1;
  column.places.set(key, place);
  return place;
};

/** The column of the first `rows` rows. */
export const finishColumn = (column: ColumnBuilder, rows: number): Column => {
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
