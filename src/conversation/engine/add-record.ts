import { absorb } from './absorb.js';
import { isOfGiven } from './copies.js';
import { ENDS_WORDS, LAST_SEEN, TAIL, useUp } from './ends-table.js';
import { type Entry, type OpenConversations, sameLog } from './open-conversations.js';
import { bothCodes, KIND, LONG, reasonsOf, saidBy } from './sum-code.js';
import { note } from './sum-evidence.js';
import { begin, bytesOf, CODE, count, FIRST, LAST, NEXT, packetsOf, RECORDS, SUM_WORDS } from './sum-pool.js';

const addTo = (it: OpenConversations, sum: number, entry: Entry): void => {
  const { pool } = it;
  const at = sum * SUM_WORDS;
  const code = pool.words[at + CODE] as number;
  if (code !== entry.code)
    pool.words[at + CODE] = bothCodes(
      code,
      entry.code,
      it.reasonsTogether(reasonsOf(code), reasonsOf(entry.code)),
    );
  if (entry.end > (pool.words[at + LAST] as number)) pool.words[at + LAST] = entry.end;
  note(pool, sum, entry.source, entry.line, it.before);
  count(pool, sum, 1, entry.packets, entry.bytes);
};

/** The records of a sum all have the fields of this one. */
const hasFields = ({ pool }: OpenConversations, sum: number, entry: Entry): boolean => {
  const at = sum * SUM_WORDS;
  const records = pool.words[at + RECORDS] as number;
  return (
    saidBy(pool.words[at + CODE] as number) === entry.code &&
    pool.words[at + LAST] === entry.end &&
    packetsOf(pool, sum) === records * entry.packets &&
    bytesOf(pool, sum) === records * entry.bytes
  );
};

/** Puts a new sum behind `later`, or at the very end; the earliest start is the last of the list. */
const link = (it: OpenConversations, ends: number, sum: number, later: number): void => {
  const { pool, table } = it;
  const at = ends * ENDS_WORDS;
  if (later === 0) {
    pool.words[sum * SUM_WORDS + NEXT] = table.words[at + TAIL] as number;
    table.words[at + TAIL] = sum;
  } else {
    pool.words[sum * SUM_WORDS + NEXT] = pool.words[later * SUM_WORDS + NEXT] as number;
    pool.words[later * SUM_WORDS + NEXT] = sum;
  }
};

const newSum = (it: OpenConversations, ends: number, entry: Entry, later: number): boolean => {
  const { code, start, end, packets, bytes, source, line } = entry;
  link(it, ends, begin(it.pool, code, start, end, packets, bytes, source, line), later);
  return useUp(it.table, ends);
};

/** Adds a record to the sum that started with it, or makes a new one. */
const addFine = (it: OpenConversations, ends: number, entry: Entry): boolean => {
  const { words } = it.pool;
  let later = 0;
  let sum = it.table.words[ends * ENDS_WORDS + TAIL] as number;
  while (sum !== 0 && (words[sum * SUM_WORDS + FIRST] as number) > entry.start) {
    later = sum;
    sum = words[sum * SUM_WORDS] as number;
  }
  while (sum !== 0 && words[sum * SUM_WORDS + FIRST] === entry.start) {
    const code = words[sum * SUM_WORDS + CODE] as number;
    if (
      (code & KIND) === (entry.code & KIND) &&
      sameLog(it, sum, entry.source) &&
      (!entry.isExact || hasFields(it, sum, entry))
    ) {
      addTo(it, sum, entry);
      return false;
    }
    sum = words[sum * SUM_WORDS] as number;
  }
  return newSum(it, ends, entry, later);
};

const unlink = (it: OpenConversations, ends: number, sum: number): void => {
  const { pool, table } = it;
  const next = pool.words[sum * SUM_WORDS] as number;
  let at = table.words[ends * ENDS_WORDS + TAIL] as number;
  if (at === sum) {
    table.words[ends * ENDS_WORDS + TAIL] = next;
    return;
  }
  while (pool.words[at * SUM_WORDS] !== sum) at = pool.words[at * SUM_WORDS] as number;
  pool.words[at * SUM_WORDS] = next;
};

const findNeighbours = (it: OpenConversations, ends: number, entry: Entry): void => {
  const { words } = it.pool;
  const found = it.neighbours;
  found.later = 0;
  found.laterOfKind = 0;
  found.earlierOfKind = 0;
  let sum = it.table.words[ends * ENDS_WORDS + TAIL] as number;
  for (; sum !== 0; sum = words[sum * SUM_WORDS] as number) {
    const at = sum * SUM_WORDS;
    const isLater = (words[at + FIRST] as number) > entry.start;
    if (isLater) found.later = sum;
    if (((words[at + CODE] as number) & KIND) !== (entry.code & KIND)) continue;
    if (!sameLog(it, sum, entry.source)) continue;
    if (isLater) found.laterOfKind = sum;
    else {
      found.earlierOfKind = sum;
      return;
    }
  }
};

/** Adds a record to the sums that it is near to, which may make one of two. */
const addCoarse = (it: OpenConversations, ends: number, entry: Entry): boolean => {
  const { pool, timing } = it;
  const delta =
    timing.policy === 'infinite' ? Number.POSITIVE_INFINITY : timing.delta((entry.code & LONG) !== 0);
  findNeighbours(it, ends, entry);
  const { later, laterOfKind, earlierOfKind } = it.neighbours;
  const meetsLater =
    laterOfKind !== 0 && (pool.words[laterOfKind * SUM_WORDS + FIRST] as number) <= entry.end + delta;
  const meetsEarlier =
    earlierOfKind !== 0 && entry.start <= (pool.words[earlierOfKind * SUM_WORDS + LAST] as number) + delta;
  if (!meetsEarlier && !meetsLater) return newSum(it, ends, entry, later);
  if (!meetsLater) {
    addTo(it, earlierOfKind, entry);
    return false;
  }
  unlink(it, ends, laterOfKind);
  if (meetsEarlier) {
    addTo(it, earlierOfKind, entry);
    // The record may reach far enough to meet the one behind it, too; the next look-through sees to that.
    absorb(pool, earlierOfKind, laterOfKind, it.reasonsTogether, it.before);
    return false;
  }
  addTo(it, laterOfKind, entry);
  pool.words[laterOfKind * SUM_WORDS + FIRST] = entry.start;
  link(it, ends, laterOfKind, later === laterOfKind ? laterThan(it, ends, entry.start) : later);
  return false;
};

/** The earliest sum that starts after a time. */
const laterThan = (it: OpenConversations, ends: number, start: number): number => {
  let later = 0;
  let sum = it.table.words[ends * ENDS_WORDS + TAIL] as number;
  while (sum !== 0 && (it.pool.words[sum * SUM_WORDS + FIRST] as number) > start) {
    later = sum;
    sum = it.pool.words[sum * SUM_WORDS] as number;
  }
  return later;
};

/** Adds a record to a pair of ends; true when its sums should be looked through. */
export const addEntry = (it: OpenConversations, ends: number, entry: Entry): boolean => {
  if (entry.isExact && isOfGiven(it, ends, entry)) {
    it.copies++;
    return false;
  }
  const seen = ends * ENDS_WORDS + LAST_SEEN;
  if (entry.end > (it.table.words[seen] as number)) it.table.words[seen] = entry.end;
  const isFine = entry.isFine || entry.isExact || it.timing.policy === 'absolute';
  return isFine ? addFine(it, ends, entry) : addCoarse(it, ends, entry);
};
