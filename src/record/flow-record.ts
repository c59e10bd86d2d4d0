import type { Origin } from '../problem/origin.js';
import { type FieldName, type FieldValue, typeOf } from './field.js';
import { type Column, originAt, printAddressAt, type RecordBatch, textAt } from './record-batch.js';

/** The value of a field that is called `origin`; AWS has none so far, and a format may still name one. */
export const FIELD_ORIGIN = Symbol('origin, as a field');

/**
 * One line of a flow log, readable: properties by AWS's names, numbers as numbers, null for `-`. A field that the
 * format lacks is absent. A field that is not in the catalogue is there by its name, as text.
 */
export type FlowRecord = { readonly origin: Origin; readonly [FIELD_ORIGIN]?: string | null } & {
  readonly [Name in FieldName]?: FieldValue<Name>;
};

/** Percent-encoded UTF-8 as its text; anything else as it stands. */
const percentDecoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const valueAt = (name: string, column: Column, row: number): string | number | null => {
  switch (column.kind) {
    case 'integer':
      return column.values[row] === -1 ? null : (column.values[row] as number);
    case 'address':
      return column.families[row] === 0 ? null : printAddressAt(column, row);
    case 'text': {
      const text = textAt(column, row);
      const type = typeOf(name);
      const encoded = text !== null && type.kind === 'text' && type.encoding === 'percent';
      return encoded ? percentDecoded(text) : text;
    }
  }
};

/**
 * The readable view of a row.
 *
 * Tag values are decoded here and nowhere else:
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
export const flowRecordAt = (batch: RecordBatch, row: number): FlowRecord => {
  const record: Record<string | symbol, unknown> = { origin: originAt(batch, row) };
  batch.format.fields.forEach((name, position) => {
    record[name === 'origin' ? FIELD_ORIGIN : name] = valueAt(name, batch.columns[position] as Column, row);
  });
  return record as FlowRecord;
};

/** Every row of a batch, readable. */
export const flowRecords = (batch: RecordBatch): readonly FlowRecord[] =>
  Array.from({ length: batch.length }, (_, row) => flowRecordAt(batch, row));

/** A record as `flowcause records` prints it; `fields` picks some of its fields, in that order. */
export const toJson = (record: FlowRecord, fields?: readonly string[]) => {
  const { origin, [FIELD_ORIGIN]: ofField, ...values } = record;
  const all: Readonly<Record<string, unknown>> =
    ofField === undefined ? values : { ...values, origin: ofField };
  const picked =
    fields && Object.fromEntries(fields.filter((f) => Object.hasOwn(all, f)).map((f) => [f, all[f]]));
  return { record: picked ?? all, source: origin.source, line: origin.line };
};
