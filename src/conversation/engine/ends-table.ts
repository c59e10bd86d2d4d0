import { grown } from './sum-pool.js';

/**
 * Who speaks with whom, where: observation point, protocol and the two ends, each once, with the sums of their records.
 * Eight words each, found by open addressing over those words, so that a pair of ends costs no object and no string.
 *
 * `left` and `right` are the ends in an order of their own, so that both directions meet. Places are counted from 0 and
 * without holes: the last one moves to where one is removed.
 */
export type EndsTable = {
  words: Uint32Array;
  /** Slot -> place + 1; 0 is empty. The size is a power of two, at most 60 percent full. */
  slots: Uint32Array;
  size: number;
};

export const ENDS_WORDS = 8;

/** Observation point, families, which port is absent, protocol. */
export const POINT = 0;
export const LEFT = 1;
export const RIGHT = 2;
export const PORTS = 3;
/** The sum with the latest start. */
export const TAIL = 4;
export const LAST_SEEN = 5;
/** The address that `srcaddr` or `dstaddr` show in place of one end. */
export const STAND_IN = 6;
/** What the address stands in for, and its family; above these bits, how many sums may be added before they are looked through. */
export const STATE = 7;

export const LEFT_REPLACED = 1;
export const RIGHT_REPLACED = 2;
export const REPLACED = 3;
export const STAND_IN_IS_IPV6 = 4;
const STATE_BITS = 7;
const ONE_MORE = 8;

const LEFT_IPV6 = 1 << 8;
const RIGHT_IPV6 = 1 << 9;
const NO_LEFT_PORT = 1 << 10;
const NO_RIGHT_PORT = 1 << 11;
const POINT_SHIFT = 12;
/** As many observation points can be told apart. */
export const MOST_POINTS = 1 << 20;

/** How many sums a new pair of ends may collect. */
export const FIRST_BUDGET = 16;

/** How many sums may be added to a pair of ends before they are looked through. */
export const allow = ({ words }: EndsTable, place: number, sums: number): void => {
  const at = place * ENDS_WORDS + STATE;
  words[at] = ((words[at] as number) & STATE_BITS) | (sums * ONE_MORE);
};

/** Counts a sum that was added; true when it was the last one allowed. */
export const useUp = ({ words }: EndsTable, place: number): boolean => {
  const at = place * ENDS_WORDS + STATE;
  const left = (words[at] as number) - ONE_MORE;
  words[at] = left;
  return left < ONE_MORE;
};

export const endsTable = (): EndsTable => ({
  words: new Uint32Array(256 * ENDS_WORDS),
  slots: new Uint32Array(512),
  size: 0,
});

/** The first word. Ports are -1 where there is none. */
export const pointWord = (
  point: number,
  protocol: number,
  leftIsIpv6: boolean,
  rightIsIpv6: boolean,
  leftPort: number,
  rightPort: number,
): number =>
  ((point << POINT_SHIFT) |
    protocol |
    (leftIsIpv6 ? LEFT_IPV6 : 0) |
    (rightIsIpv6 ? RIGHT_IPV6 : 0) |
    (leftPort < 0 ? NO_LEFT_PORT : 0) |
    (rightPort < 0 ? NO_RIGHT_PORT : 0)) >>>
  0;

export const portsWord = (leftPort: number, rightPort: number): number =>
  ((Math.max(leftPort, 0) << 16) | Math.max(rightPort, 0)) >>> 0;

export const pointOf = (word: number): number => word >>> POINT_SHIFT;
export const protocolOf = (word: number): number => word & 255;
export const isLeftIpv6 = (word: number): boolean => (word & LEFT_IPV6) !== 0;
export const isRightIpv6 = (word: number): boolean => (word & RIGHT_IPV6) !== 0;
export const leftPortOf = (word: number, ports: number): number | null =>
  (word & NO_LEFT_PORT) !== 0 ? null : ports >>> 16;
export const rightPortOf = (word: number, ports: number): number | null =>
  (word & NO_RIGHT_PORT) !== 0 ? null : ports & 65_535;
