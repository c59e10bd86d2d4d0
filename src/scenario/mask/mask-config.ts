import type { PlainDocument } from '../../index.js';
import { maskAnswer } from './mask-answer.js';
import { knownForm } from './mask-text.js';
import type { Renaming } from './renaming.js';

type ConfigDocument = Extract<PlainDocument, { form: 'aws-config' }>;

type Item = ConfigDocument['items'][number];

const maskItem = (item: Item, it: Renaming): Item => ({
  ...item,
  id: knownForm(item.id, it) ?? it.name(item.id),
  accountId: item.accountId && (knownForm(item.accountId, it) ?? it.name(item.accountId)),
  configuration: item.configuration && (maskAnswer(item.configuration, it) as Item['configuration']),
});

/** Items of AWS Config, renamed as an answer is. */
export const maskConfig = (document: ConfigDocument, it: Renaming): ConfigDocument => ({
  ...document,
  items: document.items.map((item) => maskItem(item, it)),
  summaries: document.summaries.map((item) => maskItem(item, it)),
});
