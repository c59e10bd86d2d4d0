import { typeOf } from './field.js';
import { isFlowLogLine } from './flow-log-line.js';
import { fieldNameFrom } from './record-format.js';
import { isRecordRow, type Row } from './row-reader.js';
import { quoted } from './text-line.js';

/** One element of a JSON document: a line of text, named values, or something that is neither. */
export type JsonEntry = { readonly message: string } | { readonly row: Row } | { readonly strange: string };

type JsonObject = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A result of CloudWatch Logs Insights: `[{"field": "srcAddr", "value": "10.0.0.1"}, ...]`. */
const isResult = (value: unknown): value is readonly { readonly field: string; readonly value?: unknown }[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((cell) => isObject(cell) && typeof cell.field === 'string');

const fromResult = (result: readonly { readonly field: string; readonly value?: unknown }[]): Row =>
  Object.fromEntries(result.map(({ field, value }) => [field, value]));

/** AWS nests a handful of levels; what walks a value by calling itself ends the process some thousands deep. */
const DEEPEST = 256;

/** Is the value nested more deeply than anything that is read? */
export const isTooDeep = (value: unknown, levels = DEEPEST): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1)));

const strange = (value: unknown): JsonEntry => ({ strange: quoted(JSON.stringify(value)) });

/** A record as `flowcause records` prints it, with its tag values decoded: they must not be decoded once more. */
const encoded = (record: JsonObject): Row =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      typeof value === 'string' && isEncoded(name) ? value.replaceAll('%', '%25') : value,
    ]),
  );

const isEncoded = (name: string): boolean => {
  const type = typeOf(fieldNameFrom(name));
  return type.kind === 'text' && type.encoding === 'percent';
};

/** What one element of an answer holds. It is bare text where `--query 'events[].message'` picked that. */
export const entryOf = (value: unknown): JsonEntry => {
  if (typeof value === 'string') return { message: value };
  if (Array.isArray(value) && value.length === 1 && typeof value[0] === 'string') return entryOf(value[0]);
  if (isTooDeep(value)) return { strange: 'a value that is nested too deeply' };
  if (isResult(value)) return entryOf(fromResult(value));
  if (!isObject(value)) return strange(value);
  const { message = value['@message'], record } = value as { message?: unknown; record?: unknown };
  if (typeof message === 'string') return { message };
  if (isObject(record)) return { row: encoded(record) };
  return isRecordRow(value) ? { row: value } : strange(value);
};

/** Events of other logs have messages as well. */
export const isRecord = (entry: JsonEntry): boolean =>
  'row' in entry || ('message' in entry && isFlowLogLine(entry.message));

/** The list in an answer, or in the payload of a subscription; null in anything else. */
const listIn = (answer: unknown): readonly unknown[] | null => {
  if (!isObject(answer)) return null;
  const lists = ['events', 'logEvents', 'results'].map((key) => answer[key]);
  return lists.find(Array.isArray) ?? null;
};

/** A list may be one of answers, page by page. */
const elementsIn = (document: unknown): readonly unknown[] =>
  Array.isArray(document)
    ? document.flatMap((element) => listIn(element) ?? [element])
    : (listIn(document) ?? (isObject(document) ? [document] : []));

/**
 * The records of a JSON document, each at its position; null when it is nothing that holds some. It may be an answer of
 * `aws logs filter-log-events`, `get-log-events` or `get-query-results`, several of them in a list, the payload of a
 * subscription, or a list of records.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export const entriesOf = (document: unknown): readonly JsonEntry[] | null => {
  const list = elementsIn(document);
  if (list.length === 0 && isObject(document)) return [];
  const entries = list.map(entryOf);
  return entries.some(isRecord) ? entries : null;
};
