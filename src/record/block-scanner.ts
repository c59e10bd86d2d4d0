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
  const kernel = dated ? null : kernelFor(builder);
  if (kernel === null) return scanByBytes(builder, lines.bytes, from, lines.to, line, dated);
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
  /** How many tokens of the batch were remembered so far. */
  learnt: number;
} = { builder: null, lines: null, from: 0, to: 0, learnt: 0 };

/** Where more than this and every second row had a token to be learnt, the line scanner alone is faster. */
const OFTEN = 4096;

/** The kernel, ready for the batch; null where it cannot read it, or is slow at it. */
const kernelFor = (builder: BatchBuilder): LineKernel | null => {
  const kernel = refusesHeaders(builder.columns) ? lineKernel() : null;
  if (kernel === null || builder.columns.length > kernel.maxColumns) return null;
  if (held.builder?.deref() !== builder) describe(kernel, builder);
  return held.learnt > OFTEN && 2 * held.learnt > builder.rows ? null : kernel;
};

const KINDS = { integer: 0, text: 1, address: 2 };

const describe = (kernel: LineKernel, builder: BatchBuilder): void => {
  kernel.forget();
  for (const [position, { kind, least, most }] of builder.columns.entries())
    kernel.describeColumn(position, KINDS[kind], least, most);
  held.builder = new WeakRef(builder);
  held.learnt = 0;
};

/** Puts as many whole lines into the memory of the kernel as it takes; none where the first is longer than that. */
const load = ({ input }: LineKernel, lines: Lines, from: number): void => {
  const most = from + input.length;
  const to = lines.to <= most ? lines.to : lines.bytes.lastIndexOf(LINE_FEED, most - 1) + 1;
  held.lines = new WeakRef(lines);
  held.from = from;
  held.to = Math.max(from, to);
  input.set(lines.bytes.subarray(from, held.to));
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
  const { stop } = kernel;
  const to = held.to - held.from;
  const room = Math.min(kernel.maxRows, builder.capacity - builder.rows);
  let rows = kernel.scan(from - held.from, to, 0, room, builder.columns.length);
  for (;;) {
    const stopped = stop[0] as number;
    const token = held.from + (stop[2] as number);
    const column = builder.columns[stop[1] as number];
    if (column === undefined || !learn(kernel, column, bytes, token, builder.rows + rows)) break;
    held.learnt++;
    rows = kernel.scan(stopped, to, rows, room, builder.columns.length);
  }
  take(kernel, builder, rows, line);
  return held.from + (stop[0] as number);
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
  const { columns, lines, rows: first } = builder;
  for (let position = 0; position < columns.length; position++) {
    const column = columns[position] as ColumnBuilder;
    const from = position * kernel.maxRows;
    if (column.kind === 'integer') copy(kernel.numbers, from, rows, column.numbers, first);
    else copy(kernel.codes, from, rows, column.codes, first);
    if (column.kind === 'address') copy(kernel.families, from, rows, column.families, first);
  }
  for (let row = 0; row < rows; row++) lines[first + row] = line + row;
  builder.rows += rows;
};

/** For a few numbers, `set` takes longer than it takes to copy them. */
const FEW = 16;

const copy = <Numbers extends Float64Array | Uint32Array | Uint8Array>(
  source: Numbers,
  from: number,
  count: number,
  target: Numbers,
  at: number,
): void => {
  if (count > FEW) target.set(source.subarray(from, from + count), at);
  else for (let i = 0; i < count; i++) target[at + i] = source[from + i] as number;
};
