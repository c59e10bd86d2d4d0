import { absorb } from './absorb.js';
import {
  copiesLast,
  noteSettled,
  releaseCopies,
  rememberGiven,
  settledBefore,
  withCopies,
} from './copies.js';
import { cut, type Piece } from './cut.js';
import { withoutDuplicates } from './duplicates.js';
import { allow, ENDS_WORDS, FIRST_BUDGET, TAIL } from './ends-table.js';
import { type OpenConversations, sameLog } from './open-conversations.js';
import { BEGINS, COPY, closes, HAS_FLAGS, KIND, PLACED, SETTLED, withDoubts } from './sum-code.js';
import { CODE, FIRST, release, SOURCE, SUM_WORDS } from './sum-pool.js';

/** Writes the sums of a pair of ends into the scratch array, from the earliest start to the latest; gives their number. */
const gather = (it: OpenConversations, ends: number): number => {
  const { words } = it.pool;
  let size = 0;
  for (
    let sum = it.table.words[ends * ENDS_WORDS + TAIL] as number;
    sum !== 0;
    sum = words[sum * SUM_WORDS] as number
  ) {
    if (size === it.scratch.length) {
      const larger = new Int32Array(2 * size);
      larger.set(it.scratch);
      it.scratch = larger;
    }
    it.scratch[size++] = sum;
  }
  it.scratch.subarray(0, size).reverse();
  return it.deduplicates ? withoutDuplicates(it, size) : size;
};

/** Links the first sums of the scratch array, which are in order of their start. */
const relink = (it: OpenConversations, ends: number, size: number): void => {
  const { pool, table, scratch } = it;
  let next = 0;
  for (let i = 0; i < size; i++) {
    const sum = scratch[i] as number;
    pool.words[sum * SUM_WORDS] = next;
    next = sum;
  }
  table.words[ends * ENDS_WORDS + TAIL] = next;
  allow(table, ends, size + FIRST_BUDGET);
};

/** Sums that may become one when nothing more can come between them. */
const areAlike = (it: OpenConversations, a: number, b: number): boolean => {
  const { words } = it.pool;
  const [x, y] = [words[a * SUM_WORDS + CODE] as number, words[b * SUM_WORDS + CODE] as number];
  return (
    (x & (KIND | HAS_FLAGS)) === (y & (KIND | HAS_FLAGS)) &&
    closes(x) === closes(y) &&
    sameLog(it, a, words[b * SUM_WORDS + SOURCE] as number)
  );
};

/**
 * Once its sums are added up, nobody can see any longer what was unsure. What lies behind `horizon` is seen again, and
 * may look surer by then.
 */
const noteDoubts = ({ pool, scratch }: OpenConversations, piece: Piece): void => {
  const at = (scratch[piece.from] as number) * SUM_WORDS + CODE;
  pool.words[at] = withDoubts(pool.words[at] as number, piece.settledDoubts);
};

/** Adds up the sums that start before `horizon`; the others follow. Writes to the scratch array from `to` on. */
const addUp = (it: OpenConversations, from: number, end: number, horizon: number, to: number): number => {
  const { pool, scratch } = it;
  let size = to;
  for (let i = from; i < end; i++) {
    const sum = scratch[i] as number;
    const isSettled = startOfSum(it, sum) < horizon && it.timing.policy !== 'absolute';
    const at = sum * SUM_WORDS + CODE;
    if (isSettled) pool.words[at] = ((pool.words[at] as number) | PLACED) >>> 0;
    let like = isSettled ? to : size;
    while (like < size && !areAlike(it, scratch[like] as number, sum)) like++;
    if (like < size) absorb(pool, scratch[like] as number, sum, it.reasonsTogether, it.before);
    else scratch[size++] = sum;
  }
  return size;
};

const compact = (it: OpenConversations, piece: Piece, horizon: number, to: number): number => {
  noteDoubts(it, piece);
  return addUp(it, piece.from, piece.to, horizon, to);
};

/** Takes a conversation that is over: its ends, and its sums as places in the scratch array. */
export type TakePiece = (ends: number, piece: Piece) => void;

const startOfSum = ({ pool }: OpenConversations, sum: number): number =>
  pool.words[sum * SUM_WORDS + FIRST] as number;

const startOf = (it: OpenConversations, index: number): number => startOfSum(it, it.scratch[index] as number);

/** A record that is still to come may yet move a beginning that lies behind `horizon`. */
const markBeginning = (
  it: OpenConversations,
  piece: Piece,
  before: Piece | undefined,
  horizon: number,
): void => {
  if (before?.cutBy !== 'endOfFlow' || startOf(it, piece.from) >= horizon) return;
  const at = (it.scratch[piece.from] as number) * SUM_WORDS + CODE;
  it.pool.words[at] = ((it.pool.words[at] as number) | BEGINS) >>> 0;
};

/** Puts what is left of copies among the other sums, all of them in order of their start. */
const amongOthers = (
  it: OpenConversations,
  size: number,
  from: number,
  to: number,
  horizon: number,
): number => {
  if (from === to) return size;
  const end = addUp(it, from, to, horizon, from);
  const sums = [...it.scratch.subarray(0, size), ...it.scratch.subarray(from, end)];
  it.scratch.set(sums.sort((a, b) => startOfSum(it, a) - startOfSum(it, b)));
  return sums.length;
};

/**
 * Looks through the sums of a pair of ends. No record that starts before `until` is still to come, so what was cut off
 * before it is over and given away, and what goes on is added up. With `mayBeLong`, a window of ten minutes may follow.
 * Gives the number of sums left.
 */
export const settle = (
  it: OpenConversations,
  ends: number,
  until: number,
  mayBeLong: boolean,
  take: TakePiece | null,
): number => {
  const all = gather(it, ends);
  const kept = copiesLast(it, ends, all);
  const horizon = settledBefore(it, all, until);
  const pieces = withCopies(it, cut(it.pool, it.scratch, kept, it.timing, horizon), kept, all);
  const isOver = (piece: Piece, next: Piece | undefined): boolean =>
    next === undefined
      ? it.timing.policy !== 'infinite' &&
        piece.lastSeen + it.timing.delta(piece.isLong || mayBeLong) < horizon
      : startOf(it, next.from) < horizon;
  const areOver = pieces.map((piece, i) => take !== null && isOver(piece, pieces[i + 1]));
  noteSettled(it, 0, kept, horizon, SETTLED);
  noteSettled(it, kept, all, horizon, SETTLED | COPY);
  const copies = releaseCopies(it, pieces, areOver, kept, all);
  let size = 0;
  for (const [i, piece] of pieces.entries()) {
    if (areOver[i] === true) {
      take?.(ends, piece);
      rememberGiven(it, ends, piece);
      for (let at = piece.from; at < piece.to; at++) release(it.pool, it.scratch[at] as number);
    } else {
      markBeginning(it, piece, pieces[i - 1], horizon);
      size = compact(it, piece, horizon, size);
    }
  }
  size = amongOthers(it, size, kept, copies, horizon);
  relink(it, ends, size);
  return size;
};

/** The conversations of a pair of ends as they stand; the sums of each are in the scratch array until the next call. */
export const piecesOf = (it: OpenConversations, ends: number): readonly Piece[] => {
  const size = gather(it, ends);
  if (it.deduplicates) relink(it, ends, size);
  const kept = copiesLast(it, ends, size);
  return withCopies(it, cut(it.pool, it.scratch, kept, it.timing, Number.POSITIVE_INFINITY), kept, size);
};
