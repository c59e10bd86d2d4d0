/**
 * What lies where in the memory of the kernel. The constants of the compiler lie below all of it.
 */

/** The most columns, and the most rows that one call makes. */
export const COLUMNS: usize = 64;
export const ROWS: usize = 1024;
/** The most bytes of lines. */
export const INPUT_SIZE: usize = 0x40000;
/** How many bytes after the last line feed may be loaded with it. */
const SPARE: usize = 64;
/** Tokens that are remembered for each column, and bytes of all of them. */
export const KNOWN: usize = 4096;
export const KNOWN_BYTES: usize = 0x200000;

@unmanaged
export class Column {
  kind: u32;
  position: u32;
  /** Bounds of an integer. */
  least: u64;
  most: u64;
  /** Where its values go: as the arrays of a `ColumnBuilder`. */
  numbers: usize;
  codes: usize;
  families: usize;
  /** A hash table of `KNOWN` places. */
  known: usize;
  /** The token of the last row, which many rows repeat: comparing is cheaper than looking it up. */
  last: Known;
}

/** A token of a column that was met before, and what it stands for, in one batch only. */
@unmanaged
export class Known {
  hash: u64;
  batch: u32;
  length: usize;
  bytes: usize;
  code: u32;
  family: u32;
}

/** What stopped a scan, as four 32-bit numbers; see `scan`. */
export const STOP: usize = 4096;
const FIRST_COLUMN: usize = STOP + 16;
export const COLUMN_SIZE: usize = offsetof<Column>();
export const KNOWN_SIZE: usize = offsetof<Known>();

export const NUMBERS: usize = FIRST_COLUMN + COLUMNS * COLUMN_SIZE;
export const CODES: usize = NUMBERS + COLUMNS * ROWS * 8;
export const FAMILIES: usize = CODES + COLUMNS * ROWS * 4;
export const INPUT: usize = FAMILIES + COLUMNS * ROWS;
const TABLES: usize = INPUT + INPUT_SIZE + SPARE;
export const BYTES: usize = TABLES + COLUMNS * KNOWN * KNOWN_SIZE;

export function columnAt(position: usize): Column {
  return changetype<Column>(FIRST_COLUMN + position * COLUMN_SIZE);
}

export const INTEGER: u32 = 0;
export const TEXT: u32 = 1;

/** Says what a column holds; kinds are 0 for integers, 1 for text, 2 for addresses. */
export function describeColumn(position: u32, kind: u32, least: f64, most: f64): void {
  const column = columnAt(position);
  column.kind = kind;
  column.position = position;
  column.least = <u64>least;
  column.most = <u64>most;
  column.numbers = NUMBERS + position * ROWS * 8;
  column.codes = CODES + position * ROWS * 4;
  column.families = FAMILIES + position * ROWS;
  column.known = TABLES + position * KNOWN * KNOWN_SIZE;
  column.last = changetype<Known>(column.known);
}
