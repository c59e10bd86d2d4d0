import { isSilent } from '../../conversation/conversation.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import { TCP } from '../../traffic/protocol.js';
import { RST } from '../../traffic/tcp-flags.js';
import { time } from '../words/phrase.js';
import { entrySentences, lastSeen, occurrencePhrase, trafficPhrase } from './ends.js';
import { filterReasons } from './reasons.js';
import type { Wording } from './wording.js';

/** A reset is the host's word, not the network's. */
const resetSentences = ({ seenAt }: Finding): readonly string[] =>
  seenAt.some(({ reverse }) => ((reverse.ACCEPT?.tcpFlags ?? 0) & RST) !== 0)
    ? [
        'The responder sent a reset (RST, tcp-flags 4): the network let both legs pass, and the host refused or ended the connection.',
      ]
    : [];

/** Without flags an answer and a refusal look alike. */
const unflaggedSentences = ({ group, seenAt }: Finding): readonly string[] =>
  group?.protocol === TCP && seenAt.some(({ reverse }) => reverse.ACCEPT?.tcpFlags === null)
    ? [
        'The network let both legs pass. Without tcp-flags the log does not tell whether the host answered or refused (RST).',
      ]
    : [];

const missingRecordSentences = ({ certainty, seenAt }: Finding): readonly string[] =>
  seenAt
    .filter(({ side, reverse }) => certainty === 'possible' && side === 'initiator' && isSilent(reverse))
    .map(
      ({ observationPoint }) =>
        `The reply has no record at ${observationPoint}, where one should be: the record is lost, or the reply is, or it took another way.`,
    );

/** What else would have left the same records. */
const openSentences = ({ alternatives }: Finding): readonly string[] => {
  const isNamed = (code: string) => alternatives.some((it) => it.code === code);
  return [
    ...(isNamed('no-route')
      ? ['No record and no route given shows that the reply came back to who had asked.']
      : []),
    ...(isNamed('nat-gateway-idle-timeout')
      ? [
          'The reset of a NAT gateway that forgot the connection after 350 s of silence would look the same here.',
        ]
      : []),
  ];
};

/** Nothing shows that all of it arrived. */
const isOpen = ({ certainty }: Finding): boolean => certainty === 'possible';

export const healthy: Wording = {
  meaning: 'Request and reply were both accepted.',
  signature: 'Two entries at the same interface, ACCEPT and ACCEPT.',
  advice: 'Nothing to do in the network. If the application fails, look at the hosts.',
  headline: (finding) =>
    `${trafficPhrase(finding)}: request and reply ${isOpen(finding) ? 'were both accepted where they were recorded' : 'both passed'}`,
  because: (finding) => [
    ...entrySentences(finding),
    ...resetSentences(finding),
    ...unflaggedSentences(finding),
    ...missingRecordSentences(finding),
    ...openSentences(finding),
    ...filterReasons(finding),
  ],
  fix: (finding) =>
    isOpen(finding)
      ? [
          'If the application works, there is nothing to do. If it fails, settle first whether all of it arrived.',
        ]
      : ['Nothing to do in the network. If the application fails all the same, look at the hosts.'],
};

const reason = ({ oneLegReason, seenAt }: Finding): string => {
  const [at] = seenAt;
  switch (oneLegReason) {
    case 'edge-of-log':
      return `The other leg may lie beyond the edge of this log, or in a window that AWS skipped: the conversation ends at ${time(at === undefined ? 0 : lastSeen(at))}.`;
    case 'traffic-type':
      return at?.capture === 'unknown'
        ? 'The flow log may keep only ACCEPT or only REJECT records; without `aws ec2 describe-flow-logs` the missing entry says nothing.'
        : `The flow log keeps only ${at?.capture.toUpperCase()} records, so the other leg may exist unseen.`;
    default:
      return 'This protocol need not answer, so one leg alone is normal.';
  }
};

export const oneLeg: Wording = {
  meaning: 'One leg was recorded and accepted, and that the other was not may have a harmless reason.',
  signature:
    'One entry, ACCEPT, at the edge of the log, under a flow log that keeps one action, or for a one-way protocol.',
  advice:
    'Read a longer slice of the log, or log with traffic type ALL, before you conclude that a reply is missing.',
  headline: (finding) =>
    `${trafficPhrase(finding)}: only the ${finding.leg ?? 'request'} is recorded, and it was accepted`,
  because: (finding) => [...entrySentences(finding), reason(finding), `Seen: ${occurrencePhrase(finding)}.`],
  fix: () => [
    'If the application works, there is nothing to do. If it fails, settle first whether the other leg was there.',
  ],
};