/** What two observation points share when they see the same ends. */
export const withoutPoint = (word: number): number => word & ((1 << POINT_SHIFT) - 1);

export const hashOf = (point: number, left: number, right: number, ports: number): number => {
  let hash = Math.imul(point ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ left, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13) ^ right, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 16) ^ ports, 0x165667b1);
  return (hash ^ (hash >>> 15)) >>> 0;
};

/** Whether an address that stands in for one end speaks against another that stands in for the other end. */
export const areCompatible = (a: number, b: number): boolean => a === 0 || b === 0 || a === b;

/** The place of these ends, or -1. `replaced` tells which end another address stands in for. */
export const find = (
  table: EndsTable,
  point: number,
  left: number,
  right: number,
  ports: number,
  replaced: number,
): number => {
  const { words, slots } = table;
  const mask = slots.length - 1;
  for (let slot = hashOf(point, left, right, ports) & mask; ; slot = (slot + 1) & mask) {
    const place = (slots[slot] as number) - 1;
    if (place < 0) return -1;
    const at = place * ENDS_WORDS;
    if (
      words[at + LEFT] === left &&
      words[at + RIGHT] === right &&
      words[at] === point &&
      words[at + PORTS] === ports &&
      areCompatible((words[at + STATE] as number) & REPLACED, replaced)
    )
      return place;
  }
};

/** Adds ends that were not found. */
export const add = (table: EndsTable, point: number, left: number, right: number, ports: number): number => {
  if (10 * (table.size + 1) > 6 * table.slots.length) rehash(table, 2 * table.slots.length);
  if ((table.size + 1) * ENDS_WORDS > table.words.length) table.words = grown(table.words, ENDS_WORDS);
  const place = table.size++;
  const { words } = table;
  const at = place * ENDS_WORDS;
  words[at + POINT] = point;
  words[at + LEFT] = left;
  words[at + RIGHT] = right;
  words[at + PORTS] = ports;
  words[at + TAIL] = 0;
  words[at + LAST_SEEN] = 0;
  words[at + STAND_IN] = 0;
  words[at + STATE] = FIRST_BUDGET * ONE_MORE;
  occupy(table, place);
  return place;
};

const homeOf = ({ words, slots }: EndsTable, place: number): number => {
  const at = place * ENDS_WORDS;
  return (
    hashOf(
      words[at] as number,
      words[at + LEFT] as number,
      words[at + RIGHT] as number,
      words[at + PORTS] as number,
    ) &
    (slots.length - 1)
  );
};

const occupy = (table: EndsTable, place: number): void => {
  const { slots } = table;
  let slot = homeOf(table, place);
  while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
  slots[slot] = place + 1;
};

const rehash = (table: EndsTable, slots: number): void => {
  table.slots = new Uint32Array(slots);
  for (let place = 0; place < table.size; place++) occupy(table, place);
};

/** Places all ends anew, after their words changed. */
export const replaceAll = (table: EndsTable): void => rehash(table, table.slots.length);

const slotOf = (table: EndsTable, place: number): number => {
  const { slots } = table;
  let slot = homeOf(table, place);
  while (slots[slot] !== place + 1) slot = (slot + 1) & (slots.length - 1);
  return slot;
};

/** Removes ends; the last ones take their place. */
export const remove = (table: EndsTable, place: number): void => {
  vacate(table, slotOf(table, place));
  const last = --table.size;
  if (place === last) return;
  table.slots[slotOf(table, last)] = place + 1;
  table.words.copyWithin(place * ENDS_WORDS, last * ENDS_WORDS, (last + 1) * ENDS_WORDS);
};

/** Empties a slot and moves back what had to go past it. */
const vacate = (table: EndsTable, from: number): void => {
  const { slots } = table;
  const mask = slots.length - 1;
  let hole = from;
  for (let slot = (hole + 1) & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
    const home = homeOf(table, (slots[slot] as number) - 1);
    // What stands between its home and its slot without the hole in between stays.
    if (((slot - home) & mask) < ((slot - hole) & mask)) continue;
    slots[hole] = slots[slot] as number;
    hole = slot;
  }
  slots[hole] = 0;
};
