import {
  ENDS_WORDS,
  isLeftIpv6,
  isRightIpv6,
  LAST_SEEN,
  LEFT,
  POINT,
  pointOf,
  RIGHT,
  remove,
  replaceAll,
  STAND_IN,
  STAND_IN_IS_IPV6,
  STATE,
  TAIL,
} from './ends-table.js';
import { eachGivenOut, replaceGivenOut } from './given-out.js';
import type { Ipv6Numbers } from './ipv6-numbers.js';
import { ipv6InUse, type ObservationPoints, type Point, renumberIpv6 } from './observation-points.js';
import { type OpenConversations, reachAt } from './open-conversations.js';
import { settle, type TakePiece } from './settle.js';

/** Before this second nothing more is to come at a point. Where everything is kept, anything may be. */
export const horizonOf = (open: OpenConversations, point: Point): number =>
  open.timing.keepsAll ? 0 : Math.max(0, point.watermark - reachAt(open, point.isLong));

/**
 * Until when conversations of each point must have ended to be over. A point without a record since the last sweep is
 * measured by the others: its interface may be gone, or its file read, or its first window of ten minutes still runs.
 */
const endings = (open: OpenConversations, { points, latest }: ObservationPoints): Float64Array =>
  Float64Array.from(points, ({ isFresh, isLong, watermark }) => {
    const before = (mark: number, mayBeLong: boolean): number =>
      mark - reachAt(open, mayBeLong) - open.timing.delta(mayBeLong);
    const byItself = before(watermark, isLong);
    return isFresh ? byItself : Math.max(byItself, before(latest, true));
  });

/** Gives away what is over at every pair of ends, and forgets the ends of which nothing is left. */
export const sweep = (open: OpenConversations, all: ObservationPoints, take: TakePiece): void => {
  const until = endings(open, all);
  const { table } = open;
  for (let ends = table.size - 1; ends >= 0; ends--) {
    const at = ends * ENDS_WORDS;
    const point = pointOf(table.words[at + POINT] as number);
    const isOver = (table.words[at + LAST_SEEN] as number) < (until[point] as number);
    if (!isOver && table.words[at + TAIL] !== 0) continue;
    if (settle(open, ends, Number.POSITIVE_INFINITY, false, take) === 0) remove(table, ends);
  }
  for (const point of all.points) point.isFresh = false;
};

/** Calls back for the words, from `at` on, that hold the number of an IPv6 address at one of both ends. */
const eachIpv6End = (words: Uint32Array, at: number, visit: (at: number) => void): void => {
  const word = words[at] as number;
  if (isLeftIpv6(word)) visit(at + LEFT);
  if (isRightIpv6(word)) visit(at + RIGHT);
};

/** Calls back for each word of the table that holds the number of an IPv6 address. */
const eachIpv6Word = ({ table }: OpenConversations, visit: (at: number) => void): void => {
  for (let ends = 0; ends < table.size; ends++) {
    const at = ends * ENDS_WORDS;
    eachIpv6End(table.words, at, visit);
    if (((table.words[at + STATE] as number) & STAND_IN_IS_IPV6) !== 0) visit(at + STAND_IN);
  }
};

/** Forgets the IPv6 addresses that no open conversation has. */
export const forgetIpv6 = (open: OpenConversations, all: ObservationPoints, ipv6: Ipv6Numbers): void => {
  const { table, givenOut } = open;
  const isUsed = new Uint8Array(ipv6.size());
  const use = (words: Uint32Array) => (at: number) => {
    isUsed[words[at] as number] = 1;
  };
  eachIpv6Word(open, use(table.words));
  eachGivenOut(givenOut, (at) => eachIpv6End(givenOut.words, at, use(givenOut.words)));
  for (const number of ipv6InUse(all)) isUsed[number] = 1;
  const renumbered = ipv6.keep(isUsed);
  const renumber = (words: Uint32Array) => (at: number) => {
    words[at] = renumbered[words[at] as number] as number;
  };
  eachIpv6Word(open, renumber(table.words));
  eachGivenOut(givenOut, (at) => eachIpv6End(givenOut.words, at, renumber(givenOut.words)));
  renumberIpv6(all, renumbered);
  replaceAll(table);
  replaceGivenOut(givenOut);
};
