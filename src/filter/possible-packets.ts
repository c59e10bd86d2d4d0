import { distinct, type Gap } from '../problem/gap.js';
import type { IcmpTypeCode } from '../traffic/icmp.js';
import type { Packet } from '../traffic/packet.js';
import { hasPorts, isIcmp } from '../traffic/protocol.js';
import { nearestFirst } from './near-miss.js';
import type { TrafficMatch } from './traffic-match.js';
import { allowed, type Deciding, denied, sameDeciding, undetermined, type Verdict } from './verdict.js';

/**
 * A packet with an unknown field stands for every packet that agrees with it elsewhere. Rules can tell only finitely
 * many of them apart, so one witness of each class is enough to know what *all* of them would get.
 */
const possiblePackets = (packet: Packet, rules: readonly TrafficMatch[]): readonly Packet[] => {
  const relevant = rules.filter((rule) => rule.protocol === packet.protocol);
  if (isIcmp(packet.protocol) && packet.icmp === null)
    return icmpClasses(relevant).map((icmp) => ({ ...packet, icmp }));
  if (hasPorts(packet.protocol) && packet.destinationPort === null)
    return portClasses(relevant).map((destinationPort) => ({ ...packet, destinationPort }));
  return [packet];
};

/** The numbers that rules name, and one that none of them names. */
const named = (numbers: readonly (number | 'any')[]): readonly number[] => {
  const known = new Set(numbers.filter((n) => n !== 'any'));
  const other = Array.from({ length: 256 }, (_, n) => n).find((n) => !known.has(n));
  return other === undefined ? [...known] : [...known, other];
};

const icmpClasses = (rules: readonly TrafficMatch[]): readonly IcmpTypeCode[] => {
  const icmp = rules.flatMap((rule) => rule.icmp ?? []);
  return named(icmp.map((match) => match.type)).flatMap((type) =>
    named(icmp.filter((match) => match.type === type || match.type === 'any').map((match) => match.code)).map(
      (code) => ({ type, code }),
    ),
  );
};

/** The first port of every stretch of ports between two ends of ranges. */
const portClasses = (rules: readonly TrafficMatch[]): readonly number[] => {
  const starts = rules.flatMap(({ ports }) => (ports === null ? [] : [ports.from, ports.to + 1]));
  return [...new Set([0, ...starts])].filter((port) => port >= 0 && port <= 65535);
};

const unknownField = (packet: Packet): Gap =>
  isIcmp(packet.protocol)
    ? { kind: 'icmp-type', id: null, needs: 'the ICMP type and code, which a flow log never records' }
    : { kind: 'record-field', id: 'dstport', needs: 'dstport in the log format' };

const distinctDeciding = (deciding: readonly Deciding[]): readonly Deciding[] =>
  deciding.filter((one, index) => deciding.findIndex((other) => sameDeciding(one, other)) === index);

/**
 * The verdict that holds whatever the unknown field is: if every possible packet gets the same outcome, that outcome
 * with everything that may decide it; else `undetermined`, with the same list.
 */
export const judgePossible = (
  packet: Packet,
  rules: readonly TrafficMatch[],
  judge: (packet: Packet) => Verdict,
): Verdict => {
  const verdicts = possiblePackets(packet, rules).map(judge);
  const [first] = verdicts;
  if (first !== undefined && verdicts.length === 1) return first;
  const deciding = distinctDeciding(verdicts.flatMap((verdict) => verdict.deciding));
  const outcomes = new Set(verdicts.map((verdict) => verdict.outcome));
  if (outcomes.size === 1 && outcomes.has('allowed')) return allowed(...deciding);
  if (outcomes.size === 1 && outcomes.has('denied'))
    return denied(deciding, nearestFirst(verdicts.flatMap((verdict) => verdict.nearest)));
  const gaps = verdicts.flatMap((verdict) => verdict.missing);
  return undetermined(distinct(outcomes.size > 1 ? [unknownField(packet), ...gaps] : gaps), deciding);
};
