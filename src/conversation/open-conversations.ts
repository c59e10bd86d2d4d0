import { cut, type Piece } from './cut.js';
import {
  BUDGET,
  ENDS_WORDS,
  type EndsTable,
  endsTable,
  FIRST_BUDGET,
  LAST_SEEN,
  POINT,
  pointOf,
  TAIL,
} from './ends-table.js';
import {
  absorb,
  BEGINS,
  type Before,
  begin,
  bothCodes,
  bytesOf,
  CODE,
  closes,
  count,
  FIRST,
  KIND,
  LAST,
  LONG,
  NEXT,
  note,
  packetsOf,
  RECORDS,
  reasonsOf,
  release,
  SOURCE,
  SUM_WORDS,
  type SumPool,
  saidBy,
  sumPool,
  withDoubts,
} from './sum-pool.js';
import type { Timing } from './time-delta.js';

/** The conversations that are not over: ends, and the sums of their records. */
export type OpenConversations = {
  readonly table: EndsTable;
  readonly pool: SumPool;
  readonly timing: Timing;
  /** Records of other flow logs may be the same ones: sums stay as fine as records until that is settled. */
  readonly deduplicates: boolean;
  readonly before: Before;
  readonly reasonsTogether: (a: number, b: number) => number;
  /** The number of the flow log that wrote a source. */
  readonly flowLogOf: (source: number) => number;
  /** Records that another flow log had written with the same fields. */
  duplicates: number;
  /** The sums of one pair of ends, from the earliest start to the latest. */
  scratch: Int32Array;
  /** What lies about the record at hand; one object for all. */
  readonly neighbours: Neighbours;
};

/** The latest sum of a kind that starts after a record, the one before it, and the earliest of any kind that starts after. */
type Neighbours = { later: number; laterOfKind: number; earlierOfKind: number };

/** A record, as numbers. `code` is a sum's. */
export type Entry = {
  code: number;
  start: number;
  end: number;
  packets: number;
  bytes: number;
  source: number;
  line: number;
  /** It carries TCP flags that can tell when ports are used again: it is kept apart from those of other windows. */
  isFine: boolean;
  /** Another flow log may have written it too: it is added up only with records that equal it. */
  isExact: boolean;
};

export const openConversations = (
  options: Pick<OpenConversations, 'timing' | 'deduplicates' | 'before' | 'reasonsTogether' | 'flowLogOf'>,
): OpenConversations => ({
  ...options,
  table: endsTable(),
  pool: sumPool(),
  duplicates: 0,
  scratch: new Int32Array(64),
  neighbours: { later: 0, laterOfKind: 0, earlierOfKind: 0 },
});

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

const sameLog = (it: OpenConversations, sum: number, source: number): boolean => {
  const other = it.pool.words[sum * SUM_WORDS + SOURCE] as number;
  return other === source || it.flowLogOf(other) === it.flowLogOf(source);
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
  const budget = ends * ENDS_WORDS + BUDGET;
  const left = (it.table.words[budget] as number) - 1;
  it.table.words[budget] = left;
  return left === 0;
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
  const seen = ends * ENDS_WORDS + LAST_SEEN;
  if (entry.end > (it.table.words[seen] as number)) it.table.words[seen] = entry.end;
  const isFine = entry.isFine || entry.isExact || it.timing.policy === 'absolute';
  return isFine ? addFine(it, ends, entry) : addCoarse(it, ends, entry);
};

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

const sameRecord = ({ pool }: OpenConversations, a: number, b: number): boolean => {
  const [x, y] = [a * SUM_WORDS, b * SUM_WORDS];
  const [m, n] = [pool.words[x + RECORDS] as number, pool.words[y + RECORDS] as number];
  return (
    saidBy(pool.words[x + CODE] as number) === saidBy(pool.words[y + CODE] as number) &&
    pool.words[x + FIRST] === pool.words[y + FIRST] &&
    pool.words[x + LAST] === pool.words[y + LAST] &&
    packetsOf(pool, a) * n === packetsOf(pool, b) * m &&
    bytesOf(pool, a) * n === bytesOf(pool, b) * m
  );
};

/**
 * Of records that several flow logs wrote with equal fields, those of the flow log that has most of them count. Equal
 * records of one flow log are as many records.
 */
