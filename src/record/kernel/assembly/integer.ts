import { DASH, endsToken, GIVE_UP, nonDigits, ZERO } from './bytes';
import { Column } from './layout';

/** The number that eight digits spell; zero bytes before them count as zeros. */
function numberOf(eight: u64): u64 {
  const pairs = (((eight & 0x0f0f0f0f0f0f0f0f) * 2561) >> 8) & 0x00ff00ff00ff00ff;
  const fours = ((pairs * 6553601) >> 16) & 0x0000ffff0000ffff;
  return (fours * 42949672960001) >> 32;
}

const TENS = memory.data<u64>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000]);

/** A whole number of up to 15 digits, spelled without zeros before it, or `-`. */
export function scanInteger(column: Column, from: usize, row: usize): usize {
  let at = from;
  let value: u64 = 0;
  let eight = load<u64>(at);
  let others = nonDigits(eight);
  if (others === 0) {
    value = numberOf(eight);
    at += 8;
    eight = load<u64>(at);
    others = nonDigits(eight);
    if (others === 0) return GIVE_UP;
  }
  const digits = ctz(others) >> 3;
  const rest = (eight << (56 - (digits << 3))) << 8;
  value = value * load<u64>(TENS + ((<usize>digits) << 3)) + numberOf(rest);
  at += <usize>digits;
  if (at === from || !endsToken(load<u8>(at))) return scanNone(column, from, row);
  if (load<u8>(from) === ZERO && at - from > 1) return GIVE_UP;
  if (value < column.least || value > column.most) return GIVE_UP;
  store<f64>(column.numbers + (row << 3), <f64>(<i64>value));
  return at;
}

function scanNone(column: Column, from: usize, row: usize): usize {
  if (load<u8>(from) !== DASH || !endsToken(load<u8>(from, 1))) return GIVE_UP;
  store<f64>(column.numbers + (row << 3), -1);
  return from + 1;
}
