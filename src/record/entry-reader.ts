import type { JsonEntry } from './json-entries.js';
import { type RowReader, rowReader } from './row-reader.js';
import type { RecordPiece } from './summary.js';
import { type TextReader, type TextReaderOptions, textReader } from './text-reader.js';

/** Reads the elements of JSON, one after the other: event messages as lines of text, the rest as rows. */
export type EntryReader = {
  /** Entries have the lines 1, 2, 3 ... */
  readonly push: (entry: JsonEntry) => Generator<RecordPiece, void>;
  /** A line that holds no entry and was reported already. */
  readonly skip: () => void;
  /** The line of the last entry. */
  readonly line: () => number;
  readonly end: () => Generator<RecordPiece, void>;
};

const encoder = new TextEncoder();

export const entryReader = (options: TextReaderOptions): EntryReader => {
  const text: TextReader = textReader(options);
  const rows: RowReader = rowReader(options.source, options.flowLogId ?? null);
  let line = 0;
  /** Lines of text in step with the entries: an entry that is no message is a blank line. */
  let pending = '';
  function* flush(): Generator<RecordPiece, void> {
    yield* text.push(encoder.encode(pending));
    pending = '';
  }
  return {
    *push(entry) {
      line++;
      pending += 'message' in entry ? `${entry.message.replaceAll('\n', ' ')}\n` : '\n';
      if ('row' in entry) yield* rows.push(entry.row, line);
      const origin = { source: options.source, line };
      if ('strange' in entry) yield { problem: { origin, kind: 'not-a-record', text: entry.strange } };
      if (pending.length > 65_536) yield* flush();
    },
    skip() {
      line++;
      pending += '\n';
    },
    line: () => line,
    *end() {
      yield* flush();
      yield* text.end();
      yield* rows.end();
    },
  };
};
