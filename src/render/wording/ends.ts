import { print } from '../../address/ip-address.js';
import { actionsOf, total } from '../../conversation/conversation.js';
import type { Finding, SeenAt } from '../../diagnosis/finding/finding.js';
import { isIcmp } from '../../traffic/protocol.js';
import { asksForAnything } from '../../traffic/traffic-filter.js';
import { listed, plural, time } from '../words/phrase.js';
import { serviceName } from '../words/traffic-words.js';

/** `TCP port 443 from 10.0.1.5 to 10.0.2.7`; ICMP says what it usually is. */
export const trafficPhrase = ({ group, asked, askedInterface }: Finding): string => {
  if (group !== null) {
    const service = isIcmp(group.protocol)
      ? `${serviceName(group.protocol, null)} (such as ping)`
      : serviceName(group.protocol, group.responder.port);
    return `${service} from ${print(group.initiator.address)} to ${print(group.responder.address)}`;
  }
  if (asked === null) return 'this traffic';
  if (asksForAnything(asked)) return `traffic at ${askedInterface ?? 'any interface'}`;
  const service = asked.protocol === null ? 'traffic' : serviceName(asked.protocol, asked.port);
  const port = [
    ...(asked.protocol === null && asked.port !== null ? [` to port ${asked.port}`] : []),
    ...(asked.sourcePort !== null ? [` from port ${asked.sourcePort}`] : []),
  ].join('');
  const from = asked.source === null ? '' : ` from ${print(asked.source)}`;
  const to = asked.destination === null ? '' : ` to ${print(asked.destination)}`;
  return `${service}${port}${from}${to}`;
};

const legEntries = (at: SeenAt): readonly string[] =>
  [['request', at.forward] as const, ['reply', at.reverse] as const].flatMap(([leg, flow]) => {
    const actions = actionsOf(flow).map((action) =>
      action === 'none' ? 'recorded without an action' : action,
    );
    return actions.length === 0 ? [] : [`${actions.join(' and ')} for the ${leg}`];
  });

const entryWords = {
  single: 'One entry',
  double: 'Two entries',
  none: 'No entry',
  other: 'Entries',
} as const;

/**
 * "The flow log displays the primary private IPv4 address."
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
const standInSentences = (
  { group }: Finding,
  { observationPoint, shows, standsIn }: SeenAt,
): readonly string[] =>
  shows === null || group === null
    ? []
    : [
        `The records of ${observationPoint} show ${print(shows)}, its primary address, in place of the packets' own; ${standsIn ? 'those of other interfaces, with the same ports at the same time, tell which it was' : 'of its addresses one alone can have been spoken with this way'}.`,
      ];

/**
 * `Two entries at eni-1: ACCEPT for the request and REJECT for the reply.`, for each observation point; and what its records
 * show otherwise than the finding says.
 */
export const entrySentences = (finding: Finding): readonly string[] =>
  finding.seenAt.flatMap((at, i) => {
    const legs = legEntries(at);
    const words = i === 0 ? entryWords[finding.entries] : legs.length === 2 ? 'Two entries' : 'One entry';
    return [`${words} at ${at.observationPoint}: ${listed(legs)}.`, ...standInSentences(finding, at)];
  });

/** `3 conversations, from 2015-05-29T16:30:27Z to 2015-05-29T16:32:22Z`. */
export const occurrencePhrase = ({ occurrences }: Finding): string =>
  occurrences === null
    ? ''
    : `${plural(occurrences.conversations, 'conversation')}, ${plural(occurrences.packets, 'packet')}, from ${time(occurrences.firstSeen)} to ${time(occurrences.lastSeen)}`;

/** From when on a log has to go on to show what is missing. */
export const endOfFirst = ({ seenAt }: Finding): number =>
  Math.max(0, ...seenAt.map(({ firstEnd }) => firstEnd));

/** When the last record of the finding was written. */
export const lastSeen = (at: SeenAt): number =>
  Math.max(total(at.forward)?.lastSeen ?? 0, total(at.reverse)?.lastSeen ?? 0);
