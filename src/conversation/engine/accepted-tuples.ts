import type { Conversation, Party } from '../conversation.js';
import { ENDS_WORDS, find, pointWord, portsWord, TAIL } from './ends-table.js';
import type { Ipv6Numbers } from './ipv6-numbers.js';
import type { OpenConversations } from './open-conversations.js';
import { actionOf, closes, HAS_FLAGS } from './sum-code.js';
import { CODE, FIRST, LAST, NEXT, SUM_WORDS } from './sum-pool.js';

/** Two ends as one observation point has them, either way round. */
export type Tuple = readonly [
  observationPoint: string,
  protocol: Conversation['protocol'],
  a: Party,
  b: Party,
];

/** Whether traffic between these two, either way round, was accepted at this observation point at some time of the log. */
export type WasAccepted = (...tuple: Tuple) => boolean;

/** How long two ends that went on later had been silent, in seconds. */
export type Silence = {
  /** Between two accepted records: so long it was at the least. 0 when there are not two. */
  readonly shown: number;
  /** What the windows of their records leave room for besides: so long it can have been. */
  readonly hidden: number;
};

/** The longest silence between accepted packets of these two ends. */
export type LongestSilence = (...tuple: Tuple) => Silence;

/** What was accepted of these two ends until a time. Unix seconds. */
export type AcceptedPast = {
  /** The latest end of its records. */
  readonly lastSeen: number;
  /** A FIN or RST got through; null where not all of its records have flags. */
  readonly isClosed: boolean | null;
};

/** Null where nothing was accepted until then. */
export type AcceptedBefore = (time: number, ...tuple: Tuple) => AcceptedPast | null;

export type AcceptedTuples = {
  readonly wasAccepted: WasAccepted;
  readonly acceptedBefore: AcceptedBefore;
  readonly longestSilence: LongestSilence;
};

const ACCEPT = 0;

/** Where the accepted sums of these ends stand, the latest start first. */
function* acceptedSums({ table, pool }: OpenConversations, ends: number): Generator<number, void> {
  for (
    let sum = table.words[ends * ENDS_WORDS + TAIL] as number;
    sum !== 0;
    sum = pool.words[sum * SUM_WORDS + NEXT] as number
  )
    if (actionOf(pool.words[sum * SUM_WORDS + CODE] as number) === ACCEPT) yield sum * SUM_WORDS;
}

const silenceIn = (open: OpenConversations, ends: number): Silence => {
  const { words } = open.pool;
  const windows = [...acceptedSums(open, ends)].map((at) => ({
    first: words[at + FIRST] as number,
    last: words[at + LAST] as number,
  }));
  let [shown, hidden, began, reached] = [0, 0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { first, last } of windows.sort((a, b) => a.first - b.first)) {
    shown = Math.max(shown, first - reached);
    // Of the one window the first packet, of the other one the last.
    hidden = Math.max(hidden, last - first, last - began);
    reached = reached === Number.POSITIVE_INFINITY ? last : Math.max(reached, last);
    began = first;
  }
  return { shown, hidden };
};

const pastIn = (open: OpenConversations, ends: number, time: number): AcceptedPast | null => {
  const { words } = open.pool;
  const sums = [...acceptedSums(open, ends)].filter((at) => (words[at + FIRST] as number) < time);
  if (sums.length === 0) return null;
  const codes = sums.map((at) => words[at + CODE] as number);
  const isClosed = codes.some(closes);
  return {
    lastSeen: Math.max(...sums.map((at) => words[at + LAST] as number)),
    isClosed: isClosed || codes.every((code) => (code & HAS_FLAGS) !== 0) ? isClosed : null,
  };
};

/** An end as the table has it; null when no record has its address. */
type End = { readonly isIpv6: boolean; readonly address: number; readonly port: number };

const endOf = ({ address, port }: Party, ipv6: Ipv6Numbers): End | null => {
  const number = address.family === 4 ? address.value : ipv6.find(address.value);
  return number === undefined ? null : { isIpv6: address.family === 6, address: number, port: port ?? -1 };
};

const inOrder = (a: End, b: End): number =>
  Number(a.isIpv6) - Number(b.isIpv6) || a.address - b.address || a.port - b.port;

/** Looks ends up among the conversations kept: a rejection hours later may still belong to one of them. */
export const acceptedTuples = (
  open: OpenConversations,
  numberOfPoint: (point: string) => number | null,
  ipv6: Ipv6Numbers,
): AcceptedTuples => {
  const placeOf = (...[observationPoint, protocol, a, b]: Tuple): number => {
    const point = numberOfPoint(observationPoint);
    const ends = [endOf(a, ipv6), endOf(b, ipv6)].filter((end) => end !== null).sort(inOrder);
    const [left, right] = ends;
    if (point === null || left === undefined || right === undefined) return -1;
    const word = pointWord(point, protocol, left.isIpv6, right.isIpv6, left.port, right.port);
    const ports = portsWord(left.port, right.port);
    return find(open.table, word, left.address, right.address, ports, 0);
  };
  return {
    wasAccepted: (...tuple) => {
      const place = placeOf(...tuple);
      return place >= 0 && acceptedSums(open, place).next().done !== true;
    },
    acceptedBefore: (time, ...tuple) => {
      const place = placeOf(...tuple);
      return place < 0 ? null : pastIn(open, place, time);
    },
    longestSilence: (...tuple) => {
      const place = placeOf(...tuple);
      return place < 0 ? { shown: 0, hidden: 0 } : silenceIn(open, place);
    },
  };
};
