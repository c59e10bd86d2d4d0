import type { Lines } from './line-cutter.js';
import { fromHeader, type RecordFormat } from './record-format.js';
import { decode, isComment, wordsOf } from './text-line.js';

/** How many lines are looked at to tell a format. */
export const SAMPLE_LINES = 64;

/** A line that may be a record. */
export type SampleLine = {
  readonly number: number;
  readonly text: string;
  readonly words: readonly string[];
};

/** The first lines of an input, from which its format is told. */
export type Sample = {
  readonly header: RecordFormat | null;
  readonly lines: readonly SampleLine[];
  /** More lines would not be looked at. */
  readonly complete: boolean;
};

/** The header, or as many lines as are looked at. */
export const sampleOf = (held: readonly Lines[]): Sample => {
  const lines: SampleLine[] = [];
  let number = 0;
  for (const { bytes, from, to, tooLong } of held)
    for (let at = from; at < to && lines.length < SAMPLE_LINES; at = bytes.indexOf(10, at) + 1) {
      number++;
      if (tooLong) continue;
      const { text } = decode(bytes.subarray(at, bytes.indexOf(10, at)));
      const words = wordsOf(text);
      if (words.length === 0 || isComment(words)) continue;
      const header = fromHeader(words);
      if (header !== null) return { header, lines, complete: true };
      lines.push({ number, text, words });
    }
  return { header: null, lines, complete: lines.length === SAMPLE_LINES };
};
