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
export const MORE = 11;
const PACKETS = 2;
const BYTES = 3;

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
const LARGE = 2 ** 22;

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
