import { gunzipSync } from 'node:zlib';
import { entriesOf, entryOf, isRecord, isTooDeep, type JsonEntry } from '../record/json-entries.js';
import { quoted } from '../record/text-line.js';
import { type JsonCut, jsonCutter } from './json-cutter.js';

/** A payload of CloudWatch Logs grows to at most a few MiB. */
const LARGEST_PAYLOAD = 67_108_864;

/** A payload that is no gzip, or holds something else. */
const UNREADABLE: JsonEntry = { strange: 'a payload without log events' };

type JsonObject = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;

/** The JSON inside base64 and gzip; null when there is none. */
export const unpacked = (base64: string): unknown => {
  const bytes = Buffer.from(base64, 'base64');
  try {
    const json: unknown = JSON.parse(
      gunzipSync(bytes, { maxOutputLength: LARGEST_PAYLOAD }).toString('utf8'),
    );
    return isTooDeep(json) ? null : json;
  } catch {
    return null;
  }
};

/** The payloads of a text, each with the line where it begins; a line that begins otherwise goes on with the one before. */
export const base64In = (text: string): readonly { readonly base64: string; readonly line: number }[] => {
  const payloads: { base64: string; line: number }[] = [];
  for (const [i, each] of text.replaceAll('"', '').split('\n').entries()) {
    const before = payloads.at(-1);
    if (before === undefined || each.startsWith('H4sI')) payloads.push({ base64: each, line: i + 1 });
    else before.base64 += each;
  }
  return payloads;
};

/** Where services put the payload of a subscription: Lambda, Kinesis (to a function, and `aws kinesis get-records`), Firehose. */
const payloadsIn = (document: JsonObject): readonly string[] => {
  const { awslogs, Records, records } = document as Readonly<Record<string, unknown>>;
  if (isObject(awslogs) && typeof awslogs.data === 'string') return [awslogs.data];
  const list = Array.isArray(Records) ? Records : Array.isArray(records) ? records : [];
  return list.flatMap((record: unknown) => {
    const holder = isObject(record) && isObject(record.kinesis) ? record.kinesis : record;
    const { data = null, Data = data } = isObject(holder) ? holder : {};
    return typeof Data === 'string' ? [Data] : [];
  });
};

/** What CloudWatch Logs sends to test that delivery works. */
const isControl = (entry: JsonEntry): boolean =>
  'message' in entry && entry.message.startsWith('CWL CONTROL MESSAGE');

/**
 * The records of a JSON document, opening the payloads that a CloudWatch Logs subscription delivers; null when it
 * holds none. A control message, which tests that delivery works, holds no record but is of a log.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
export const recordsIn = (document: unknown): readonly JsonEntry[] | null => {
  if (!isObject(document)) return null;
  if (document.messageType === 'CONTROL_MESSAGE') return [];
  const payloads = payloadsIn(document);
  if (payloads.length === 0) return entriesOf(document);
  const opened = payloads.map((payload) => recordsIn(unpacked(payload)));
  return opened.some((entries) => entries !== null)
    ? opened.flatMap((entries) => entries ?? [UNREADABLE])
    : null;
};

const parsed = ({ bytes }: JsonCut): unknown => {
  try {
    return bytes === null ? undefined : JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};

/** The records of a value that was cut out of a JSON text: one, or those of a payload, or something strange. */
export const entriesIn = (cut: JsonCut): readonly JsonEntry[] => {
  const value = parsed(cut);
  if (value === undefined) {
    const text = cut.bytes === null ? 'a value longer than any record' : new TextDecoder().decode(cut.bytes);
    return [{ strange: quoted(text) }];
  }
  if (isObject(value) && payloadsIn(value).length > 0) return recordsIn(value) ?? [UNREADABLE];
  const entry = entryOf(value);
  return isControl(entry) ? [] : [entry];
};

/** Are there records in a JSON text, or in the beginning of one? */
export const holdsRecords = (text: Uint8Array): boolean => {
  const cutter = jsonCutter();
  const last = () => cutter.end() ?? [];
  return [...cutter.push(text), last()].flat().some((cut) => entriesIn(cut).some(isRecord));
};
