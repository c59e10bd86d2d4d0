import { origin } from '../../problem/origin.js';
import type { Problem } from '../../problem/problem.js';
import type { JsonDocument } from '../json-document.js';
import { answersOf } from '../stated.js';
import type { Statements } from '../statements.js';
import { spelledAsAws } from './aws-spelling.js';
import { type ConfigurationItem, configurationItem } from './configuration-item.js';
import { itemsIn } from './items-in.js';
import { bearsOnTheNetwork, isRead, statedBy } from './resource-types.js';

const isNewer = (a: ConfigurationItem, b: ConfigurationItem): boolean =>
  (a.capturedAt ?? 0) >= (b.capturedAt ?? 0);

/** A history holds several states of one resource: the newest is in force, and may be that it was deleted. */
const newest = (items: readonly ConfigurationItem[]): readonly ConfigurationItem[] => {
  const byResource = new Map<string, ConfigurationItem>();
  for (const item of items) {
    const key = JSON.stringify([item.type, item.id, item.accountId, item.region]);
    const known = byResource.get(key);
    if (known === undefined || isNewer(item, known)) byResource.set(key, item);
  }
  return [...byResource.values()];
};

const unread = (source: string, items: readonly ConfigurationItem[]): readonly Problem[] => {
  const types = items.map(({ type }) => type).filter((type) => !isRead(type) && bearsOnTheNetwork(type));
  return types.length === 0
    ? []
    : [{ kind: 'unread-types', origin: origin(source), types: [...new Set(types)].sort() }];
};

const withoutConfiguration = (source: string, { type, id }: ConfigurationItem): Problem => ({
  kind: 'item-without-configuration',
  origin: origin(source),
  type,
  id,
});

/**
 * Items of AWS Config in any of its channels. They are spelled otherwise than AWS's answers, hold all kinds mixed, and
 * never say that a list is whole.
 * https://docs.aws.amazon.com/config/latest/developerguide/config-concepts.html
 */
export const configForm = ({ source, json }: JsonDocument): Statements | null => {
  const found = itemsIn(json);
  if (found === null) return null;
  const items = newest(found.items.map(configurationItem)).filter(({ isDeleted }) => !isDeleted);
  const lost = [
    ...items.filter(({ type, configuration }) => configuration === null && isRead(type)),
    ...found.summaries.map(configurationItem).filter(({ isDeleted }) => !isDeleted),
  ];
  const timed = items.flatMap((item) =>
    statedBy(item, spelledAsAws(item.configuration)).map((one) => ({ ...one, capturedAt: item.capturedAt })),
  );
  return {
    answers: answersOf('aws-config', timed, (key) => `configurationItems: ${key}`),
    gaps: [],
    problems: [...lost.map((item) => withoutConfiguration(source, item)), ...unread(source, items)],
  };
};
