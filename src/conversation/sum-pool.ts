/**
 * Sums of records: what one direction and one action of a conversation add up to, twelve words each in one array, so
 * that a sum lies in one cache line. Sums of the same two ends are linked from the latest start to the earliest.
 *
 * Places are counted from 1; 0 is none.
 */
export type SumPool = {
  words: Uint32Array;
  /** The same memory as numbers, for packets and bytes. */
  numbers: Float64Array;
  /** Where the second and the third record of a sum stand: source, line, source, line. */
  evidence: Uint32Array;
  /** The first place that was never used. */
  end: number;
  evidenceEnd: number;
  /** First of the places given back, linked by their first word. */
  free: number;
  freeEvidence: number;
};

export const SUM_WORDS = 12;
const NUMBERS = SUM_WORDS / 2;
export const EVIDENCE_WORDS = 4;

/** The words of a sum. Packets and bytes are the numbers 2 and 3 of the same memory, words 4 to 7. */
export const NEXT = 0;
export const CODE = 1;
export const FIRST = 2;
export const LAST = 3;
export const RECORDS = 8;
export const SOURCE = 9;
export const LINE = 10;
const MORE = 11;
const PACKETS = 2;
const BYTES = 3;

/** What a code word says. Direction, action and length of window are what sums are kept apart by. */
export const FROM_RIGHT = 1;
const ACTION_SHIFT = 1;
/** The window is one of ten minutes. */
export const LONG = 8;
/** A conversation begins with this sum although the one before it is near: its ports were used again. */
export const BEGINS = 16;
const DIRECTION_SHIFT = 5;
export const HAS_FLAGS = 128;
const FLAGS_SHIFT = 8;
/** What makes it less than sure that all records are one conversation's, by number in `DOUBTS`, as bits. */
const DOUBTS_SHIFT = 16;
const DOUBTS_MASK = 15 << DOUBTS_SHIFT;
const REASONS_SHIFT = 20;
/** Direction, action and length of window. */
export const KIND = 15;
const DIRECTION_MASK = 3 << DIRECTION_SHIFT;
const FLAGS_MASK = 255 << FLAGS_SHIFT;
export const MOST_REASONS = 4095;

/** By number in the code word. */
export const ACTIONS = ['ACCEPT', 'REJECT', 'none'] as const;
export const FLOW_DIRECTIONS = [null, 'ingress', 'egress'] as const;

export const codeOf = (action: number, flowDirection: number, reasons: number): number =>
  (action << ACTION_SHIFT) | (flowDirection << DIRECTION_SHIFT) | (reasons << REASONS_SHIFT);

export const withFlags = (flags: number): number => HAS_FLAGS | (flags << FLAGS_SHIFT);

export const actionOf = (code: number): number => (code >>> ACTION_SHIFT) & 3;
export const flagsOf = (code: number): number => (code & FLAGS_MASK) >>> FLAGS_SHIFT;
export const flowDirectionOf = (code: number): number => (code & DIRECTION_MASK) >>> DIRECTION_SHIFT;
export const doubtsOf = (code: number): number => (code & DOUBTS_MASK) >>> DOUBTS_SHIFT;
export const withDoubts = (code: number, doubts: number): number => (code | (doubts << DOUBTS_SHIFT)) >>> 0;
/** What the records said, without what was found out about them since. */
export const saidBy = (code: number): number => (code & ~(DOUBTS_MASK | BEGINS)) >>> 0;
export const reasonsOf = (code: number): number => code >>> REASONS_SHIFT;

const ACTION_REJECT = 1;

/** FIN or RST got through: the connection was closed. */
export const closes = (code: number): boolean =>
  (flagsOf(code) & 5) !== 0 && actionOf(code) !== ACTION_REJECT;
/** A SYN, with ACK or without: a connection was opened. */
export const opens = (code: number): boolean => (flagsOf(code) & 2) !== 0;

const FIRST_CAPACITY = 256;

export const sumPool = (): SumPool => {
  const words = new Uint32Array(FIRST_CAPACITY * SUM_WORDS);
  return {
    words,
    numbers: new Float64Array(words.buffer),
    evidence: new Uint32Array(16 * EVIDENCE_WORDS),
    end: 1,
    evidenceEnd: 1,
    free: 0,
    freeEvidence: 0,
  };
};

/** Words from which on arrays grow by a quarter only, so that little of them lies empty. */
const LARGE = 2 ** 25;

export const grown = (array: Uint32Array, stride: number): Uint32Array => {
  const rows = Math.ceil((array.length / stride) * (array.length < LARGE ? 1.6 : 1.25));
  const larger = new Uint32Array(rows * stride);
  larger.set(array);
  return larger;
};

/** A place for a sum; its words are still what they were. */
export const allocate = (pool: SumPool): number => {
  if (pool.free !== 0) {
    const place = pool.free;
    pool.free = pool.words[place * SUM_WORDS] as number;
    return place;
  }
  if ((pool.end + 1) * SUM_WORDS > pool.words.length) {
    pool.words = grown(pool.words, SUM_WORDS);
    pool.numbers = new Float64Array(pool.words.buffer);
  }
  return pool.end++;
};

