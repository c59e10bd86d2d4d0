import type { Piece } from './cut.js';
import { type Recorded, remember, wasGivenOut } from './given-out.js';
import { type Entry, type OpenConversations, pointOfEnds } from './open-conversations.js';
import { COPY, FLOW, HAS_FLAGS, SETTLED } from './sum-code.js';
import { CODE, FIRST, LAST, RECORDS, release, SOURCE, SUM_WORDS } from './sum-pool.js';

/**
 * What several flow logs of one interface recorded of the same packets. Records with equal fields are duplicates; those
 * of windows that differ are copies: every flow log of an interface sees all its packets, so of one direction and action
 * only one of them can count. It is that of the finer windows, then the one that has flags, then the first by its id.
 */

/** Windows of two flow logs in step with each other share no more seconds than this, unless they are the same windows. */
const IN_STEP = 2;

const logOf = (it: OpenConversations, sum: number): number =>
  it.flowLogOf(it.pool.words[sum * SUM_WORDS + SOURCE] as number);

const codeOf = ({ pool }: OpenConversations, sum: number): number =>
  pool.words[sum * SUM_WORDS + CODE] as number;

/** Whether the flow log of the first sum is the one to keep of two. */
const isBetter = (it: OpenConversations, ends: number, a: number, b: number): boolean => {
  const [log, other] = [logOf(it, a), logOf(it, b)];
  const point = pointOfEnds(it, ends);
  const [isCoarse, isOtherCoarse] = [it.isCoarse(point, log), it.isCoarse(point, other)];
  if (isCoarse !== isOtherCoarse) return isOtherCoarse;
  const [flags, otherFlags] = [a, b].map((sum) => codeOf(it, sum) & HAS_FLAGS);
  return flags === otherFlags ? it.isFirstLog(log, other) : flags !== 0;
};

/** Two flow logs, the same direction and action, and not settled: sums that were added up may have gaps between them. */
const areComparable = (it: OpenConversations, a: number, b: number): boolean => {
  const [code, otherCode] = [codeOf(it, a), codeOf(it, b)];
  if (((code ^ otherCode) & FLOW) !== 0 || (code & otherCode & SETTLED) !== 0) return false;
  const [log, other] = [logOf(it, a), logOf(it, b)];
  return log !== other && log !== 0 && other !== 0;
};

/** What both flow logs recorded covers a time in common, in which one of them saw what the other one did. */
const sharePackets = (it: OpenConversations, ends: number, a: Recorded, b: Recorded): boolean => {
  const shared = Math.min(a.last, b.last) - Math.max(a.first, b.first);
  const point = pointOfEnds(it, ends);
  const areAlike = it.isCoarse(point, a.log) === it.isCoarse(point, b.log);
  return shared >= (areAlike ? Math.min(IN_STEP + 1, a.last - a.first, b.last - b.first) : 0);
};

const recorded = (it: OpenConversations, sum: number): Recorded => ({
  first: it.pool.words[sum * SUM_WORDS + FIRST] as number,
  last: it.pool.words[sum * SUM_WORDS + LAST] as number,
  log: logOf(it, sum),
});

/** The sums that are copies, of the first `size` in the scratch array, which are in order of their start. */
const copiesAmong = (it: OpenConversations, ends: number, size: number): ReadonlySet<number> => {
  const { scratch } = it;
  const { words } = it.pool;
  const copies = new Set<number>();
  for (let i = 0; i < size; i++) {
    const sum = scratch[i] as number;
    const last = words[sum * SUM_WORDS + LAST] as number;
    if ((codeOf(it, sum) & COPY) !== 0) copies.add(sum);
    for (let j = i + 1; j < size; j++) {
      const other = scratch[j] as number;
      if ((words[other * SUM_WORDS + FIRST] as number) > last) break;
      if (areComparable(it, sum, other) && sharePackets(it, ends, recorded(it, sum), recorded(it, other)))
        copies.add(isBetter(it, ends, sum, other) ? other : sum);
    }
  }
  return copies;
};

const areOfOneLog = (it: OpenConversations, size: number): boolean => {
  const first = logOf(it, it.scratch[0] as number);
  for (let i = 1; i < size; i++) if (logOf(it, it.scratch[i] as number) !== first) return false;
  return true;
};

