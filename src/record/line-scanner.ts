import type { BatchBuilder } from './batch-builder.js';
import { type ColumnBuilder, writeToken } from './column-builder.js';
import { LONGEST_LINE } from './line-cutter.js';
import { add, find, HASH_SEED } from './text-dictionary.js';

const SPACE = 32;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const DASH = 45;
const DOT = 46;
const ZERO = 48;
const HASH = 35;
/** The first byte of a byte order mark in UTF-8. */
const BYTE_ORDER_MARK = 0xef;

/** The token is not spelled as AWS spells it, or is wrong: the line has to be read by text. */
export const GIVE_UP = -1;

/**
 * Reads lines straight from bytes into the columns of a builder, as long as they are spelled the way AWS spells them.
 *
 * Invariants: `bytes[to - 1]` is a line feed, so that no loop needs a bound of its own; a line is taken whole or
 * not at all; what is taken here is what `append` would have made of the line's tokens.
 *
 * Stops at the first line that has to be read by text, at the end of the room in the builder, or at `to`, and gives
 * the place of the first byte not taken. `line` is the number of the first line; `dated` says that a timestamp stands
 * before each record.
 */
export const scan = (
  builder: BatchBuilder,
  bytes: Uint8Array,
  from: number,
  to: number,
  line: number,
  dated: boolean,
): number => {
  const { columns, lines, capacity } = builder;
  if (!refusesHeaders(columns)) return from;
  const firstRow = builder.rows;
  let row = firstRow;
  let start = from;
  while (start < to && row < capacity) {
    let at = dated ? skipTimestamp(bytes, start) : beginning(bytes, start);
    for (let position = 0; position < columns.length && at !== GIVE_UP; position++) {
      while (bytes[at] === SPACE) at++;
      at = scanToken(columns[position] as ColumnBuilder, bytes, at, row);
    }
    if (at === GIVE_UP) break;
    while (bytes[at] === SPACE || bytes[at] === CARRIAGE_RETURN) at++;
    if (bytes[at] !== LINE_FEED || at - start > LONGEST_LINE) break;
    lines[row] = line + row - firstRow;
    row++;
    start = at + 1;
  }
  builder.rows = row;
  return start;
};

/** A header is words, which no column of numbers or addresses takes; where all columns are text, it would pass for a record. */
export const refusesHeaders = (columns: readonly ColumnBuilder[]): boolean =>
  columns.some((column) => column.kind !== 'text');

/** Where the record of a line begins, unless something else may stand there: a comment, a byte order mark, a timestamp. */
const beginning = (bytes: Uint8Array, from: number): number => {
  let at = from;
  while (bytes[at] === SPACE) at++;
  const byte = bytes[at] as number;
  if (byte === HASH || byte === BYTE_ORDER_MARK) return GIVE_UP;
  return beginsWithYear(bytes, at) ? GIVE_UP : at;
};

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= 57;

const beginsWithYear = (bytes: Uint8Array, from: number): boolean => {
  for (let at = from; at < from + 4; at++) if (!isDigit(bytes[at] as number)) return false;
  return bytes[from + 4] === DASH;
};

/** A digit for every 0, as CloudWatch Logs exports it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html */
const timestamp = new TextEncoder().encode('0000-00-00T00:00:00.000Z ');

const skipTimestamp = (bytes: Uint8Array, from: number): number => {
  for (let i = 0; i < timestamp.length; i++) {
    const byte = bytes[from + i] as number;
    const wanted = timestamp[i] as number;
    if (wanted === ZERO ? !isDigit(byte) : byte !== wanted) return GIVE_UP;
  }
  return from + timestamp.length;
};

const endsToken = (byte: number): boolean => byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN;

export const scanToken = (column: ColumnBuilder, bytes: Uint8Array, at: number, row: number): number => {
  switch (column.kind) {
    case 'integer':
      return scanInteger(column, bytes, at, row);
    case 'text':
      return scanText(column, bytes, at, row);
    case 'address':
      return scanAddress(column, bytes, at, row);
  }
};

const scanInteger = (column: ColumnBuilder, bytes: Uint8Array, from: number, row: number): number => {
  let at = from;
  let byte = bytes[at] as number;
  let value = -1;
  if (byte === DASH) byte = bytes[++at] as number;
  else {
    value = 0;
    const zero = byte === ZERO;
    while (byte >= ZERO && byte <= 57) {
      value = value * 10 + (byte - ZERO);
      byte = bytes[++at] as number;
    }
    const digits = at - from;
    if (digits === 0 || digits > 15 || (zero && digits > 1)) return GIVE_UP;
    if (value < column.least || value > column.most) return GIVE_UP;
  }
  if (!endsToken(byte)) return GIVE_UP;
  column.numbers[row] = value;
  return at;
};

const scanText = (column: ColumnBuilder, bytes: Uint8Array, from: number, row: number): number => {
  let at = from;
  let byte = bytes[at] as number;
  let hash = HASH_SEED;
  while (byte > SPACE) {
    hash = Math.imul(hash ^ byte, 0x01000193);
    byte = bytes[++at] as number;
  }
  if (at === from || !endsToken(byte)) return GIVE_UP;
  let code = find(column.dictionary, bytes, from, at, hash >>> 0);
  if (code < 0) {
    if (column.closed) return GIVE_UP;
    code = add(column.dictionary, bytes, from, at, hash >>> 0);
    if (code < 0) return GIVE_UP;
  }
  column.codes[row] = code;
  return at;
};

const scanAddress = (column: ColumnBuilder, bytes: Uint8Array, from: number, row: number): number => {
  let at = from;
  let byte = bytes[at] as number;
  let value = 0;
  for (let dots = 0; ; dots++) {
    const first = at;
    let octet = 0;
    while (byte >= ZERO && byte <= 57) {
      octet = octet * 10 + (byte - ZERO);
      byte = bytes[++at] as number;
    }
    const digits = at - first;
    if (digits === 0 || digits > 3 || octet > 255) break;
    if (digits > 1 && bytes[first] === ZERO) break;
    value = value * 256 + octet;
    if (dots === 3) {
      if (!endsToken(byte)) break;
      column.families[row] = 4;
      column.codes[row] = value;
      return at;
    }
    if (byte !== DOT) break;
    byte = bytes[++at] as number;
  }
  return scanOtherAddress(column, bytes, from, row);
};

/** `-`, or an IPv6 or MAC address. One with a spelling of its own is read by text, which keeps that. */
const scanOtherAddress = (column: ColumnBuilder, bytes: Uint8Array, from: number, row: number): number => {
  let at = from;
  let byte = bytes[at] as number;
  let hash = HASH_SEED;
  while (byte > SPACE) {
    hash = Math.imul(hash ^ byte, 0x01000193);
    byte = bytes[++at] as number;
  }
  if (!endsToken(byte)) return GIVE_UP;
  const known = column.spelled[find(column.dictionary, bytes, from, at, hash >>> 0)];
  if (known === undefined) return scanNewAddress(column, bytes, from, at, row);
  if (known.respelled) return GIVE_UP;
  column.families[row] = known.family;
  column.codes[row] = known.value;
  return at;
};

/** An IPv6 address that names an IPv4 address is the longest. */
const LONGEST_ADDRESS = 45;
const latin1 = new TextDecoder('latin1');

const scanNewAddress = (column: ColumnBuilder, bytes: Uint8Array, from: number, to: number, row: number) => {
  if (to - from > LONGEST_ADDRESS) return GIVE_UP;
  const token = latin1.decode(bytes.subarray(from, to));
  return writeToken(column, row, token, true) === 'as-spelled' ? to : GIVE_UP;
};
