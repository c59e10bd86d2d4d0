import type { OpenConversations } from './open-conversations.js';
import { isSaidByBoth, tells } from './sum-code.js';
import { bytesOf, CODE, FIRST, LAST, packetsOf, RECORDS, release, SOURCE, SUM_WORDS } from './sum-pool.js';

const sameRecord = ({ pool }: OpenConversations, a: number, b: number): boolean => {
  const [x, y] = [a * SUM_WORDS, b * SUM_WORDS];
  const [m, n] = [pool.words[x + RECORDS] as number, pool.words[y + RECORDS] as number];
  return (
    isSaidByBoth(pool.words[x + CODE] as number, pool.words[y + CODE] as number) &&
    pool.words[x + FIRST] === pool.words[y + FIRST] &&
    pool.words[x + LAST] === pool.words[y + LAST] &&
    packetsOf(pool, a) * n === packetsOf(pool, b) * m &&
    bytesOf(pool, a) * n === bytesOf(pool, b) * m
  );
};

/** Whether the first of two sums of the same records is the one to keep: of more records, of more fields, of the first log. */
const isKept = ({ pool }: OpenConversations, a: number, b: number, isFirstLog: boolean): boolean => {
  const [x, y] = [a * SUM_WORDS, b * SUM_WORDS];
  const more = (pool.words[x + RECORDS] as number) - (pool.words[y + RECORDS] as number);
  if (more !== 0) return more > 0;
  const told = tells(pool.words[x + CODE] as number) - tells(pool.words[y + CODE] as number);
  return told === 0 ? isFirstLog : told > 0;
};

/**
 * Of records that several flow logs wrote with equal fields, as far as the format of each has them, those of the flow
 * log that has most of them count, then of the one with more fields. Equal records of one flow log are as many records.
 */
export const withoutDuplicates = (it: OpenConversations, size: number): number => {
  const { pool, scratch } = it;
  const records = (sum: number) => pool.words[sum * SUM_WORDS + RECORDS] as number;
  const logOf = (sum: number) => it.flowLogOf(pool.words[sum * SUM_WORDS + SOURCE] as number);
  let kept = 0;
  for (let i = 0; i < size; i++) {
    const sum = scratch[i] as number;
    let twin = kept - 1;
    const first = pool.words[sum * SUM_WORDS + FIRST];
    while (twin >= 0 && pool.words[(scratch[twin] as number) * SUM_WORDS + FIRST] === first) {
      const other = scratch[twin] as number;
      if (logOf(other) !== logOf(sum) && logOf(other) !== 0 && logOf(sum) !== 0 && sameRecord(it, other, sum))
        break;
      twin--;
    }
    const other = twin >= 0 ? (scratch[twin] as number) : 0;
    if (other === 0 || pool.words[other * SUM_WORDS + FIRST] !== first) {
      scratch[kept++] = sum;
      continue;
    }
    const keepsOther = isKept(it, other, sum, logOf(other) < logOf(sum));
    it.duplicates += records(keepsOther ? sum : other);
    release(pool, keepsOther ? sum : other);
    if (!keepsOther) scratch[twin] = sum;
  }
  return kept;
};
