import { entryReader } from './entry-reader.js';
import { entryOf } from './json-entries.js';
import { linesOf } from './line-cutter.js';
import type { RecordPiece } from './summary.js';
import { decode, quoted } from './text-line.js';
import type { TextReader, TextReaderOptions } from './text-reader.js';

/** Reads JSON Lines: one record per line, or one event whose message is a record, or what `flowcause records` prints. */
export const jsonLinesReader = (options: TextReaderOptions): TextReader => {
  const entries = entryReader(options);
  const lines = linesOf();
  let number = 0;
  function* read(line: Uint8Array | 'too-long'): Generator<RecordPiece, void> {
    number++;
    const text = line === 'too-long' ? '' : decode(line).text.replace(/^\uFEFF/, '');
    const element = parsed(text);
    if (element !== undefined && !isOwnReport(element)) return yield* entries.push(entryOf(element));
    entries.skip();
    if (element !== undefined || (text.trim() === '' && line !== 'too-long')) return;
    const origin = { source: options.source, line: number };
    yield { problem: { origin, kind: 'not-a-record', text: quoted(text) } };
  }
  return {
    *push(bytes) {
      for (const line of lines.push(bytes)) yield* read(line);
    },
    *end() {
      for (const line of lines.end()) yield* read(line);
      yield* entries.end();
    },
    line: () => number,
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** `flowcause records` reports problems and a summary between and after the records. */
const isOwnReport = (element: unknown): boolean =>
  typeof element === 'object' && element !== null && ('problem' in element || 'summary' in element);
