/*
 * The loop over the bytes of a log, in AssemblyScript; `npm run build` makes `line-kernel-module.ts` of it. It takes what
 * nearly every line is made of: whole numbers, IPv4 addresses and texts that this batch held before. Whatever else it
 * meets, it stops and leaves to `line-scanner.ts`, which says what is right.
 *
 * The line feed at the end of what is scanned bounds every loop. Up to 16 bytes are loaded at once, so that many
 * bytes after it must be readable.
 */

const SPACE: u32 = 32;
const LINE_FEED: u32 = 10;
const CARRIAGE_RETURN: u32 = 13;
const HASH: u32 = 35;
const DASH: u32 = 45;
const DOT: u32 = 46;
const ZERO: u32 = 48;
/** The first byte of a byte order mark in UTF-8. */
const BYTE_ORDER_MARK: u32 = 0xef;

/** The line has to be read by text. */
const GIVE_UP: usize = 0;

/** The most that one call works on, and what lies where in memory. */
export const COLUMNS: usize = 64;
export const ROWS: usize = 1024;
export const INPUT_SIZE: usize = 0x40000;
const KNOWN: usize = 4096;
const KNOWN_BYTES: usize = 0x200000;
const LONGEST_KNOWN: usize = 4096;

@unmanaged
class Column {
  kind: u32;
  position: usize;
  /** Bounds of an integer. */
  least: u64;
  most: u64;
  /** Where its values go. */
  numbers: usize;
  codes: usize;
  families: usize;
  /** A hash table of `KNOWN` places. */
  known: usize;
}

const INTEGER: u32 = 0;
const TEXT: u32 = 1;

/** A token of a column that was met before, and what it stands for. It belongs to one batch only. */
@unmanaged
class Known {
  hash: u64;
  batch: u32;
  length: usize;
  bytes: usize;
  code: u32;
  family: u32;
  unused: u32;
}

/** The constants of the compiler lie below. */
const FIRST_COLUMN: usize = 4096;
const COLUMN_SIZE: usize = offsetof<Column>();
const KNOWN_SIZE: usize = offsetof<Known>();
export const NUMBERS: usize = FIRST_COLUMN + COLUMNS * COLUMN_SIZE;
export const CODES: usize = NUMBERS + COLUMNS * ROWS * 8;
export const FAMILIES: usize = CODES + COLUMNS * ROWS * 4;
export const INPUT: usize = FAMILIES + COLUMNS * ROWS;
const TABLES: usize = INPUT + INPUT_SIZE + 64;
const BYTES: usize = TABLES + COLUMNS * KNOWN * KNOWN_SIZE;

let batch: u32 = 1;
let freeBytes: usize = BYTES;

/** Where the first line begins that was not taken. */
export let stoppedAt: usize = 0;
/** The column of the token that stopped it, as that is not known; -1 when the line has to be read by text. */
export let unknown: i32 = -1;
/** Where that token begins and ends. */
export let tokenFrom: usize = 0;
export let tokenTo: usize = 0;
let tokenHash: u64 = 0;

function columnAt(position: usize): Column {
  return changetype<Column>(FIRST_COLUMN + position * COLUMN_SIZE);
}

export function describeColumn(position: usize, kind: u32, least: f64, most: f64): void {
  const column = columnAt(position);
  column.kind = kind;
  column.position = position;
  column.least = <u64>least;
  column.most = <u64>most;
  column.numbers = NUMBERS + position * ROWS * 8;
  column.codes = CODES + position * ROWS * 4;
  column.families = FAMILIES + position * ROWS;
  column.known = TABLES + position * KNOWN * KNOWN_SIZE;
}

/** Forgets every token: another batch begins, whose codes are others. */
export function forget(): void {
  batch++;
  freeBytes = BYTES;
}