/** Gives a place back. */
export const release = (pool: SumPool, place: number): void => {
  const more = pool.words[place * SUM_WORDS + MORE] as number;
  if (more !== 0) {
    pool.evidence[more * EVIDENCE_WORDS] = pool.freeEvidence;
    pool.freeEvidence = more;
  }
  pool.words[place * SUM_WORDS] = pool.free;
  pool.free = place;
};

/** Writes a sum of one record into a new place. */
export const begin = (
  pool: SumPool,
  code: number,
  first: number,
  last: number,
  packets: number,
  bytes: number,
  source: number,
  line: number,
): number => {
  const place = allocate(pool);
  const at = place * SUM_WORDS;
  const { words, numbers } = pool;
  words[at + NEXT] = 0;
  words[at + CODE] = code;
  words[at + FIRST] = first;
  words[at + LAST] = last;
  numbers[place * NUMBERS + PACKETS] = packets;
  numbers[place * NUMBERS + BYTES] = bytes;
  words[at + RECORDS] = 1;
  words[at + SOURCE] = source;
  words[at + LINE] = line;
  words[at + MORE] = 0;
  return place;
};

export const packetsOf = (pool: SumPool, place: number): number =>
  pool.numbers[place * NUMBERS + PACKETS] as number;
export const bytesOf = (pool: SumPool, place: number): number =>
  pool.numbers[place * NUMBERS + BYTES] as number;

/** Adds counts to a sum; times, code and evidence are others' business. */
export const count = (
  pool: SumPool,
  place: number,
  records: number,
  packets: number,
  bytes: number,
): void => {
  const at = place * SUM_WORDS + RECORDS;
  pool.words[at] = (pool.words[at] as number) + records;
  const number = place * NUMBERS;
  pool.numbers[number + PACKETS] = (pool.numbers[number + PACKETS] as number) + packets;
  pool.numbers[number + BYTES] = (pool.numbers[number + BYTES] as number) + bytes;
};

/** The code of two sums of one kind; `reasons` is the number of both sets of reject reasons together. */
export const bothCodes = (a: number, b: number, reasons: number): number => {
  const [x, y] = [a & DIRECTION_MASK, b & DIRECTION_MASK];
  const direction = x === 0 || y === 0 ? x | y : Math.min(x, y);
  return (
    ((a & (KIND | BEGINS)) |
      ((a | b) & (HAS_FLAGS | FLAGS_MASK | DOUBTS_MASK)) |
      direction |
      (reasons << REASONS_SHIFT)) >>>
    0
  );
};

/** Whether one place in the logs comes before another one: by the name of the file, then by the line. */
export type Before = (source: number, line: number, otherSource: number, otherLine: number) => boolean;

/** Notes where a further record of a sum stands; the first three are kept. */
export const note = (pool: SumPool, place: number, source: number, line: number, before: Before): void => {
  const at = place * SUM_WORDS;
  const { words } = pool;
  let node = words[at + MORE] as number;
  if (node === 0) {
    node = words[at + MORE] = allocateEvidence(pool);
    pool.evidence.fill(0, node * EVIDENCE_WORDS, (node + 1) * EVIDENCE_WORDS);
  }
  insert(pool, at, node * EVIDENCE_WORDS, source, line, before);
};

/** Line 0 is an empty place. */
const insert = (
  pool: SumPool,
  at: number,
  more: number,
  source: number,
  line: number,
  before: Before,
): void => {
  const { words, evidence } = pool;
  const third = evidence[more + 3] as number;
  if (third !== 0 && !before(source, line, evidence[more + 2] as number, third)) return;
  const second = evidence[more + 1] as number;
  if (second !== 0 && !before(source, line, evidence[more] as number, second)) {
    evidence[more + 2] = source;
    evidence[more + 3] = line;
    return;
  }
  evidence[more + 2] = evidence[more] as number;
  evidence[more + 3] = second;
  const isFirst = before(source, line, words[at + SOURCE] as number, words[at + LINE] as number);
  evidence[more] = isFirst ? (words[at + SOURCE] as number) : source;
  evidence[more + 1] = isFirst ? (words[at + LINE] as number) : line;
  if (!isFirst) return;
  words[at + SOURCE] = source;
  words[at + LINE] = line;
};

const allocateEvidence = (pool: SumPool): number => {
  if (pool.freeEvidence !== 0) {
    const node = pool.freeEvidence;
    pool.freeEvidence = pool.evidence[node * EVIDENCE_WORDS] as number;
    return node;
  }
  if ((pool.evidenceEnd + 1) * EVIDENCE_WORDS > pool.evidence.length)
    pool.evidence = grown(pool.evidence, EVIDENCE_WORDS);
  return pool.evidenceEnd++;
};

/** Where the first few records of a sum stand, as source and line, in the order of the files. */
export const evidenceOf = (pool: SumPool, place: number): readonly (readonly [number, number])[] => {
  const at = place * SUM_WORDS;
  const found: [number, number][] = [[pool.words[at + SOURCE] as number, pool.words[at + LINE] as number]];
  const more = (pool.words[at + MORE] as number) * EVIDENCE_WORDS;
  if (more === 0) return found;
  for (const i of [0, 2])
    if (pool.evidence[more + i + 1] !== 0)
      found.push([pool.evidence[more + i] as number, pool.evidence[more + i + 1] as number]);
  return found;
};

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
