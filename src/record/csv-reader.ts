import type { RecordProblem } from '../problem/problem.js';
import { type EntryReader, entryReader } from './entry-reader.js';
import { entryOf, isRecord } from './json-entries.js';
import { linesOf } from './line-cutter.js';
import type { RecordPiece } from './summary.js';
import { decode, quoted } from './text-line.js';
import type { TextReader, TextReaderOptions } from './text-reader.js';

/** A cell, quoted (RFC 4180) or not. Quotes in the wrong place are text. */
const cell = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/y;

/** The cells of a row without its line end. */
export const cellsOf = (row: string): readonly string[] => {
  const cells: string[] = [];
  cell.lastIndex = 0;
  for (let match = cell.exec(row); match !== null; match = cell.exec(row)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') break;
  }
  return cells;
};

/** Is this the first row of a table of records: does it name fields, or the `@message` of CloudWatch Logs Insights? */
export const isCsvHeader = (row: string): boolean => {
  const cells = cellsOf(row);
  const entry = entryOf(Object.fromEntries(cells.map((name) => [name, ''])));
  return cells.includes('@message') || (cells.length > 1 && ('message' in entry || isRecord(entry)));
};

type State = {
  readonly source: string;
  readonly entries: EntryReader;
  header: readonly string[] | null;
  line: number;
  /** A row that goes on in the next line, as a quoted cell holds a line feed. */
  unfinished: string;
};

/**
 * Reads CSV with a header, as Athena stores the results of a query and as the CloudWatch console exports them.
 * https://docs.aws.amazon.com/athena/latest/ug/querying-finding-output-files.html
 */
export const csvReader = (options: TextReaderOptions): TextReader => {
  const lines = linesOf();
  const entries = entryReader(options);
  const state: State = { source: options.source, entries, header: null, line: 0, unfinished: '' };
  return {
    *push(bytes) {
      for (const line of lines.push(bytes)) yield* read(state, line);
    },
    *end() {
      for (const line of lines.end()) yield* read(state, line);
      if (state.unfinished !== '') yield* readRow(state, state.unfinished);
      yield* entries.end();
    },
    line: () => state.line,
  };
};

const LONGEST_ROW = 1_048_576;

const quotesIn = (text: string): number => text.split('"').length - 1;

function* read(state: State, line: Uint8Array | 'too-long'): Generator<RecordPiece, void> {
  state.line++;
  const text = line === 'too-long' ? '' : decode(line).text.replace(/\r$/, '');
  const row = state.unfinished === '' ? text : `${state.unfinished} ${text}`;
  state.unfinished = '';
  if (quotesIn(row) % 2 === 0 || row.length > LONGEST_ROW) return yield* readRow(state, row);
  state.unfinished = row;
  state.entries.skip();
}

function* readRow(state: State, row: string): Generator<RecordPiece, void> {
  const cells = cellsOf(row.replace(/^\uFEFF/, ''));
  const { header } = state;
  if (header !== null && cells.length === header.length && row.trim() !== '') {
    const values = Object.fromEntries(header.map((name, i) => [name, cells[i]]));
    return yield* state.entries.push(entryOf(values));
  }
  state.entries.skip();
  if (row.trim() === '') return;
  if (header === null) {
    state.header = cells;
    return;
  }
  const kind = cells.length < header.length ? 'too-few-fields' : 'too-many-fields';
  const facts: RecordProblem = { kind, expected: header.length, found: cells.length, text: quoted(row) };
  yield { problem: { origin: { source: state.source, line: state.line }, ...facts } };
}
