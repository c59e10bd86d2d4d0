import { FIELDS } from '../../index.js';
import { knownForm } from './mask-text.js';
import type { Renaming } from './renaming.js';

/** Fields whose text is one of AWS's own words. */
const WORDS: ReadonlySet<string> = new Set([
  'action',
  'log-status',
  'type',
  'region',
  'az-id',
  'sublocation-type',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
  'flow-direction',
  'reject-reason',
  'interface-type',
  'next-hop-az-id',
  'next-hop-interface-type',
  'resource-type',
  'tgw-src-az-id',
  'tgw-dst-az-id',
]);

/** Fields that hold numbers: ports, counters, times. */
const NUMBERS: ReadonlySet<string> = new Set(
  FIELDS.filter(({ type }) => type.kind === 'integer').map(({ name }) => name),
);

const NO_MAC = '00:00:00:00:00:00';

/** A value of a record, renamed. What stands in a field that AWS does not document is taken for a name. */
export const maskField = (field: string, value: string, it: Renaming): string => {
  if (value === '-' || value === 'unknown' || WORDS.has(field) || NUMBERS.has(field)) return value;
  if (/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value)) return NO_MAC;
  return knownForm(value, it) ?? it.name(value);
};
