import type { RecordProblem } from '../problem/problem.js';
import { type EntryReader, entryReader } from './entry-reader.js';
import { fieldNamed } from './field.js';
import { entryOf, isRecord } from './json-entries.js';
import { LONGEST_LINE, linesOf } from './line-cutter.js';
import { fieldNameFrom } from './record-format.js';
import type { RecordPiece } from './summary.js';
import { decode, quoted } from './text-line.js';
import type { TextReader, TextReaderOptions } from './text-reader.js';

/** A cell, quoted (RFC 4180) or not, perhaps with spaces around. Quotes in the wrong place are text. */
const cell = /(?: *"((?:[^"]|"")*)" *|([^,]*))(,|$)/y;

/** The cells of a row without its line end. */
export const cellsOf = (row: string): readonly string[] => {
  const cells: string[] = [];
  cell.lastIndex = 0;
  for (let match = cell.exec(row); match !== null; match = cell.exec(row)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2]?.trim() ?? '');
    if (match[3] === '') break;
  }
  return cells;
};

/** Is this the first row of a table of records: does it name fields, or the `@message` of CloudWatch Logs Insights? */
export const isCsvHeader = (row: string): boolean => {
  const cells = cellsOf(row);
  const entry = entryOf(Object.fromEntries(cells.map((name) => [name, ''])));
  const isTable = cells.length > 1 || row.startsWith('"');
  return cells.includes('@message') || (isTable && ('message' in entry || isRecord(entry)));
};

/** Such a row between records begins another table: files were put together. */
const isHeaderAgain = (header: readonly string[], [first = '']: readonly string[], row: string): boolean =>
  (header.includes(first) || fieldNamed(fieldNameFrom(first)) !== null) && isCsvHeader(row);

type State = {
  readonly source: string;
  readonly entries: EntryReader;
  header: readonly string[] | null;
  line: number;
};

/**
 * Reads CSV with a header, as Athena stores the results of a query and as the CloudWatch console exports them.
 * A row ends where its line ends: no value of a flow log holds a line feed, and a stray quote must not swallow the rows
 * after it.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
 */
export const csvReader = (options: TextReaderOptions): TextReader => {
  const lines = linesOf();
  const entries = entryReader(options);
  const state: State = { source: options.source, entries, header: null, line: 0 };
  return {
    *push(bytes) {
      for (const line of lines.push(bytes)) yield* read(state, line);
    },
    *end() {
      for (const line of lines.end()) yield* read(state, line);
      yield* entries.end();
    },
    line: () => state.line,
  };
};

/** In a table of one column, what looks like a comment may be a value. */
const isComment = (row: string, header: readonly string[] | null): boolean =>
  row.startsWith('#') && header?.length !== 1;

const quotesIn = (text: string): number => text.split('"').length - 1;

function* read(state: State, line: Uint8Array | 'too-long'): Generator<RecordPiece, void> {
  state.line++;
  if (line === 'too-long')
    return yield* refuse(state, { kind: 'line-too-long', limit: LONGEST_LINE, text: '' });
  const row = decode(line).text.replace(/^\uFEFF|\r$/g, '');
  const cells = cellsOf(row);
  const { header } = state;
  if (row.trim() === '' || isComment(row, header)) return state.entries.skip();
  if (header === null || isHeaderAgain(header, cells, row)) {
    state.header = cells;
    return state.entries.skip();
  }
  const text = quoted(row);
  if (quotesIn(row) % 2 === 1) return yield* refuse(state, { kind: 'not-a-record', text });
  if (cells.length !== header.length) {
    const kind = cells.length < header.length ? 'too-few-fields' : 'too-many-fields';
    return yield* refuse(state, { kind, expected: header.length, found: cells.length, text });
  }
  const values = Object.fromEntries(header.map((name, i) => [name, cells[i]]));
  yield* state.entries.push(entryOf(values));
}

/** Passes over a line that holds no record. */
function* refuse(state: State, facts: RecordProblem): Generator<RecordPiece, void> {
  state.entries.skip();
  yield { problem: { origin: { source: state.source, line: state.line }, ...facts } };
}
