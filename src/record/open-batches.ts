import type { FlowLogId } from '../resource/id.js';
import { type BatchBuilder, begin, beginNext, finish } from './batch-builder.js';
import { formatOfLine } from './infer-format.js';
import { equals, type RecordFormat } from './record-format.js';
import type { SampleLine } from './sample.js';
import type { RecordPiece } from './summary.js';
import { recordWords } from './text-line.js';

/**
 * The batches in the making of one input. Most inputs have one format at a time; where no header says so, as in a log
 * group that two flow logs write to, lines of several may take turns, and each format has a batch of its own.
 */
export type OpenBatches = {
  readonly source: string;
  readonly flowLogId: FlowLogId | null;
  /** That of the last line; null while no format is known. */
  current: BatchBuilder | null;
  /** Those of other formats, each with another number of fields. */
  others: BatchBuilder[];
  /** How often lines of so many words fitted no format; null where the format was given, so that none is looked for. */
  misses: Map<number, number> | null;
};

/** Lines of one length that are looked at before such lines are taken for damaged. */
const MOST_MISSES = 64;

export const create = (source: string, flowLogId: FlowLogId | null): OpenBatches => ({
  source,
  flowLogId,
  current: null,
  others: [],
  misses: new Map(),
});

const holds = (builder: BatchBuilder, words: readonly string[]): boolean => {
  const { length } = builder.format.fields;
  return recordWords(words, length).length === length;
};

/** Gives the finished rows of all formats. */
export function* flush(batches: OpenBatches): Generator<RecordPiece, void> {
  for (const builder of [...batches.others, ...(batches.current ? [batches.current] : [])])
    if (builder.rows > 0) yield { batch: finish(builder) };
  batches.others = batches.others.map(beginNext);
  batches.current &&= beginNext(batches.current);
}

/** Gives the finished rows of the current format alone. */
export function* flushCurrent(batches: OpenBatches): Generator<RecordPiece, void> {
  const { current } = batches;
  if (current === null) return;
  batches.current = beginNext(current);
  if (current.rows > 0) yield { batch: finish(current) };
}

/** The lines that come have this format, and no other is looked for. */
export const settle = (batches: OpenBatches, format: RecordFormat): void => {
  batches.misses = null;
  batches.others = [];
  batches.current = begin(format, batches.source, batches.flowLogId);
};

/** Settles on the format that a header names. */
export function* follow(batches: OpenBatches, format: RecordFormat): Generator<RecordPiece, void> {
  if (batches.misses === null && batches.current !== null && equals(batches.current.format, format)) return;
  yield* flush(batches);
  settle(batches, format);
}

/** Makes a format known beside those there are, and turns to it. */
export const add = (batches: OpenBatches, format: RecordFormat): void => {
  if (batches.current !== null) batches.others.push(batches.current);
  batches.current = begin(format, batches.source, batches.flowLogId);
};

/** Lines of as many words are not looked at again. */
export const giveUpOn = ({ misses }: OpenBatches, line: SampleLine): void => {
  misses?.set(line.words.length, MOST_MISSES);
};

/** Makes the batch current that the words of a line fit by their number. */
export const turnTo = (
  batches: OpenBatches,
  line: SampleLine,
  declared: readonly RecordFormat[] | undefined,
): void => {
  const { current, misses } = batches;
  if (misses === null || (current !== null && holds(current, line.words))) return;
  const known = batches.others.findIndex((other) => holds(other, line.words));
  if (known >= 0) {
    [batches.current] = batches.others.splice(known, 1, ...(current ? [current] : [])) as [BatchBuilder];
    return;
  }
  const missed = misses.get(line.words.length) ?? 0;
  if (missed === MOST_MISSES) return;
  const format = formatOfLine(line, declared);
  if (format === null) misses.set(line.words.length, missed + 1);
  else add(batches, format);
};
