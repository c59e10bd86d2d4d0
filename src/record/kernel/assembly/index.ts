/**
 * The loop over the bytes of a log, in AssemblyScript (https://www.assemblyscript.org); `npm run kernel` makes
 * `../module.ts` of it. It takes what nearly every line is made of: whole numbers, IPv4 addresses, and tokens that the
 * batch held before. At anything else it stops and leaves it to `line-scanner.ts`, which says what is right.
 *
 * The line feed that ends the input ends every loop, so that none needs a bound of its own.
 */
import { scanAddress } from './address';
import { BYTE_ORDER_MARK, CARRIAGE_RETURN, DASH, GIVE_UP, HASH, LINE_FEED, nonDigits, SPACE } from './bytes';
import { scanInteger } from './integer';
import { Column, columnAt, INPUT, INTEGER, STOP, TEXT } from './layout';
import { clearUnknown, scanToken, unknown, unknownFrom } from './token';

export { CODES, COLUMNS, describeColumn, FAMILIES, INPUT, INPUT_SIZE, NUMBERS, ROWS, STOP } from './layout';
export { forget, remember } from './token';

/**
 * Scans lines from place `from` to `to` of the input into the rows from `firstRow` on, as long as there is room, and
 * gives the row after the last. `STOP` then says where the first line begins that was not taken; the column of the
 * token that has to be remembered first, or -1 when the line has to be read by text; and where that token begins.
 */
export function scan(from: usize, to: usize, firstRow: usize, room: usize, columns: usize): usize {
  const end = INPUT + to;
  let start = INPUT + from;
  let row = firstRow;
  clearUnknown();
  while (start < end && row < room) {
    let at = beginning(start);
    for (let position: usize = 0; position < columns && at !== GIVE_UP; position++) {
      while (load<u8>(at) === SPACE) at++;
      at = scanField(columnAt(position), at, row);
    }
    if (at === GIVE_UP) break;
    while (load<u8>(at) === SPACE || load<u8>(at) === CARRIAGE_RETURN) at++;
    if (load<u8>(at) !== LINE_FEED) break;
    row++;
    start = at + 1;
  }
  store<u32>(STOP, start - INPUT);
  store<i32>(STOP, unknown, 4);
  store<u32>(STOP, unknownFrom - INPUT, 8);
  return row;
}

function scanField(column: Column, at: usize, row: usize): usize {
  if (column.kind === INTEGER) return scanInteger(column, at, row);
  if (column.kind === TEXT) return scanToken(column, at, row);
  return scanAddress(column, at, row);
}

/** Where the record begins, unless a comment, a byte order mark or a timestamp may stand there. */
function beginning(from: usize): usize {
  let at = from;
  while (load<u8>(at) === SPACE) at++;
  const byte: u32 = load<u8>(at);
  if (byte === HASH || byte === BYTE_ORDER_MARK) return GIVE_UP;
  return <u32>nonDigits(load<u64>(at)) === 0 && load<u8>(at, 4) === DASH ? GIVE_UP : at;
}
