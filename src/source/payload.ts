import { gunzipSync } from 'node:zlib';
import { entriesOf, isTooDeep, type JsonEntry } from '../record/json-entries.js';

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
  for (const [i, each] of text.split('\n').entries()) {
    const before = payloads.at(-1);
    if (before === undefined || each.startsWith('H4sI')) payloads.push({ base64: each, line: i + 1 });
    else before.base64 += each;
  }
  return payloads;
};

/** Where services put the payload of a subscription: Lambda, Kinesis, Firehose. */
const payloadsIn = (document: JsonObject): readonly string[] => {
  const { awslogs, Records, records } = document as Readonly<Record<string, unknown>>;
  if (isObject(awslogs) && typeof awslogs.data === 'string') return [awslogs.data];
  const list = Array.isArray(Records) ? Records : Array.isArray(records) ? records : [];
  return list.flatMap((record: unknown) => {
    const holder = isObject(record) && isObject(record.kinesis) ? record.kinesis : record;
    return isObject(holder) && typeof holder.data === 'string' ? [holder.data] : [];
  });
};

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