/** Moves copies behind the other sums, both still in order; gives the number of the others. */
export const copiesLast = (it: OpenConversations, ends: number, size: number): number => {
  if (!it.deduplicates || size < 2 || areOfOneLog(it, size)) return size;
  const copies = copiesAmong(it, ends, size);
  if (copies.size === 0) return size;
  const sums = [...it.scratch.subarray(0, size)];
  const kept = sums.filter((sum) => !copies.has(sum));
  it.scratch.set(kept);
  it.scratch.set(
    sums.filter((sum) => copies.has(sum)),
    kept.length,
  );
  return kept.length;
};

/**
 * The time before which it is settled what is a copy, at or before `horizon`: nothing that is still to come shares packets
 * with a sum that ends before that.
 */
export const settledBefore = (it: OpenConversations, size: number, horizon: number): number => {
  if (!it.deduplicates) return horizon;
  const { words } = it.pool;
  let before = horizon;
  for (let i = 0; i < size; i++) {
    const sum = it.scratch[i] as number;
    if ((words[sum * SUM_WORDS + LAST] as number) < horizon || logOf(it, sum) === 0) continue;
    before = Math.min(before, words[sum * SUM_WORDS + FIRST] as number);
  }
  return before;
};

/** The piece that a copy is reported with: the first that ends after the copy began. */
const pieceOf = ({ pool }: OpenConversations, pieces: readonly Piece[], copy: number): number => {
  const first = pool.words[copy * SUM_WORDS + FIRST] as number;
  const found = pieces.findIndex(({ lastSeen }) => lastSeen >= first);
  return found < 0 ? pieces.length - 1 : found;
};

/** The pieces with the number of their copies, which stand behind `kept` sums in the scratch array. */
export const withCopies = (
  it: OpenConversations,
  pieces: readonly Piece[],
  kept: number,
  size: number,
): readonly Piece[] => {
  if (kept === size) return pieces;
  const copies = new Float64Array(pieces.length);
  for (let i = kept; i < size; i++) {
    const sum = it.scratch[i] as number;
    const piece = pieceOf(it, pieces, sum);
    copies[piece] = (copies[piece] as number) + (it.pool.words[sum * SUM_WORDS + RECORDS] as number);
  }
  return pieces.map((piece, i) => ({ ...piece, copies: copies[i] as number }));
};

/** Gives back the copies of pieces that are over. The others stay in the scratch array, behind `kept`; gives their end. */
export const releaseCopies = (
  it: OpenConversations,
  pieces: readonly Piece[],
  areOver: readonly boolean[],
  kept: number,
  size: number,
): number => {
  let end = kept;
  for (let i = kept; i < size; i++) {
    const sum = it.scratch[i] as number;
    if (areOver[pieceOf(it, pieces, sum)] === true) release(it.pool, sum);
    else it.scratch[end++] = sum;
  }
  return end;
};

/** Notes for the sums from `from` to before `to` that start before `horizon` that they are copies, or that they are not. */
export const noteSettled = (
  { pool, scratch, deduplicates }: OpenConversations,
  from: number,
  to: number,
  horizon: number,
  as: number,
): void => {
  if (!deduplicates) return;
  for (let i = from; i < to; i++) {
    const at = (scratch[i] as number) * SUM_WORDS;
    if ((pool.words[at + FIRST] as number) < horizon)
      pool.words[at + CODE] = ((pool.words[at + CODE] as number) | as) >>> 0;
  }
};

/** Remembers a piece of the sums in the scratch array that is given out, where a single flow log recorded it. */
export const rememberGiven = (it: OpenConversations, ends: number, { from, to, lastSeen }: Piece): void => {
  if (!it.deduplicates) return;
  const { log, first } = recorded(it, it.scratch[from] as number);
  let flows = 0;
  for (let i = from; i < to; i++) {
    const sum = it.scratch[i] as number;
    if (logOf(it, sum) !== log) return;
    flows |= 1 << (codeOf(it, sum) & FLOW);
  }
  if (log !== 0) remember(it.givenOut, it.table, ends, { first, last: lastSeen, log }, flows, it.mayCome);
};

/** A conversation that was given out has the packets of this record, as another flow log recorded them. */
export const isOfGiven = (
  it: OpenConversations,
  ends: number,
  { code, start, end, source }: Entry,
): boolean => {
  if (!it.haveSeveralLogs()) return false;
  const own = { first: start, last: end, log: it.flowLogOf(source) };
  return wasGivenOut(
    it.givenOut,
    it.table,
    ends,
    code & FLOW,
    (given) => given.log !== own.log && sharePackets(it, ends, given, own),
  );
};
