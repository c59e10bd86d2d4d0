import type { Lines } from './line-cutter.js';
import { fromHeader } from './record-format.js';
import { decode, isComment, wordsOf } from './text-line.js';

/** How many lines are looked at to tell a format. */
const SAMPLE_LINES = 64;
/** How many lines are held for that, when most of them are blank or comments. */
const HELD_LINES = 65_536;

/** A line that may be a record. */
export type SampleLine = {
  readonly number: number;
  readonly text: string;
  readonly words: readonly string[];
};

/** The first lines of an input, up to a header, from which their format is told. */
export type Sample = {
  readonly lines: SampleLine[];
  /** The number of the last line seen. */
  seen: number;
  /** More lines would not be looked at. */
  complete: boolean;
};

export const create = (): Sample => ({ lines: [], seen: 0, complete: false });

/** Looks at lines that follow those seen so far. */
export const look = (sample: Sample, { bytes, from, to, tooLong }: Lines): void => {
  for (let at = from; at < to && !sample.complete; at = bytes.indexOf(10, at) + 1) {
    sample.seen++;
    if (!tooLong) lookAt(sample, decode(bytes.subarray(at, bytes.indexOf(10, at))).text);
    const [first] = sample.lines;
    if (first !== undefined && sample.seen - first.number >= HELD_LINES) sample.complete = true;
  }
};

const lookAt = (sample: Sample, text: string): void => {
  const words = wordsOf(text);
  if (words.length === 0 || isComment(words)) return;
  const isHeader = fromHeader(words) !== null;
  if (!isHeader) sample.lines.push({ number: sample.seen, text, words });
  sample.complete = isHeader || sample.lines.length === SAMPLE_LINES;
};
