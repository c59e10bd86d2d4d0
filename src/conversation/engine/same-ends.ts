import { ENDS_WORDS, type EndsTable, hashOf, LEFT, PORTS, RIGHT, withoutPoint } from './ends-table.js';

/**
 * The places of a table, those of the same two ends after each other, in the order in which ends first appear. Two
 * numbers per place are all that it needs.
 */
export function* bySameEnds({ words, size }: EndsTable): Generator<readonly number[], void> {
  const { heads, next } = chains(words, size);
  for (const head of heads) {
    const places: number[] = [];
    for (let place = head; place >= 0; place = next[place] as number) places.push(place);
    yield places;
  }
}

type Chains = { readonly heads: readonly number[]; readonly next: Int32Array };

/** Links the places of the same ends, from the first to the last. */
const chains = (words: Uint32Array, size: number): Chains => {
  const mask = 2 ** Math.ceil(Math.log2(2 * size + 2)) - 1;
  /** Slot -> the last place so far + 1. */
  const tails = new Int32Array(mask + 1);
  const next = new Int32Array(size).fill(-1);
  const heads: number[] = [];
  for (let place = 0; place < size; place++) {
    const slot = slotOf(words, tails, mask, place);
    const tail = (tails[slot] as number) - 1;
    if (tail < 0) heads.push(place);
    else next[tail] = place;
    tails[slot] = place + 1;
  }
  return { heads, next };
};

const slotOf = (words: Uint32Array, tails: Int32Array, mask: number, place: number): number => {
  const at = place * ENDS_WORDS;
  const ends = withoutPoint(words[at] as number);
  const [left, right, ports] = [
    words[at + LEFT] as number,
    words[at + RIGHT] as number,
    words[at + PORTS] as number,
  ];
  let slot = hashOf(ends, left, right, ports) & mask;
  for (; tails[slot] !== 0; slot = (slot + 1) & mask) {
    const other = ((tails[slot] as number) - 1) * ENDS_WORDS;
    if (
      words[other + LEFT] === left &&
      words[other + RIGHT] === right &&
      words[other + PORTS] === ports &&
      withoutPoint(words[other] as number) === ends
    )
      break;
  }
  return slot;
};
