import type { Conversation, Party } from './conversation.js';
import { ENDS_WORDS, find, pointWord, portsWord, TAIL } from './ends-table.js';
import type { Ipv6Numbers } from './ipv6-numbers.js';
import type { OpenConversations } from './open-conversations.js';
import { actionOf } from './sum-code.js';
import { CODE, SUM_WORDS } from './sum-pool.js';

/** Whether traffic between these two, either way round, was accepted at this observation point at some time of the log. */
export type WasAccepted = (
  observationPoint: string,
  protocol: Conversation['protocol'],
  a: Party,
  b: Party,
) => boolean;

const ACCEPT = 0;

const someAccepted = ({ table, pool }: OpenConversations, ends: number): boolean => {
  for (
    let sum = table.words[ends * ENDS_WORDS + TAIL] as number;
    sum !== 0;
    sum = pool.words[sum * SUM_WORDS] as number
  )
    if (actionOf(pool.words[sum * SUM_WORDS + CODE] as number) === ACCEPT) return true;
  return false;
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
export const wasAccepted =
  (
    open: OpenConversations,
    numberOfPoint: (point: string) => number | null,
    ipv6: Ipv6Numbers,
  ): WasAccepted =>
  (observationPoint, protocol, a, b) => {
    const point = numberOfPoint(observationPoint);
    const ends = [endOf(a, ipv6), endOf(b, ipv6)].filter((end) => end !== null).sort(inOrder);
    const [left, right] = ends;
    if (point === null || left === undefined || right === undefined) return false;
    const word = pointWord(point, protocol, left.isIpv6, right.isIpv6, left.port, right.port);
    const ports = portsWord(left.port, right.port);
    const place = find(open.table, word, left.address, right.address, ports, 0);
    return place >= 0 && someAccepted(open, place);
  };
