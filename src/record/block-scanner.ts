import type { BatchBuilder } from './batch-builder.js';
import type { ColumnBuilder } from './column-builder.js';
import { type LineKernel, lineKernel } from './kernel/line-kernel.js';
import type { Lines } from './line-cutter.js';
import { GIVE_UP, refusesHeaders, scan as scanByBytes, scanToken } from './line-scanner.js';

/**
 * As `scan` of the line scanner, by WebAssembly where there is any: lines are put into its memory block by block, and
 * the rows it made of them are taken from there. A token that it does not know is read by the line scanner; what that
 * says is remembered for the rest of the batch.
 */
export const scan = (
  builder: BatchBuilder,
  lines: Lines,
  from: number,
  line: number,
  dated: boolean,
): number => {
  const kernel = dated || !refusesHeaders(builder.columns) ? null : lineKernel();
  if (kernel === null || builder.columns.length > kernel.COLUMNS.value)
    return scanByBytes(builder, lines.bytes, from, lines.to, line, dated);
  if (held.builder?.deref() !== builder) describe(kernel, builder);
  const firstRow = builder.rows;
  let at = from;
  while (at < lines.to && builder.rows < builder.capacity) {
    if (held.lines?.deref() !== lines || at < held.from || at >= held.to) load(kernel, lines, at);
    const stopped = scanBlock(kernel, builder, lines.bytes, at, line + builder.rows - firstRow);
    if (stopped === at) break;
    at = stopped;
  }
  return at;
};

/**
 * There is one kernel. It works for one batch at a time, and holds a block of these lines; to know that they are still
 * the same must not keep them alive.
 */
const held: {
  builder: WeakRef<BatchBuilder> | null;
  lines: WeakRef<Lines> | null;
  from: number;
  to: number;
} = { builder: null, lines: null, from: 0, to: 0 };

const KINDS = { integer: 0, text: 1, address: 2 };

const describe = (kernel: LineKernel, builder: BatchBuilder): void => {
  kernel.forget();
  for (const [position, { kind, least, most }] of builder.columns.entries())
    kernel.describeColumn(position, KINDS[kind], least, most);
  held.builder = new WeakRef(builder);
};

/** Puts as many whole lines into the memory of the kernel as it takes; none where the first is longer than that. */
const load = (kernel: LineKernel, lines: Lines, from: number): void => {
  const { bytes } = lines;
  const most = from + kernel.INPUT_SIZE.value;
  const to = lines.to <= most ? lines.to : bytes.lastIndexOf(LINE_FEED, most - 1) + 1;
  held.lines = new WeakRef(lines);
  held.from = from;
  held.to = Math.max(from, to);
  new Uint8Array(kernel.memory.buffer).set(bytes.subarray(from, held.to), kernel.INPUT.value);
};

const LINE_FEED = 10;

/** Takes lines of the block until its end, or until there is no more room, or one has to be read by text. */
const scanBlock = (
  kernel: LineKernel,
  builder: BatchBuilder,
  bytes: Uint8Array,
  from: number,
  line: number,
): number => {
  const offset = kernel.INPUT.value - held.from;
  const room = Math.min(kernel.ROWS.value, builder.capacity - builder.rows);
  const columns = builder.columns.length;
  let rows = kernel.scan(from + offset, held.to + offset, 0, room, columns);
  while (kernel.unknown.value >= 0) {
    const token = kernel.tokenFrom.value - offset;
    if (
      !learn(
        kernel,
        builder.columns[kernel.unknown.value] as ColumnBuilder,
        bytes,
        token,
        builder.rows + rows,
      )
    )
      break;
    rows = kernel.scan(kernel.stoppedAt.value, held.to + offset, rows, room, columns);
  }
  take(kernel, builder, rows, line);
  return kernel.stoppedAt.value - offset;
};

/** Tells the kernel what a token stands for that it does not know; false when the line has to be read by text. */
const learn = (
  kernel: LineKernel,
  column: ColumnBuilder,
  bytes: Uint8Array,
  token: number,
  row: number,
): boolean =>
  scanToken(column, bytes, token, row) !== GIVE_UP &&
  kernel.remember(column.codes[row] as number, column.families[row] ?? 0) !== 0;

/** Copies rows from the memory of the kernel to those of the builder. */
const take = (kernel: LineKernel, builder: BatchBuilder, rows: number, line: number): void => {
  const first = builder.rows;
  for (const [position, column] of builder.columns.entries())
    takeColumn(kernel, column, position, rows, first);
  for (let row = 0; row < rows; row++) builder.lines[first + row] = line + row;
  builder.rows += rows;
};

const takeColumn = (
  kernel: LineKernel,
  column: ColumnBuilder,
  position: number,
  rows: number,
  first: number,
): void => {
  const { buffer } = kernel.memory;
  const before = position * kernel.ROWS.value;
  if (column.kind === 'integer') {
    column.numbers.set(new Float64Array(buffer, kernel.NUMBERS.value + 8 * before, rows), first);
    return;
  }
  column.codes.set(new Uint32Array(buffer, kernel.CODES.value + 4 * before, rows), first);
  if (column.kind === 'address')
    column.families.set(new Uint8Array(buffer, kernel.FAMILIES.value + before, rows), first);
};
