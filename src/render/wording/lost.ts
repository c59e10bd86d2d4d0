import type { LostAt } from '../../diagnosis/cause/cause.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import { time } from '../words/phrase.js';
import { endOfFirst, entrySentences, trafficPhrase } from './ends.js';
import { filterReasons } from './reasons.js';
import type { Wording } from './wording.js';

const idAt = ({ trips: [trip] }: Finding, side: 'initiator' | 'responder'): string => {
  const end = trip?.[side];
  return end?.kind === 'interface' ? end.interface.id : `the interface of the ${side}`;
};

export const requestLost: Wording = {
  meaning:
    'The request left its interface and did not come to that of its destination, though no rule and no route given says why.',
  signature: 'ACCEPT at the initiator; at the responder, whose flow log keeps both actions, nothing.',
  advice:
    'Look at what is between: route tables, gateways, appliances (a firewall that drops leaves no REJECT), and whether the destination still exists.',
  headline: (finding) => `${trafficPhrase(finding)}: the request left, and did not arrive`,
  because: (finding) => [
    ...entrySentences(finding),
    `The log of ${idAt(finding, 'responder')} covers that time and keeps ACCEPT and REJECT, and holds no such packet: a security group or network ACL there would have left a REJECT.`,
  ],
  fix: () => [
    'Look at what is between the two: route tables, gateways, the network ACLs of subnets on the way, appliances such as a firewall (what it drops leaves no REJECT).',
  ],
};

export const smtpRestricted: Wording = {
  meaning: 'EC2 does not let TCP port 25 out to public addresses unless the account asked for it.',
  signature: 'ACCEPT for the request, and no reply.',
  advice: 'Send mail on port 587 through a relay, or ask AWS to lift the restriction.',
  headline: (finding) =>
    `${trafficPhrase(finding)}: mail on port 25 was accepted and nothing answered; EC2 does not let it out by default`,
  because: (finding) => [
    ...entrySentences(finding),
    'EC2 blocks outgoing TCP port 25 to public addresses unless the account had that lifted. No rule, no route and no answer of AWS shows it, so it cannot be proven from here.',
  ],
  fix: () => ['Send mail on port 587 through a relay, or ask AWS to lift the restriction.'],
};

const LOST: Readonly<Record<LostAt, { readonly headline: string; readonly fix: string }>> = {
  'at-the-responder': {
    headline: 'the request was accepted and nothing answered',
    fix: 'Security groups and network ACLs are not the cause at this interface: the packet reached the host. A closed port would answer with a reset; silence is a firewall on the host, a service that hangs, or an answer that the host sends by another interface. On the responder look at `ss -ltn`, the host firewall and the routes of the host.',
  },
  'on-the-way-back': {
    headline: 'the reply was sent and did not come back',
    fix: 'The responder is fine: its reply left. Look at the way back: the route table of its subnet, gateways and appliances on the way, and whether the request came by another way.',
  },
  unknown: {
    headline: 'the request was accepted and nothing answered',
    fix: 'The request left this interface; the log does not show the other end, so the packet may have died on its way there, at the responder, or the reply on its way back. Read the flow log of the other end, or turn one on (where it lost records in that time, SKIPDATA, it tells nothing). On the responder: is the service listening (`ss -ltn`), does a host firewall drop the packets, does the host have a route back?',
  },
};

const whyLost = (finding: Finding): readonly string[] =>
  finding.lostAt === 'on-the-way-back'
    ? [
        `The reply was accepted where it left. The log of the initiator's interface keeps ACCEPT and REJECT and goes on after ${time(endOfFirst(finding))}, and the reply is not there.`,
      ]
    : [
        `The flow log keeps ACCEPT and REJECT, and goes on after ${time(endOfFirst(finding))}: a reply at this interface would have been recorded, passed or rejected.`,
      ];

/** How it is known that these are requests, where no flag says so. */
const whyRequests = ({ group }: Finding): readonly string[] =>
  group === null || group.initiatorProven
    ? []
    : [
        'No flag shows a SYN here. That these are requests is told by their ports, or by the log before them, which holds nothing that they could answer.',
      ];

export const noReply: Wording = {
  meaning: 'The request was accepted and no reply was recorded, although the log would show one.',
  signature:
    'One entry, ACCEPT, with a SYN; the flow log keeps both actions and goes on past the conversation. Or the reply is ACCEPT at the responder and not there at the initiator.',
  advice:
    'Look at the responder: is the service listening, does a host firewall drop it, does the host have a route back?',
  headline: (finding) => `${trafficPhrase(finding)}: ${LOST[finding.lostAt ?? 'unknown'].headline}`,
  because: (finding) => [
    ...entrySentences(finding),
    ...whyRequests(finding),
    ...filterReasons(finding),
    ...whyLost(finding),
  ],
  fix: (finding) => [LOST[finding.lostAt ?? 'unknown'].fix],
};
