import { endsToken, equal, firstBytes, GIVE_UP, separators } from './bytes';
import { BYTES, Column, columnAt, KNOWN, KNOWN_BYTES, KNOWN_SIZE, Known } from './layout';

/** No token is remembered that is longer. */
const LONGEST: usize = 4096;
/** Places of a hash that are tried. */
const TRIED: usize = 8;

let batch: u32 = 1;
let freeBytes: usize = BYTES;

/** The token that is not known: its column, or -1 for none; where it begins and ends; its hash. */
export let unknown: i32 = -1;
export let unknownFrom: usize = 0;
let unknownTo: usize = 0;
let unknownHash: u64 = 0;

/** Forgets every token: another batch begins, whose codes are others. */
export function forget(): void {
  batch++;
  freeBytes = BYTES;
}

/** No token stops what is scanned from here on. */
export function clearUnknown(): void {
  unknown = -1;
}

/** A text, or an address that is not IPv4, by its code. */
export function scanToken(column: Column, from: usize, row: usize): usize {
  const last = column.last;
  const again = from + last.length;
  if (last.batch === batch && equal(from, again, last.bytes) && endsToken(load<u8>(again))) {
    take(column, row, last);
    return again;
  }
  let at = from;
  let hash: u64 = 0;
  let eight = load<u64>(at);
  let ends = separators(eight);
  while (ends === 0) {
    hash = mix(hash, eight);
    at += 8;
    eight = load<u64>(at);
    ends = separators(eight);
  }
  const rest = ctz(ends) >> 3;
  at += <usize>rest;
  hash = mix(hash, firstBytes(eight, rest));
  if (at === from || !endsToken(load<u8>(at))) return GIVE_UP;
  const place = find(column, from, at, hash);
  if (place === 0) return ask(column, from, at, hash);
  column.last = changetype<Known>(place);
  take(column, row, column.last);
  return at;
}

function take(column: Column, row: usize, known: Known): void {
  store<u32>(column.codes + (row << 2), known.code);
  store<u8>(column.families + row, known.family);
}

function ask(column: Column, from: usize, to: usize, hash: u64): usize {
  unknown = <i32>column.position;
  unknownFrom = from;
  unknownTo = to;
  unknownHash = hash;
  return GIVE_UP;
}

function mix(hash: u64, eight: u64): u64 {
  const mixed = (hash ^ eight) * 0x9e3779b97f4a7c15;
  return mixed ^ (mixed >> 32);
}

function placeOf(column: Column, hash: u64, step: usize): usize {
  return column.known + ((<usize>hash + step) & (KNOWN - 1)) * KNOWN_SIZE;
}

function find(column: Column, from: usize, to: usize, hash: u64): usize {
  for (let step: usize = 0; step < TRIED; step++) {
    const place = placeOf(column, hash, step);
    const known = changetype<Known>(place);
    if (known.batch !== batch) return 0;
    if (known.hash === hash && known.length === to - from && equal(from, to, known.bytes)) return place;
  }
  return 0;
}

/** Keeps what the unknown token stands for; false when it is too long for that. */
export function remember(code: u32, family: u32): bool {
  const length = unknownTo - unknownFrom;
  if (length > LONGEST) return false;
  if (freeBytes + length > BYTES + KNOWN_BYTES) forget();
  const known = changetype<Known>(freePlace(columnAt(<usize>unknown)));
  known.hash = unknownHash;
  known.batch = batch;
  known.length = length;
  known.bytes = freeBytes;
  known.code = code;
  known.family = family;
  memory.copy(freeBytes, unknownFrom, length);
  freeBytes += length;
  return true;
}

/** The first free place; where none of those tried is free, the first of them is given up. */
function freePlace(column: Column): usize {
  for (let step: usize = 0; step < TRIED; step++) {
    const place = placeOf(column, unknownHash, step);
    if (changetype<Known>(place).batch !== batch) return place;
  }
  return placeOf(column, unknownHash, 0);
}