const withoutDuplicates = (it: OpenConversations, size: number): number => {
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
    const keepsOther =
      records(other) > records(sum) || (records(other) === records(sum) && logOf(other) < logOf(sum));
    it.duplicates += records(keepsOther ? sum : other);
    release(pool, keepsOther ? sum : other);
    if (!keepsOther) scratch[twin] = sum;
  }
  return kept;
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
  table.words[ends * ENDS_WORDS + BUDGET] = size + FIRST_BUDGET;
};

/** Sums that may become one when nothing more can come between them. */
const areAlike = (it: OpenConversations, a: number, b: number): boolean => {
  const { words } = it.pool;
  const [x, y] = [words[a * SUM_WORDS + CODE] as number, words[b * SUM_WORDS + CODE] as number];
  return (
    (x & KIND) === (y & KIND) &&
    closes(x) === closes(y) &&
    sameLog(it, a, words[b * SUM_WORDS + SOURCE] as number)
  );
};

/** Once its sums are added up, nobody can see any longer what was unsure. */
const noteDoubts = ({ pool, scratch }: OpenConversations, piece: Piece): void => {
  const at = (scratch[piece.from] as number) * SUM_WORDS + CODE;
  pool.words[at] = withDoubts(pool.words[at] as number, piece.doubts);
};

/** Adds up the sums of a piece that start before `horizon`; the others follow. Writes to the scratch array from `to` on. */
const compact = (it: OpenConversations, piece: Piece, horizon: number, to: number): number => {
  const { pool, scratch } = it;
  let size = to;
  noteDoubts(it, piece);
  for (let i = piece.from; i < piece.to; i++) {
    const sum = scratch[i] as number;
    const isSettled =
      (pool.words[sum * SUM_WORDS + FIRST] as number) < horizon && it.timing.policy !== 'absolute';
    let like = isSettled ? to : size;
    while (like < size && !areAlike(it, scratch[like] as number, sum)) like++;
    if (like < size) absorb(pool, scratch[like] as number, sum, it.reasonsTogether, it.before);
    else scratch[size++] = sum;
  }
  return size;
};

/** Takes a conversation that is over: its ends, and its sums as places in the scratch array. */
export type TakePiece = (ends: number, piece: Piece) => void;

const startOf = (it: OpenConversations, index: number): number =>
  it.pool.words[(it.scratch[index] as number) * SUM_WORDS + FIRST] as number;

const markBeginning = (it: OpenConversations, piece: Piece, before: Piece | undefined): void => {
  if (before?.cutBy !== 'endOfFlow') return;
  const at = (it.scratch[piece.from] as number) * SUM_WORDS + CODE;
  it.pool.words[at] = ((it.pool.words[at] as number) | BEGINS) >>> 0;
};

/**
 * Looks through the sums of a pair of ends. No record that starts before `horizon` is still to come, so what was cut off
 * before it is over and given away, and what goes on is added up. Gives the number of sums left.
 */
export const settle = (
  it: OpenConversations,
  ends: number,
  horizon: number,
  take: TakePiece | null,
): number => {
  const pieces = cut(it.pool, it.scratch, gather(it, ends), it.timing);
  let size = 0;
  for (const [i, piece] of pieces.entries()) {
    const next = pieces[i + 1];
    const isOver =
      next === undefined
        ? it.timing.policy !== 'infinite' && piece.lastSeen + it.timing.delta(piece.isLong) < horizon
        : startOf(it, next.from) < horizon;
    if (isOver && take !== null) {
      take(ends, piece);
      for (let at = piece.from; at < piece.to; at++) release(it.pool, it.scratch[at] as number);
    } else {
      markBeginning(it, piece, pieces[i - 1]);
      size = compact(it, piece, horizon, size);
    }
  }
  relink(it, ends, size);
  return size;
};

/** The conversations of a pair of ends as they stand; the sums of each are in the scratch array until the next call. */
export const piecesOf = (it: OpenConversations, ends: number): readonly Piece[] => {
  const size = gather(it, ends);
  if (it.deduplicates) relink(it, ends, size);
  return cut(it.pool, it.scratch, size, it.timing);
};

export const pointOfEnds = ({ table }: OpenConversations, ends: number): number =>
  pointOf(table.words[ends * ENDS_WORDS + POINT] as number);