/** Scans lines from `from` to `to`, the first of them into `row`, and gives the row after the last one taken. */
export function scan(from: usize, to: usize, firstRow: usize, room: usize, columns: usize): usize {
  const end = FIRST_COLUMN + columns * COLUMN_SIZE;
  let start = from;
  let row = firstRow;
  unknown = -1;
  while (start < to && row < room) {
    let at = beginning(start);
    for (let place = FIRST_COLUMN; place < end && at != GIVE_UP; place += COLUMN_SIZE) {
      while (load<u8>(at) == SPACE) at++;
      const column = changetype<Column>(place);
      if (column.kind == INTEGER) at = scanInteger(column, at, row);
      else if (column.kind == TEXT) at = scanToken(column, at, row);
      else at = scanAddress(column, at, row);
    }
    if (at == GIVE_UP) break;
    while (load<u8>(at) == SPACE || load<u8>(at) == CARRIAGE_RETURN) at++;
    if (load<u8>(at) != LINE_FEED) break;
    row++;
    start = at + 1;
  }
  stoppedAt = start;
  return row;
}

/** Where the record begins, unless a comment, a byte order mark or a timestamp may stand there. */
function beginning(from: usize): usize {
  let at = from;
  while (load<u8>(at) == SPACE) at++;
  const byte: u32 = load<u8>(at);
  if (byte == HASH || byte == BYTE_ORDER_MARK) return GIVE_UP;
  return byte - ZERO < 10 && load<u8>(at, 4) == DASH ? GIVE_UP : at;
}

function endsToken(byte: u32): bool {
  return byte == SPACE || byte == LINE_FEED || byte == CARRIAGE_RETURN;
}

/** The highest bit of each byte that is no digit. */
function nonDigits(eight: u64): u64 {
  const digits = eight ^ 0x3030303030303030;
  return (((digits & 0x7f7f7f7f7f7f7f7f) + 0x7676767676767676) | digits) & 0x8080808080808080;
}

/** The number that eight digits spell; 0 bytes before them count as zeros. */
function numberOf(eight: u64): u64 {
  const pairs = ((eight & 0x0f0f0f0f0f0f0f0f) * 2561 >> 8) & 0x00ff00ff00ff00ff;
  const fours = (pairs * 6553601 >> 16) & 0x0000ffff0000ffff;
  return fours * 42949672960001 >> 32;
}

const TENS = memory.data<u64>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000]);

function scanInteger(column: Column, from: usize, row: usize): usize {
  let at = from;
  let value: u64 = 0;
  let eight = load<u64>(at);
  let others = nonDigits(eight);
  if (others == 0) {
    value = numberOf(eight);
    at += 8;
    eight = load<u64>(at);
    others = nonDigits(eight);
    if (others == 0) return GIVE_UP;
  }
  const digits = ctz(others) >> 3;
  value = value * load<u64>(TENS + (<usize>digits << 3)) + numberOf((eight << (56 - (digits << 3))) << 8);
  at += <usize>digits;
  if (!endsToken(load<u8>(at))) return scanNone(column, from, row);
  if (at - from - 1 != 0 && (at == from || load<u8>(from) == ZERO)) return GIVE_UP;
  if (value < column.least || value > column.most) return GIVE_UP;
  store<f64>(column.numbers + (row << 3), <f64>(<i64>value));
  return at;
}

/** `-` */
function scanNone(column: Column, from: usize, row: usize): usize {
  if (load<u8>(from) != DASH || !endsToken(load<u8>(from, 1))) return GIVE_UP;
  store<f64>(column.numbers + (row << 3), -1);
  return from + 1;
}

/** The least octet of 0 to 3 digits. */
const LEAST_OCTET = memory.data<u32>([256, 0, 10, 100]);

/** The octet that ends before `end`, or more than 255 when it is none. */
function octet(from: usize, end: usize): u32 {
  const digits = end - from;
  if (digits > 3) return 256;
  const four = load<u32>(from) << (24 - (<u32>digits << 3)) << 8;
  const pairs = ((four & 0x0f0f0f0f) * 2561 >> 8) & 0x00ff00ff;
  const value = pairs * 6553601 >> 16;
  return value < load<u32>(LEAST_OCTET + (digits << 2)) ? 256 : value;
}

