import type { NearMiss } from './verdict.js';

/** Near misses tell the reader which rule was meant; more than a few tell nothing. */
const MOST = 3;
const MOST_FIELDS = 2;

const ruleOf = (miss: NearMiss): unknown => (miss.kind === 'security-group-rule' ? miss.rule : miss.entry);

/** A rule for another protocol is farther than one for another port or another address. */
const distance = (miss: NearMiss): number =>
  miss.missed.length * 2 + Number(miss.missed.includes('protocol'));

/** At most three rules that missed by one or two fields, nearest first, each rule once. */
export const nearestFirst = (misses: readonly NearMiss[]): readonly NearMiss[] => {
  const sorted = misses
    .filter((miss) => miss.missed.length > 0 && miss.missed.length <= MOST_FIELDS)
    .sort((a, b) => distance(a) - distance(b));
  return sorted
    .filter((miss, index) => sorted.findIndex((other) => ruleOf(other) === ruleOf(miss)) === index)
    .slice(0, MOST);
};
