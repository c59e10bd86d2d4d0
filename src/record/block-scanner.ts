import type { BatchBuilder } from './batch-builder.js';
import type { ColumnBuilder } from './column-builder.js';
import type { Lines } from './line-cutter.js';
import { type LineKernel, lineKernel } from './line-kernel.js';
import { GIVE_UP, refusesHeaders, scan as scanByBytes, scanToken } from './line-scanner.js';

/**
 * As `scan` of the line scanner, by WebAssembly where there is any: block by block the lines are put into its memory,
 * and what it made of them is taken from there. A token it does not know is read by the line scanner, and what that
 * says is remembered for the rest of the batch.
 */
export const scan = (
  builder: BatchBuilder,
  lines: Lines,
  from: number,
  line: number,
  dated: boolean,
): number => {
  const kernel = lineKernel();
  if (kernel === null || dated || !suits(kernel, builder))
    return scanByBytes(builder, lines.bytes, from, lines.to, line, dated);
  if (held.builder !== builder) hold(kernel, builder);
  const firstRow = builder.rows;
  let at = from;
  while (at < lines.to && builder.rows < builder.capacity) {
    if (lines !== held.lines || at < held.from || at >= held.to) load(kernel, lines, at);
    if (held.to === at) break;
    const stopped = scanBlock(kernel, builder, at, line + builder.rows - firstRow);
    if (stopped === at) break;
    at = stopped;
  }
  return at;
};

/** There is one kernel, and it works for one batch at a time; what it holds of lines need not be loaded again. */
const held: { builder: BatchBuilder | null; lines: Lines | null; from: number; to: number } = {
  builder: null,
  lines: null,
  from: 0,
  to: 0,
};

const suits = (kernel: LineKernel, { columns }: BatchBuilder): boolean =>
  columns.length <= kernel.COLUMNS.value && refusesHeaders(columns);

const KINDS = { integer: 0, text: 1, address: 2 };

const hold = (kernel: LineKernel, builder: BatchBuilder): void => {
  kernel.forget();
  builder.columns.forEach(({ kind, least, most }, position) => {
    kernel.describeColumn(position, KINDS[kind], least, most);
  });
  held.builder = builder;
};

/** Puts as many whole lines into the memory of the kernel as it takes; none where the first is longer than that. */
const load = (kernel: LineKernel, lines: Lines, from: number): void => {
  const most = from + kernel.INPUT_SIZE.value;
  held.lines = lines;
  held.from = from;
  held.to = lines.to <= most ? lines.to : lines.bytes.lastIndexOf(LINE_FEED, most - 1) + 1;
  if (held.to < from) held.to = from;
  new Uint8Array(kernel.memory.buffer).set(lines.bytes.subarray(from, held.to), kernel.INPUT.value);
};

const LINE_FEED = 10;

/** Takes lines of the block until its end, or until there is no more room, or one has to be read by text. */
const scanBlock = (kernel: LineKernel, builder: BatchBuilder, from: number, line: number): number => {
  const offset = kernel.INPUT.value - held.from;
  const room = Math.min(kernel.ROWS.value, builder.capacity - builder.rows);
  const end = held.to + offset;
  const columns = builder.columns.length;
  let rows = kernel.scan(from + offset, end, 0, room, columns);
  while (kernel.unknown.value >= 0 && learn(kernel, builder, rows, offset))
    rows = kernel.scan(kernel.stoppedAt.value, end, rows, room, columns);
  take(kernel, builder, rows, line);
  return kernel.stoppedAt.value - offset;
};

/** Tells the kernel what the token stands for that it does not know; false when the line scanner does not know either. */
const learn = (kernel: LineKernel, builder: BatchBuilder, rows: number, offset: number): boolean => {
  const column = builder.columns[kernel.unknown.value] as ColumnBuilder;
  const row = builder.rows + rows;
  const { bytes } = held.lines as Lines;
  if (scanToken(column, bytes, kernel.tokenFrom.value - offset, row) === GIVE_UP) return false;
  return kernel.remember(column.codes[row] as number, column.families[row] ?? 0) !== 0;
};

/** Copies rows from the memory of the kernel to the columns. */
const take = (kernel: LineKernel, builder: BatchBuilder, rows: number, line: number): void => {
  const { buffer } = kernel.memory;
  const first = builder.rows;
  const { value: most } = kernel.ROWS;
  const from = <Numbers>(Type: new (buffer: ArrayBuffer, at: number, size: number) => Numbers, at: number) =>
    new Type(buffer, at, rows);
  builder.columns.forEach((column, position) => {
    const before = position * most;
    if (column.kind === 'integer')
      column.numbers.set(from(Float64Array, kernel.NUMBERS.value + 8 * before), first);
    else column.codes.set(from(Uint32Array, kernel.CODES.value + 4 * before), first);
    if (column.kind === 'address')
      column.families.set(from(Uint8Array, kernel.FAMILIES.value + before), first);
  });
  for (let row = 0; row < rows; row++) builder.lines[first + row] = line + row;
  builder.rows += rows;
};