function scanAddress(column: Column, from: usize, row: usize): usize {
  const bytes = v128.sub<u8>(v128.load(from), i8x16.splat(<u8>ZERO));
  let others = v128.bitmask<u8>(v128.gt<u8>(bytes, i8x16.splat(9)));
  const first = from + ctz(others);
  others &= others - 1;
  const second = from + ctz(others);
  others &= others - 1;
  const third = from + ctz(others);
  others &= others - 1;
  if (others == 0) return scanToken(column, from, row);
  const end = from + ctz(others);
  const a = octet(from, first);
  const b = octet(first + 1, second);
  const c = octet(second + 1, third);
  const d = octet(third + 1, end);
  if (
    (a | b | c | d) > 255 ||
    load<u8>(first) != DOT ||
    load<u8>(second) != DOT ||
    load<u8>(third) != DOT ||
    !endsToken(load<u8>(end))
  )
    return scanToken(column, from, row);
  store<u8>(column.families + row, 4);
  store<u32>(column.codes + (row << 2), (a << 24) | (b << 16) | (c << 8) | d);
  return end;
}

/** The highest bit of each byte up to a space; nothing after the first such byte, as subtracting carries over. */
function separators(eight: u64): u64 {
  return (eight - 0x2121212121212121) & ~eight & 0x8080808080808080;
}

/** The first 0 to 7 bytes; 0 stands for the others. */
function firstBytes(eight: u64, count: u64): u64 {
  return eight & ((<u64>1 << (count << 3)) - 1);
}

function mix(hash: u64, eight: u64): u64 {
  const mixed = (hash ^ eight) * 0x9e3779b97f4a7c15;
  return mixed ^ (mixed >> 32);
}

/** A text, or an address that is not IPv4, by its code. */
function scanToken(column: Column, from: usize, row: usize): usize {
  let at = from;
  let hash: u64 = 0;
  let eight = load<u64>(at);
  let ends = separators(eight);
  while (ends == 0) {
    hash = mix(hash, eight);
    at += 8;
    eight = load<u64>(at);
    ends = separators(eight);
  }
  const rest = ctz(ends) >> 3;
  at += <usize>rest;
  hash = mix(hash, firstBytes(eight, rest));
  if (at == from || !endsToken(load<u8>(at))) return GIVE_UP;
  const known = find(column, from, at, hash);
  if (known == 0) {
    unknown = <i32>column.position;
    tokenFrom = from;
    tokenTo = at;
    tokenHash = hash;
    return GIVE_UP;
  }
  store<u32>(column.codes + (row << 2), changetype<Known>(known).code);
  store<u8>(column.families + row, changetype<Known>(known).family);
  return at;
}

/** Places of a hash that are tried. */
const TRIED: usize = 8;

function placeOf(column: Column, hash: u64, step: usize): usize {
  return column.known + ((<usize>hash + step) & (KNOWN - 1)) * KNOWN_SIZE;
}

function find(column: Column, from: usize, to: usize, hash: u64): usize {
  for (let step: usize = 0; step < TRIED; step++) {
    const place = placeOf(column, hash, step);
    const known = changetype<Known>(place);
    if (known.batch != batch) return 0;
    if (known.hash == hash && known.length == to - from && equal(from, to, known.bytes)) return place;
  }
  return 0;
}

function equal(from: usize, to: usize, bytes: usize): bool {
  let at = from;
  let other = bytes;
  for (; to - at > 7; at += 8, other += 8) if (load<u64>(at) != load<u64>(other)) return false;
  return firstBytes(load<u64>(at) ^ load<u64>(other), to - at) == 0;
}

/** Keeps what the token stands for that stopped the scan; false when it is too long for that. */
export function remember(code: u32, family: u32): bool {
  const length = tokenTo - tokenFrom;
  if (length > LONGEST_KNOWN) return false;
  if (freeBytes + length > BYTES + KNOWN_BYTES) forget();
  const known = changetype<Known>(freePlace(columnAt(<usize>unknown)));
  known.hash = tokenHash;
  known.batch = batch;
  known.length = length;
  known.bytes = freeBytes;
  known.code = code;
  known.family = family;
  memory.copy(freeBytes, tokenFrom, length);
  freeBytes += length;
  return true;
}

/** The first free place; where none is left, the first of them all is given up. */
function freePlace(column: Column): usize {
  for (let step: usize = 0; step < TRIED; step++) {
    const place = placeOf(column, tokenHash, step);
    if (changetype<Known>(place).batch != batch) return place;
  }
  return placeOf(column, tokenHash, 0);
}
