import {
  areCompatible,
  ENDS_WORDS,
  type EndsTable,
  hashOf,
  LEFT,
  PORTS,
  pointOf,
  REPLACED,
  RIGHT,
  STATE,
} from './ends-table.js';

/**
 * What was given out a short while ago: ends, flow log and time of each conversation of a single flow log, seven words each,
 * found by open addressing. A second flow log with longer windows, of which nothing tells before its first window is over,
 * has the same packets once more when nothing of them is open any longer.
 */
export type GivenOut = {
  words: Uint32Array;
  size: number;
};

/** What a flow log recorded: from when to when, and the number of the log. */
export type Recorded = { readonly first: number; readonly last: number; readonly log: number };

const WORDS = 7;
/** The first four words are those of the ends. */
const FIRST = 4;
/** 0 where the place is empty. */
const LAST = 5;
/** The number of the flow log, what the address stands in for, and a bit for each direction and action. */
const LOG = 6;
const LOG_SHIFT = 10;
const REPLACED_SHIFT = 8;

const FEWEST = 1024;

export const givenOut = (): GivenOut => ({ words: new Uint32Array(0), size: 0 });

/** The empty place that the ends at `at` of other words belong to. */
const freeAt = (words: Uint32Array, ends: Uint32Array, at: number): number => {
  let place = homeOf(words, ends, at);
  while (words[place + LAST] !== 0) place = after(words, place);
  return place;
};

/** The first place at which those ends may be. */
const homeOf = (words: Uint32Array, ends: Uint32Array, at: number): number =>
  WORDS *
  (hashOf(
    ends[at] as number,
    ends[at + LEFT] as number,
    ends[at + RIGHT] as number,
    ends[at + PORTS] as number,
  ) &
    (words.length / WORDS - 1));

const after = (words: Uint32Array, place: number): number =>
  place + WORDS === words.length ? 0 : place + WORDS;

/** Whether a record can still come, at an observation point, of a window that goes on until a time. */
export type MayCome = (point: number, last: number) => boolean;

/** Forgets what no record still to come can be a copy of, and makes room. */
const renew = (it: GivenOut, mayCome: MayCome): void => {
  const old = it.words;
  const kept: number[] = [];
  for (let at = 0; at < old.length; at += WORDS)
    if (old[at + LAST] !== 0 && mayCome(pointOf(old[at] as number), old[at + LAST] as number)) kept.push(at);
  const capacity = 2 ** Math.ceil(Math.log2(Math.max(FEWEST, 3 * kept.length)));
  it.words = new Uint32Array(capacity * WORDS);
  for (const at of kept) it.words.set(old.subarray(at, at + WORDS), freeAt(it.words, old, at));
  it.size = kept.length;
};

/** Remembers a conversation of these ends; `flows` has a bit for each direction and action, as a sum's code has them. */
export const remember = (
  it: GivenOut,
  table: EndsTable,
  ends: number,
  { first, last, log }: Recorded,
  flows: number,
  mayCome: MayCome,
): void => {
  if (10 * (it.size + 1) * WORDS > 6 * it.words.length) renew(it, mayCome);
  const at = ends * ENDS_WORDS;
  const { words } = it;
  const place = freeAt(words, table.words, at);
  for (let i = 0; i < FIRST; i++) words[place + i] = table.words[at + i] as number;
  const replaced = (table.words[at + STATE] as number) & REPLACED;
  words[place + FIRST] = first;
  words[place + LAST] = last;
  words[place + LOG] = (log << LOG_SHIFT) | (replaced << REPLACED_SHIFT) | flows;
  it.size++;
};

const hasEnds = (words: Uint32Array, at: number, table: Uint32Array, ends: number): boolean => {
  for (let i = 0; i < FIRST; i++) if (words[at + i] !== table[ends + i]) return false;
  const replaced = ((words[at + LOG] as number) >>> REPLACED_SHIFT) & REPLACED;
  return areCompatible(replaced, (table[ends + STATE] as number) & REPLACED);
};

/** Whether something that was given out of these ends, in this direction and with this action, meets a condition. */
export const wasGivenOut = (
  { words, size }: GivenOut,
  table: EndsTable,
  ends: number,
  flow: number,
  condition: (recorded: Recorded) => boolean,
): boolean => {
  if (size === 0) return false;
  const key = ends * ENDS_WORDS;
  for (let at = homeOf(words, table.words, key); words[at + LAST] !== 0; at = after(words, at)) {
    const named = words[at + LOG] as number;
    if ((named & (1 << flow)) === 0 || !hasEnds(words, at, table.words, key)) continue;
    const [first, last] = [words[at + FIRST] as number, words[at + LAST] as number];
    if (condition({ first, last, log: named >>> LOG_SHIFT })) return true;
  }
  return false;
};

/** Calls back for each place in the words of ends that are remembered. */
export const eachGivenOut = ({ words }: GivenOut, visit: (at: number) => void): void => {
  for (let at = 0; at < words.length; at += WORDS) if (words[at + LAST] !== 0) visit(at);
};

/** Finds places anew, after their words changed. */
export const replaceGivenOut = (it: GivenOut): void => renew(it, () => true);
