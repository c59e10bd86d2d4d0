import { DOT, endsToken, ZERO } from './bytes';
import { Column } from './layout';
import { scanToken } from './token';

/** An IPv4 address; any other by its code. */
export function scanAddress(column: Column, from: usize, row: usize): usize {
  const bytes = v128.sub<u8>(v128.load(from), i8x16.splat(<u8>ZERO));
  let others = v128.bitmask<u8>(v128.gt<u8>(bytes, i8x16.splat(9)));
  const first = from + ctz(others);
  others &= others - 1;
  const second = from + ctz(others);
  others &= others - 1;
  const third = from + ctz(others);
  others &= others - 1;
  if (others === 0) return scanToken(column, from, row);
  const end = from + ctz(others);
  const a = octet(from, first);
  const b = octet(first + 1, second);
  const c = octet(second + 1, third);
  const d = octet(third + 1, end);
  if ((a | b | c | d) > 255 || !endsToken(load<u8>(end))) return scanToken(column, from, row);
  if (load<u8>(first) !== DOT || load<u8>(second) !== DOT || load<u8>(third) !== DOT)
    return scanToken(column, from, row);
  store<u8>(column.families + row, 4);
  store<u32>(column.codes + (row << 2), (a << 24) | (b << 16) | (c << 8) | d);
  return end;
}

/** The least octet of 0 to 3 digits: none has none, and none begins with a zero. */
const LEAST_OCTET = memory.data<u32>([256, 0, 10, 100]);

/** The octet that the digits spell, or more than 255 when it is none. */
function octet(from: usize, end: usize): u32 {
  const digits = <u32>(end - from);
  if (digits > 3) return 256;
  const four = (load<u32>(from) << (24 - (digits << 3))) << 8;
  const pairs = (((four & 0x0f0f0f0f) * 2561) >> 8) & 0x00ff00ff;
  const value = (pairs * 6553601) >> 16;
  return value < load<u32>(LEAST_OCTET + ((<usize>digits) << 2)) ? 256 : value;
}
