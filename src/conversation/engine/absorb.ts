import { bothCodes, reasonsOf } from './sum-code.js';
import { type Before, evidenceOf, note } from './sum-evidence.js';
import {
  bytesOf,
  CODE,
  count,
  FIRST,
  LAST,
  packetsOf,
  RECORDS,
  release,
  SUM_WORDS,
  type SumPool,
} from './sum-pool.js';

/** Adds one sum to another of its kind and gives its place back. */
export const absorb = (
  pool: SumPool,
  into: number,
  other: number,
  reasonsTogether: (a: number, b: number) => number,
  before: Before,
): void => {
  const { words } = pool;
  const [a, b] = [into * SUM_WORDS, other * SUM_WORDS];
  for (const [source, line] of evidenceOf(pool, other)) note(pool, into, source, line, before);
  count(pool, into, words[b + RECORDS] as number, packetsOf(pool, other), bytesOf(pool, other));
  const [x, y] = [words[a + CODE] as number, words[b + CODE] as number];
  words[a + CODE] = bothCodes(x, y, reasonsTogether(reasonsOf(x), reasonsOf(y)));
  words[a + FIRST] = Math.min(words[a + FIRST] as number, words[b + FIRST] as number);
  words[a + LAST] = Math.max(words[a + LAST] as number, words[b + LAST] as number);
  release(pool, other);
};
