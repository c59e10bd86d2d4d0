import { printIpv4, printIpv6 } from '../address/integer-form.js';
import type { IpAddress } from '../address/ip-address.js';
import { type Origin, origin } from '../problem/origin.js';
import type { FlowLogId } from '../resource/id.js';
import type { AddressFieldName, FieldName, IntegerFieldName, TextFieldName } from './field.js';
import type { RecordFormat } from './record-format.js';

/**
 * Up to 64 Ki flow records as columns, all of one format and one source. Rows are counted from 0; `length` is their
 * number, and every array of every column holds exactly that many.
 */
export type RecordBatch = {
  readonly format: RecordFormat;
  /** Where the records were read: a path, or `-` for standard input. */
  readonly source: string;
  /** The flow log that wrote them, when the name of the file tells it. */
  readonly flowLogId: FlowLogId | null;
  readonly length: number;
  /** The line of each row, counted from 1; in a container without lines, the position of the record. */
  readonly lines: Float64Array;
  /** One column per field of the format, in its order. */
  readonly columns: readonly Column[];
  /**
   * What the canonical print of a value would not give back, such as `0443` or `2001:DB8::1`, by
   * row x fields + position. Empty for logs as AWS writes them.
   */
  readonly spellings: ReadonlyMap<number, string>;
};

export type Column = IntegerColumn | TextColumn | AddressColumn;

/** Whole numbers, -1 for `-`. Times are Unix seconds, whatever unit the log used. */
export type IntegerColumn = { readonly kind: 'integer'; readonly values: Float64Array };

/** Text as the log spells it: row `i` holds `dictionary[codes[i]]`. `dictionary[0]` is always `-`. */
export type TextColumn = {
  readonly kind: 'text';
  readonly codes: Uint32Array;
  readonly dictionary: readonly string[];
};

/** `families[i]` says what `values[i]` is. */
export type AddressColumn = {
  readonly kind: 'address';
  /** `NO_ADDRESS`, 4, 6 or `OTHER_ADDRESS`. */
  readonly families: Uint8Array;
  /** An IPv4 address as an integer; otherwise the place in `others`, where equal addresses share one. 0 for `-`. */
  readonly values: Uint32Array;
  /** IPv6 addresses by value, and other text. */
  readonly others: readonly (bigint | string)[];
};

/** The family of `-`. */
export const NO_ADDRESS = 0;
/** The family of the MAC addresses that Elastic Fabric Adapter records carry. */
export const OTHER_ADDRESS = 1;

const column = (batch: RecordBatch, name: string): Column | null =>
  batch.columns[batch.format.fields.indexOf(name)] ?? null;

/** The values of an integer field, -1 for `-`; null when the format lacks it. */
export const integers = (batch: RecordBatch, name: IntegerFieldName): Float64Array | null => {
  const found = column(batch, name);
  return found?.kind === 'integer' ? found.values : null;
};

/** The column of a text field, or of a field that is not in the catalogue; null when the format lacks it. */
export const texts = (batch: RecordBatch, name: TextFieldName | (string & {})): TextColumn | null => {
  const found = column(batch, name);
  return found?.kind === 'text' ? found : null;
};

/** The column of an address field; null when the format lacks it. */
export const addresses = (batch: RecordBatch, name: AddressFieldName): AddressColumn | null => {
  const found = column(batch, name);
  return found?.kind === 'address' ? found : null;
};

export const has = (batch: RecordBatch, name: FieldName): boolean => batch.format.fields.includes(name);

/** The text of a row; null for `-`. */
export const textAt = (column: TextColumn, row: number): string | null => {
  const code = column.codes[row] as number;
  return code === 0 ? null : (column.dictionary[code] as string);
};

/** The address of a row; null for `-` and for an address that is not IP. */
export const addressAt = (column: AddressColumn, row: number): IpAddress | null => {
  const value = column.values[row] as number;
  switch (column.families[row]) {
    case 4:
      return { family: 4, value };
    case 6:
      return { family: 6, value: column.others[value] as bigint };
    default:
      return null;
  }
};

/** The canonical text of an address; `-` where there is none. */
export const printAddressAt = (column: AddressColumn, row: number): string => {
  const value = column.values[row] as number;
  switch (column.families[row]) {
    case NO_ADDRESS:
      return '-';
    case 4:
      return printIpv4(value);
    case 6:
      return printIpv6(column.others[value] as bigint);
    default:
      return column.others[value] as string;
  }
};

export const originAt = (batch: RecordBatch, row: number): Origin => origin(batch.source, batch.lines[row]);

const printValue = (column: Column, row: number): string => {
  switch (column.kind) {
    case 'integer':
      return column.values[row] === -1 ? '-' : String(column.values[row]);
    case 'text':
      return column.dictionary[column.codes[row] as number] as string;
    case 'address':
      return printAddressAt(column, row);
  }
};

/** The text of one field of one row, as the log spelled it. */
export const spellingAt = (batch: RecordBatch, row: number, position: number): string =>
  batch.spellings.get(row * batch.columns.length + position) ??
  printValue(batch.columns[position] as Column, row);

/** The line of a row: byte for byte what was read, but for runs of spaces. */
export const print = (batch: RecordBatch, row: number): string =>
  batch.columns.map((_, position) => spellingAt(batch, row, position)).join(' ');
