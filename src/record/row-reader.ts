import { isRight } from 'fp-ts/lib/Either.js';
import type { FlowLogId } from '../resource/id.js';
import { append, type BatchBuilder, begin, beginNext, finish, isFull } from './batch-builder.js';
import type { FieldName } from './field.js';
import { fieldNameFrom, formatOf } from './record-format.js';
import type { RecordPiece } from './summary.js';
import { quoted } from './text-line.js';

/** A record as a container with names gives it: Parquet, JSON, CSV. */
export type Row = Readonly<Record<string, unknown>>;

/** Turns rows of named values into batches; `line` is what a problem names: a line, or the position of the row. */
export type RowReader = {
  readonly push: (row: Row, line: number) => Generator<RecordPiece, void>;
  readonly end: () => Generator<RecordPiece, void>;
};

type State = {
  readonly source: string;
  readonly flowLogId: FlowLogId | null;
  builder: BatchBuilder | null;
  /** Names as the rows spell them, in the order of the format. */
  names: readonly string[];
  /** All names met, those that name no field too. */
  readonly met: Set<string>;
};

export const rowReader = (source: string, flowLogId: FlowLogId | null): RowReader => {
  const state: State = { source, flowLogId, builder: null, names: [], met: new Set() };
  return {
    *push(row, line) {
      yield* follow(state, row);
      if (state.builder === null) return;
      const tokens = state.names.map((name) => tokenOf(row[name]));
      const bad = append(state.builder, tokens, line);
      const origin = { source, line };
      if (bad !== null)
        yield { problem: { origin, kind: 'bad-field-value', ...bad, text: quoted(tokens.join(' ')) } };
      if (isFull(state.builder)) yield* batchSoFar(state);
    },
    end: () => batchSoFar(state),
  };
};

/** The text that a log line would hold: no white space in it, as a line separates its values by that. */
const tokenOf = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '-';
  if (value instanceof Date) return String(value.getTime() / 1000);
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.replace(/\s/g, encodeURIComponent);
};

/** Rows may leave out fields that have no value. One with a new field begins a batch of a wider format. */
function* follow(state: State, row: Row): Generator<RecordPiece, void> {
  const added = Object.keys(row).filter((name) => !state.met.has(name));
  if (added.length === 0) return;
  for (const name of added) state.met.add(name);
  const names = distinctFields([...state.names, ...added]);
  const format = formatOf(names);
  if (!isRight(format) || names.length === state.names.length) return;
  yield* batchSoFar(state);
  state.names = names;
  state.builder = begin(format.right, state.source, state.flowLogId);
}

/** The names that name a field, each field once: `@ptr` and the like are no part of a record. */
const distinctFields = (names: readonly string[]): readonly string[] => {
  const fields = names.map(fieldNameFrom);
  return names.filter((name, i) => fields.indexOf(fields[i] as string) === i && isRight(formatOf([name])));
};

function* batchSoFar(state: State): Generator<RecordPiece, void> {
  const { builder } = state;
  if (builder === null) return;
  state.builder = beginNext(builder);
  if (builder.rows > 0) yield { batch: finish(builder) };
}

/** Names that no other kind of record has; `start`, `action` and the like could be anyone's. */
const telling: ReadonlySet<string> = new Set<FieldName>([
  'srcaddr',
  'dstaddr',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'interface-id',
  'log-status',
  'tgw-attachment-id',
]);

/** Does the row name fields of a flow log? */
export const isRecordRow = (row: Row): boolean =>
  Object.keys(row).some((name) => telling.has(fieldNameFrom(name)));
