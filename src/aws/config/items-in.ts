import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import { isConfigurationItem, parsedText } from './configuration-item.js';

/** What a document of AWS Config holds: items, or only the summary of one that was too large to be sent. */
export type Found = { readonly items: readonly PlainObject[]; readonly summaries: readonly PlainObject[] };

const found = (items: readonly PlainObject[], summaries: readonly PlainObject[] = []): Found => ({
  items,
  summaries,
});

const joined = (all: readonly (Found | null)[]): Found | null => {
  const known = all.filter((one) => one !== null);
  return known.length === 0
    ? null
    : found(
        known.flatMap(({ items }) => items),
        known.flatMap(({ summaries }) => summaries),
      );
};

/** Where a message or an event carries another one, as an object or as a text of JSON. */
const carriedBy = ({ invokingEvent, Message, Sns, body, detail, Records }: PlainObject): readonly unknown[] =>
  [invokingEvent, Message, Sns, body, detail, ...(Array.isArray(Records) ? Records : [])].filter(
    (one) => one !== undefined,
  );

/** Keys of lists of items: a snapshot or history, and the answer of batch-get-resource-config. */
const LISTS = ['configurationItems', 'baseConfigurationItems'] as const;

const itemsOf = (json: PlainObject): Found | null => {
  const list = LISTS.map((key) => json[key]).find(Array.isArray);
  if (list !== undefined) return found(list.filter(isPlainObject));
  if (isPlainObject(json.configurationItem)) return found([json.configurationItem]);
  if (isPlainObject(json.configurationItemSummary)) return found([], [json.configurationItemSummary]);
  if (isConfigurationItem(json)) return found([json]);
  const results = Array.isArray(json.Results) ? json.Results.map(parsedText).filter(isPlainObject) : [];
  return results.some((one) => 'resourceType' in one) ? found(results) : null;
};

/** An event holds a message that holds a message. */
const DEEPEST = 5;

/**
 * The configuration items of a document; null when it is none of AWS Config: a snapshot, an answer of `aws configservice`
 * (also of an advanced query, whose results are texts), a rule's event, a message of SNS, SQS or EventBridge.
 * https://docs.aws.amazon.com/config/latest/developerguide/notifications-for-AWS-Config.html
 */
export const itemsIn = (json: unknown, levels = DEEPEST): Found | null => {
  if (levels === 0) return null;
  if (Array.isArray(json))
    return json.length > 0 && json.every(isConfigurationItem) ? found(json.filter(isPlainObject)) : null;
  if (!isPlainObject(json)) return null;
  return itemsOf(json) ?? joined(carriedBy(json).map((one) => itemsIn(parsedText(one), levels - 1)));
};
