import {
  BEGINS,
  doubtsOf,
  FROM_RIGHT,
  HAS_FLAGS,
  isRejected,
  LONG,
  opens,
  PLACED,
  requests,
  resets,
} from './sum-code.js';
import { CODE, FIRST, LAST, SUM_WORDS, type SumPool } from './sum-pool.js';

/** From the left, from the right. */
export type BySide<T> = readonly [T, T];

/** The sums `at` to before `end` that start at the same second and belong together. */
export type WindowGroup = {
  readonly at: number;
  readonly end: number;
  readonly start: number;
  readonly last: number;
  readonly isLong: boolean;
  /** Whether another conversation begins with it; null when that is not settled. */
  readonly begins: boolean | null;
  readonly opens: BySide<boolean>;
  readonly sends: BySide<boolean>;
  /** Those that its sums carry from an earlier look. */
  readonly doubts: number;
};

/** The sums of one start: where they end, and what their codes say together. */
type Run = { readonly end: number; readonly codes: number };

const codeAt = (pool: SumPool, sums: Int32Array, i: number): number =>
  pool.words[(sums[i] as number) * SUM_WORDS + CODE] as number;

const startAt = (pool: SumPool, sums: Int32Array, i: number): number =>
  pool.words[(sums[i] as number) * SUM_WORDS + FIRST] as number;

const runAt = (pool: SumPool, sums: Int32Array, count: number, at: number): Run => {
  const start = startAt(pool, sums, at);
  let [end, codes] = [at, 0];
  for (; end < count && startAt(pool, sums, end) === start; end++) codes |= codeAt(pool, sums, end);
  return { end, codes };
};

/** What a side sent in one window and got through, or was rejected of it: a place in a list of four. */
const partOf = (code: number): number => (code & FROM_RIGHT) * 2 + Number(isRejected(code));

/** The words of all sums of a part together; 0 where there are none. */
type Parts = [number, number, number, number];

const partsOf = (pool: SumPool, sums: Int32Array, at: number, end: number): Parts => {
  const parts: Parts = [0, 0, 0, 0];
  for (let i = at; i < end; i++) {
    const code = codeAt(pool, sums, i);
    parts[partOf(code)] = (parts[partOf(code)] as number) | code;
  }
  return parts;
};

/**
 * Whether a part counts only packets of a connection that is older than the one that a SYN of its window asks for. The
 * first that each side of a connection sends is a SYN, so where it sent none nothing is of that connection: nothing that
 * was rejected, and nothing that got through where a SYN did not. Only RST answers a SYN without one.
 */
const isOfOlder = (part: number, parts: Parts): boolean => {
  const code = parts[part] as number;
  const gotThrough = parts[part & 2] as number;
  const answered = parts[(part & 2) ^ 2] as number;
  if ((code & HAS_FLAGS) === 0 || opens(code) || opens(gotThrough)) return false;
  return !(resets(code) && opens(answered));
};

/** Puts the sums of an older connection before the others of their window; gives where the others begin. */
const olderFirst = (pool: SumPool, sums: Int32Array, at: number, end: number): number => {
  const parts = partsOf(pool, sums, at, end);
  let others = at;
  if (!parts.some(requests)) return others;
  for (let i = at; i < end; i++) {
    if (!isOfOlder(partOf(codeAt(pool, sums, i)), parts)) continue;
    const older = sums[i] as number;
    sums.copyWithin(others + 1, others, i);
    sums[others++] = older;
  }
  return others;
};

const groupOf = (pool: SumPool, sums: Int32Array, at: number, end: number, isLong: boolean): WindowGroup => {
  let [last, codes] = [0, 0];
  const opened: [boolean, boolean] = [false, false];
  const sent: [boolean, boolean] = [false, false];
  for (let i = at; i < end; i++) {
    const code = codeAt(pool, sums, i);
    codes |= code;
    last = Math.max(last, pool.words[(sums[i] as number) * SUM_WORDS + LAST] as number);
    sent[code & FROM_RIGHT] = true;
    if (opens(code)) opened[code & FROM_RIGHT] = true;
  }
  return {
    at,
    end,
    start: startAt(pool, sums, at),
    last,
    isLong,
    begins: (codes & (BEGINS | PLACED)) === 0 ? null : (codes & BEGINS) !== 0,
    opens: opened,
    sends: sent,
    doubts: doubtsOf(codes),
  };
};

/** The next sums, of `count`, to be looked at together: those of one window, or what it shows of an older connection first. */
export const groupAt = (pool: SumPool, sums: Int32Array, count: number, at: number): WindowGroup => {
  const { end, codes } = runAt(pool, sums, count, at);
  const mayBeTwo = opens(codes) && (codes & PLACED) === 0 && end > at + 1;
  const others = mayBeTwo ? olderFirst(pool, sums, at, end) : at;
  return groupOf(pool, sums, at, others === at ? end : others, (codes & LONG) !== 0);
};
