import type { TextColumn } from './record-batch.js';

const UNSEEN = -2;

/** One number per row: that of the text in its column, or `absent`. Each text of a dictionary is numbered once. */
export const numberedRows = (
  column: TextColumn | null,
  length: number,
  absent: number,
  numberOf: (text: string) => number,
): Int32Array => {
  const rows = new Int32Array(length);
  if (column === null) return absent === 0 ? rows : rows.fill(absent);
  const numbers = new Int32Array(column.dictionary.length).fill(UNSEEN);
  numbers[0] = absent;
  const { codes, dictionary } = column;
  for (let row = 0; row < length; row++) {
    const code = codes[row] as number;
    let number = numbers[code] as number;
    // Only texts that rows have are numbered: a dictionary also holds those of lines that turned out bad.
    if (number === UNSEEN) number = numbers[code] = numberOf(dictionary[code] as string);
    rows[row] = number;
  }
  return rows;
};

/** The place of a text in a list, the first for those that are not in it. */
export const among = (values: readonly (string | null)[]) => (text: string) =>
  Math.max(0, values.indexOf(text));
