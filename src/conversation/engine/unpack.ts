import { type IpAddress, ipv4, ipv6 } from '../../address/ip-address.js';
import { origin } from '../../problem/origin.js';
import { type Conversation, type Flow, NO_FLOW, type Party, type StandIn } from '../conversation.js';
import { direct, type Unordered } from '../direction.js';
import type { FlowEndReason } from '../flow-end-reason.js';
import { add, type Tally } from '../tally.js';
import type { Piece } from './cut.js';
import { doubtsAbout } from './doubts.js';
import {
  ENDS_WORDS,
  isLeftIpv6,
  isRightIpv6,
  LEFT,
  LEFT_REPLACED,
  leftPortOf,
  PORTS,
  pointOf,
  protocolOf,
  REPLACED,
  RIGHT,
  rightPortOf,
  STAND_IN,
  STAND_IN_IS_IPV6,
  STATE,
} from './ends-table.js';
import type { OpenConversations } from './open-conversations.js';
import type { OwnsAddress } from './own-address.js';
import {
  ACTIONS,
  actionOf,
  FLOW_DIRECTIONS,
  FROM_RIGHT,
  flagsOf,
  flowDirectionOf,
  HAS_FLAGS,
  reasonsOf,
} from './sum-code.js';
import { evidenceOf } from './sum-evidence.js';
import { bytesOf, CODE, FIRST, LAST, packetsOf, RECORDS, SUM_WORDS } from './sum-pool.js';

/** What turns numbers back into names. */
export type Names = {
  readonly point: (number: number) => string;
  readonly source: (number: number) => string;
  /** A set of reject reasons, as text joined by spaces. */
  readonly reasons: (number: number) => string;
  readonly ipv6: (number: number) => bigint;
  readonly ownsAddress: OwnsAddress;
};

const addressOf = (names: Names, isIpv6: boolean, word: number): IpAddress =>
  isIpv6 ? ipv6(names.ipv6(word)) : ipv4(word);

/** The two ends at a place of the table, in its own order. */
export const partiesOf = (it: OpenConversations, ends: number, names: Names): readonly [Party, Party] => {
  const { words } = it.table;
  const at = ends * ENDS_WORDS;
  const [word, ports] = [words[at] as number, words[at + PORTS] as number];
  return [
    {
      address: addressOf(names, isLeftIpv6(word), words[at + LEFT] as number),
      port: leftPortOf(word, ports),
    },
    {
      address: addressOf(names, isRightIpv6(word), words[at + RIGHT] as number),
      port: rightPortOf(word, ports),
    },
  ];
};

const tallyOf = ({ pool }: OpenConversations, sum: number, names: Names): Tally => {
  const at = sum * SUM_WORDS;
  const code = pool.words[at + CODE] as number;
  const reasons = reasonsOf(code);
  return {
    records: pool.words[at + RECORDS] as number,
    packets: packetsOf(pool, sum),
    bytes: bytesOf(pool, sum),
    firstSeen: pool.words[at + FIRST] as number,
    lastSeen: pool.words[at + LAST] as number,
    tcpFlags: (code & HAS_FLAGS) === 0 ? null : flagsOf(code),
    rejectReasons: reasons === 0 ? [] : names.reasons(reasons).split(' '),
    flowDirection: FLOW_DIRECTIONS[flowDirectionOf(code)] ?? null,
    evidence: evidenceOf(pool, sum).map(([source, line]) => origin(names.source(source), line)),
  };
};

const standInOf = (
  it: OpenConversations,
  ends: number,
  names: Names,
  parties: readonly [Party, Party],
): StandIn | null => {
  const at = ends * ENDS_WORDS;
  const state = it.table.words[at + STATE] as number;
  if ((state & REPLACED) === 0) return null;
  return {
    address: addressOf(names, (state & STAND_IN_IS_IPV6) !== 0, it.table.words[at + STAND_IN] as number),
    for: (state & REPLACED) === LEFT_REPLACED ? parties[0].address : parties[1].address,
    toldBy: 'its-own-records',
  };
};

const FIN = 1;
const RST = 4;

const sentThrough = (flow: Flow, flag: number): boolean =>
  [flow.ACCEPT, flow.none].some((tally) => ((tally?.tcpFlags ?? 0) & flag) !== 0);

/** A reset got through, or both ends said that they were done. */
const isClosed = (a: Flow, b: Flow): boolean =>
  sentThrough(a, RST) || sentThrough(b, RST) || (sentThrough(a, FIN) && sentThrough(b, FIN));

/** What each end sent. */
const flowsOf = (
  it: OpenConversations,
  { from, to }: Piece,
  names: Names,
): Pick<Unordered, 'fromLeft' | 'fromRight'> => {
  const [fromLeft, fromRight]: [Mutable<Flow>, Mutable<Flow>] = [{ ...NO_FLOW }, { ...NO_FLOW }];
  for (let i = from; i < to; i++) {
    const sum = it.scratch[i] as number;
    const code = it.pool.words[sum * SUM_WORDS + CODE] as number;
    const flow = (code & FROM_RIGHT) === 0 ? fromLeft : fromRight;
    const action = ACTIONS[actionOf(code)] ?? 'none';
    flow[action] = add(flow[action], tallyOf(it, sum, names));
  }
  return { fromLeft, fromRight };
};

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The conversation that a piece of the sums in the scratch array makes. */
export const unpack = (
  it: OpenConversations,
  ends: number,
  piece: Piece,
  cutBy: FlowEndReason,
  names: Names,
): Conversation => {
  const parties = partiesOf(it, ends, names);
  const [left, right] = parties;
  const word = it.table.words[ends * ENDS_WORDS] as number;
  const { fromLeft, fromRight } = flowsOf(it, piece, names);
  const observationPoint = names.point(pointOf(word));
  const protocol = protocolOf(word);
  const directed = direct({ left, right, fromLeft, fromRight }, (address) =>
    names.ownsAddress(observationPoint, address),
  );
  return {
    observationPoint,
    protocol,
    ...directed,
    standIn: standInOf(it, ends, names, parties),
    flowEndReason: isClosed(fromLeft, fromRight) ? 'endOfFlow' : cutBy,
    doubts: doubtsAbout(it, piece, protocol, directed),
    copies: piece.copies,
  };
};
