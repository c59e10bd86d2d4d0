/** What is shown as a table; columns named in `right` are numbers. */
export type Table = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly right?: readonly number[];
};

/** Aligned columns, two spaces apart. */
export const textTable = ({ head, rows, right = [] }: Table): readonly string[] => {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line);
};

/** What turns the direction of a line or breaks it: U+2028, U+2029, and the marks of bidirectional text. */
const turnsLine = (code: number): boolean =>
  (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);

/** Text of unknown origin without what would move the cursor, turn the line or break it. */
export const printable = (text: string): string =>
  [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 32 || (code > 126 && code < 160) || turnsLine(code) ? '?' : character;
    })
    .join('');

const WIDTH = 80;

/** A paragraph broken at spaces so that no line is wider than 80 columns, its later lines indented under the first. */
export const wrap = (text: string, indent: string, hanging = ''): readonly string[] => {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    const isFirst = line === indent || line === indent + hanging;
    if (!isFirst && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `${indent}${hanging}${word}`;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
};

/** Quoted words and what stands between them. */
const QUOTED = /'[^']*'/g;

/** A shell command broken before its options, so that it can still be pasted as it stands. */
export const wrapCommand = (command: string): readonly string[] => {
  if ((command.match(QUOTED) ?? []).some((word) => word.includes(' --'))) return [command];
  const lines: string[] = [];
  for (const part of command.split(/ (?=--)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length + 9 <= WIDTH)
      lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(last === undefined ? part : `  ${part}`);
  }
  return lines.map((line, i) => (i < lines.length - 1 ? `${line} \\` : line));
};

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** Unix seconds as ISO 8601 in UTC. */
export const time = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
