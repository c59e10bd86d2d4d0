import type { Problem, RecordProblem } from '../problem/problem.js';
import type { FlowLogId } from '../resource/id.js';
import { isFull, makeRoom } from './batch-builder.js';
import { scan } from './block-scanner.js';
import { chooseFormat, type Inferred } from './infer-format.js';
import { cut, create as cutter, type LineCutter, type Lines, LONGEST_LINE, rest } from './line-cutter.js';
import {
  add,
  create as createBatches,
  flush,
  flushCurrent,
  follow,
  giveUpOn,
  type OpenBatches,
  settle,
  turnTo,
} from './open-batches.js';
import { fromHeader, print, type RecordFormat } from './record-format.js';
import { create as emptySample, look, type Sample, type SampleLine } from './sample.js';
import type { RecordPiece } from './summary.js';
import { appendLine, decode, isComment, quoted, type TextLine, wordsBefore, wordsOf } from './text-line.js';

export type TextReaderOptions = {
  /** The name of the input, for the origin of records and problems. */
  readonly source: string;
  readonly flowLogId?: FlowLogId | null;
  /** The format of lines without a header. A header in the input says more and wins. */
  readonly format?: RecordFormat;
  /** Formats that lines without a header may have, such as those of describe-flow-logs; the one that fits is taken. */
  readonly formats?: readonly RecordFormat[];
};

/**
 * Reads flow log text piece by piece: `push` takes bytes as they come and gives batches and problems in the order of
 * the lines; `end` gives the rest. It keeps one unfinished batch and one unfinished line, whatever the size of the input.
 */
export type TextReader = {
  readonly push: (bytes: Uint8Array) => Generator<RecordPiece, void>;
  readonly end: () => Generator<RecordPiece, void>;
  /** The number of the last line that was read. */
  readonly line: () => number;
};

type State = {
  readonly options: TextReaderOptions;
  readonly cutter: LineCutter;
  readonly batches: OpenBatches;
  /** Lines kept until their format is known, and what is known of them; null once it was decided. */
  undecided: { readonly held: Lines[]; readonly sample: Sample } | null;
  /** Lines that pass by unread, as no format is known: from which line on, why, and how many so far. */
  unread: { readonly line: number; readonly why: Unread; lines: number } | null;
  /** The number of the next line. */
  line: number;
  /** A timestamp stands before each record. */
  dated: boolean;
};

export const textReader = (options: TextReaderOptions): TextReader => {
  const batches = createBatches(options.source, options.flowLogId ?? null);
  const state: State = {
    options,
    cutter: cutter(),
    batches,
    undecided: options.format === undefined ? { held: [], sample: emptySample() } : null,
    unread: null,
    line: 1,
    dated: false,
  };
  if (options.format !== undefined) settle(batches, options.format);
  return {
    *push(bytes) {
      for (const lines of cut(state.cutter, bytes)) yield* take(state, lines);
    },
    *end() {
      const last = rest(state.cutter);
      if (last !== null) yield* take(state, last);
      if (state.undecided !== null) yield* decide(state, state.undecided);
      yield* unreadSoFar(state);
      yield* flush(batches);
    },
    line: () => state.line - 1,
  };
};

function* take(state: State, lines: Lines): Generator<RecordPiece, void> {
  const { undecided } = state;
  if (undecided === null) return yield* read(state, lines);
  const { held, sample } = undecided;
  look(sample, lines);
  // Blank lines and comments need no format, so they are not kept.
  if (sample.lines.length === 0 && !sample.complete) return yield* read(state, lines);
  held.push(lines);
  if (sample.complete) yield* decide(state, undecided);
}

type Undecided = NonNullable<State['undecided']>;

/** Finds the format of the first lines, then reads them. A header that ended the sample counts from its own line on. */
function* decide(state: State, { held, sample }: Undecided): Generator<RecordPiece, void> {
  const [first] = sample.lines;
  if (first !== undefined) {
    const chosen = chooseFormat(sample.lines, state.options.formats);
    if (chosen.kind === 'format') add(state.batches, chosen.format);
    else {
      for (const line of sample.lines) giveUpOn(state.batches, line);
      state.unread = { line: first.number, why: whyUnread(chosen, first), lines: 0 };
    }
  }
  state.undecided = null;
  for (const block of held) yield* read(state, block);
}

type Unread = Extract<RecordProblem, { readonly kind: 'unknown-format' | 'ambiguous-format' }>;

const whyUnread = (chosen: Exclude<Inferred, { kind: 'format' }>, first: SampleLine): Unread => {
  const text = quoted(first.text);
  return chosen.kind === 'ambiguous'
    ? { kind: 'ambiguous-format', formats: chosen.formats.map(print), lines: 0, text }
    : { kind: 'unknown-format', found: first.words.length, lines: 0, text };
};

/** The problem of lines that passed by unread, told once how many they are. */
function* unreadSoFar(state: State): Generator<RecordPiece, void> {
  const { unread } = state;
  state.unread = null;
  if (unread !== null)
    yield { problem: problemAt(state, unread.line, { ...unread.why, lines: unread.lines }) };
}

/** Reads whole lines: as bytes where they are spelled as AWS spells them, by text where not. */
function* read(state: State, lines: Lines): Generator<RecordPiece, void> {
  const { bytes, to } = lines;
  let from = lines.from;
  while (from < to) {
    const builder = state.batches.current;
    if (builder !== null && !lines.tooLong) {
      const rows = builder.rows;
      from = scan(builder, lines, from, state.line, state.dated);
      state.line += builder.rows - rows;
      if (isFull(builder)) {
        yield* flushCurrent(state.batches);
        continue;
      }
      if (builder.rows === builder.capacity) {
        makeRoom(builder);
        continue;
      }
    }
    if (from === to) return;
    const end = bytes.indexOf(LINE_FEED, from);
    yield* readByText(state, bytes.subarray(from, end), lines.tooLong || end - from > LONGEST_LINE);
    from = end + 1;
  }
}

const LINE_FEED = 10;

function* readByText(state: State, bytes: Uint8Array, tooLong: boolean): Generator<RecordPiece, void> {
  const number = state.line++;
  if (tooLong) {
    const text = quoted(decode(bytes.subarray(0, 4096)).text);
    yield { problem: problemAt(state, number, { kind: 'line-too-long', limit: LONGEST_LINE, text }) };
    return;
  }
  const { text, isUtf8 } = decode(bytes);
  const words = wordsOf(text);
  if (words.length === 0 || isComment(words)) return;
  const header = fromHeader(words);
  if (header !== null) {
    yield* unreadSoFar(state);
    return yield* follow(state.batches, header);
  }
  turnTo(state.batches, { number, text, words }, state.options.formats);
  yield* readRecord(state, words, { number, text, isUtf8 });
}

function* readRecord(state: State, words: readonly string[], line: TextLine): Generator<RecordPiece, void> {
  const builder = state.batches.current;
  if (builder === null) {
    if (state.unread !== null) state.unread.lines++;
    return;
  }
  yield* unreadSoFar(state);
  const problem = appendLine(builder, words, line);
  if (problem !== null) yield { problem };
  else state.dated = wordsBefore(words, builder.format.fields.length) === 1;
  if (isFull(builder)) yield* flushCurrent(state.batches);
}

const problemAt = (state: State, line: number, facts: RecordProblem): Problem => ({
  origin: { source: state.options.source, line },
  ...facts,
});
