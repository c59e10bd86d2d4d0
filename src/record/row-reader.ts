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
  /** The fields met so far. */
  fields: readonly string[];
  /** Where the format has the field of a name as the rows spell it, which may differ between rows; null for no field. */
  readonly positions: Map<string, number | null>;
};

export const rowReader = (source: string, flowLogId: FlowLogId | null): RowReader => {
  const state: State = { source, flowLogId, builder: null, fields: [], positions: new Map() };
  return {
    *push(row, line) {
      yield* follow(state, row);
      if (state.builder === null) return;
      const tokens = tokensOf(state, row);
      const bad = append(state.builder, tokens, line);
      const origin = { source, line };
      if (bad !== null)
        yield { problem: { origin, kind: 'bad-field-value', ...bad, text: quoted(tokens.join(' ')) } };
      if (isFull(state.builder)) yield* batchSoFar(state);
    },
    end: () => batchSoFar(state),
  };
};

const tokensOf = ({ fields, positions }: State, row: Row): readonly string[] => {
  const tokens = fields.map(() => '-');
  for (const name of Object.keys(row)) {
    const position = positions.get(name) ?? null;
    if (position !== null && tokens[position] === '-') tokens[position] = tokenOf(row[name]);
  }
  return tokens;
};

/** The text that a log line would hold: no white space in it, as a line separates its values by that. */
const tokenOf = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '-';
  if (value instanceof Date) return String(Math.floor(value.getTime() / 1000));
  const text = typeof value === 'object' ? JSON.stringify(value, withBigInts) : String(value);
  return text.replace(/\s/g, encodeURIComponent);
};

/** Parquet has larger integers than JSON can write. */
const withBigInts = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

/** Rows may leave out fields that have no value. One with a new field begins a batch of a wider format. */
function* follow(state: State, row: Row): Generator<RecordPiece, void> {
  const added = Object.keys(row).filter((name) => !state.positions.has(name));
  if (added.length === 0) return;
  const fields = [...state.fields];
  for (const name of added) state.positions.set(name, positionOf(name, fields));
  if (fields.length === state.fields.length) return;
  yield* batchSoFar(state);
  state.fields = fields;
  state.builder = begin({ fields }, state.source, state.flowLogId);
}

/** The place of a field among those met, where it is put when it is new. `@ptr` and the like are no part of a record. */
const positionOf = (name: string, fields: string[]): number | null => {
  const format = formatOf([name]);
  if (!isRight(format)) return null;
  const [field] = format.right.fields as [string];
  const known = fields.indexOf(field);
  return known < 0 ? fields.push(field) - 1 : known;
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
  'srcport',
  'dstport',
  'tcp-flags',
  'flow-direction',
  'interface-id',
  'log-status',
  'tgw-attachment-id',
]);

/** Does the row name fields of a flow log? */
export const isRecordRow = (row: Row): boolean =>
  Object.keys(row).some((name) => telling.has(fieldNameFrom(name)));
