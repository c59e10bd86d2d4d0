import type { Table } from '../words/table.js';
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

/** One row where the table is too wide: the title of each cell before it. */
const stacked = ({ head }: Table, row: readonly string[], indent: string): readonly string[] =>
  wrap(
    head
      .map((title, i) => `${title} ${row[i] ?? ''}`.trim())
      .join('; ')
      .concat('.'),
    indent,
    '  ',
  );

/** A table, indented; its rows one after the other, told in words, where it is wider than 80 columns. */
export const indentedTable = (table: Table, indent: string): readonly string[] => {
  const lines = textTable(table).map((line) => `${indent}${line}`);
  return lines.every(({ length }) => length <= WIDTH)
    ? lines
    : table.rows.flatMap((row) => stacked(table, row, indent));
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
