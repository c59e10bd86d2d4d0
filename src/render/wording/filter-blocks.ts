import { equals, print } from '../../address/ip-address.js';
import type { FilterStop } from '../../capture/absence/way.js';
import { isMixed } from '../../conversation/conversation.js';
import type { Group } from '../../conversation/group.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import { componentOf } from '../../path/blocker.js';
import type { Checkpoint } from '../../path/round-trip.js';
import { hasPorts } from '../../traffic/protocol.js';
import { serviceName, wayWord } from '../words/traffic-words.js';
import { absenceSentences, stopperSentences } from './absence.js';
import { entrySentences, trafficPhrase } from './ends.js';
import { filterReasons } from './reasons.js';
import type { Wording } from './wording.js';

const withoutConfiguration = ({ leg, trips }: Finding): readonly string[] => {
  if (trips.length > 0 || leg !== 'reply') return [];
  return [
    'Security groups are stateful: they let the reply to a request that they let pass go. So the rejected reply points to the network ACL, which is stateless and judges each direction alone.',
  ];
};

const goesNoFurther = ({ leg, certainty }: Finding): readonly string[] =>
  leg === 'request' && certainty === 'proven'
    ? ['The request went no further, so there is no reply and no second entry.']
    : [];

/** Where it stands when it has come there, if that is another conversation to the log. */
const translatedWords = ({ packet, interface: { id } }: Checkpoint, group: Group): readonly string[] =>
  packet === undefined ||
  [packet.source, packet.destination].every((address) =>
    [group.initiator, group.responder].some((end) => equals(end.address, address)),
  )
    ? []
    : [
        `At ${id}, where the REJECT is written, these packets are ${serviceName(packet.protocol, packet.destinationPort)} from ${print(packet.source)} to ${print(packet.destination)}.`,
      ];

const unseen = (finding: Finding): readonly string[] => {
  const [blocked] = finding.blocking;
  const elsewhere =
    blocked === undefined || finding.group === null ? [] : translatedWords(blocked, finding.group);
  if (elsewhere.length > 0) return elsewhere;
  if (blocked === undefined || finding.certainty === 'proven' || finding.group === null) return [];
  return finding.seenAt.some((at) => at.observationPoint === blocked.interface.id)
    ? []
    : [
        finding.seenAt.some(({ capture }) => capture === 'accept')
          ? `The flow log keeps only ACCEPT records, so the REJECT at ${blocked.interface.id} is not to be seen.`
          : `The log holds no record of ${blocked.interface.id}, where the REJECT would be written.`,
      ];
};

const rejectedWords = ({ seenAt }: Finding, leg: string): string => {
  if (leg === 'request') return 'the request was rejected';
  const requested = seenAt.some(({ forward }) => forward.ACCEPT !== null);
  return requested
    ? 'the request was accepted, the reply was rejected'
    : 'a packet that looks like a reply was rejected, and its request is not in the log';
};

/** The filter that the finding blames: of the two ends, else in between. */
const blamed = ({ blocking: [at], stoppers: [stopper] }: Finding): FilterStop | undefined =>
  at ?? (stopper?.kind === 'filter' ? stopper.at : undefined);

/** It is the filter of something on the way, not of either end. */
const isMidway = ({ blocking: [first] }: Finding): boolean => first?.side === null;

const headline = (finding: Finding): string => {
  const at = blamed(finding);
  const traffic = trafficPhrase(finding);
  const leg = finding.leg ?? 'request';
  const accepted = rejectedWords(finding, leg);
  if (at === undefined) {
    const filter = finding.code.startsWith('network-acl') ? 'the network ACL' : 'the security group';
    return `${traffic}: ${accepted}, by all appearances by ${filter}`;
  }
  const component = componentOf(at);
  const blame =
    at.filter === 'network-acl'
      ? `network ACL ${component} denies it on its way ${wayWord(at.direction)}`
      : `${component.startsWith('eni-') ? `the security groups of ${component}` : `security group ${component}`} has no rule that lets it ${wayWord(at.direction)}`;
  if (isMidway(finding)) return `${traffic}: the ${leg} was accepted and is blocked on its way; ${blame}`;
  const seen = finding.certainty === 'proven' ? accepted : `the ${leg} is blocked`;
  return `${traffic}: ${seen}; ${blame}`.replace(/(security groups of \S+) has/, '$1 have');
};

/** The general advice speaks of ports. */
const isPortless = ({ group }: Finding): boolean => group !== null && !hasPorts(group.protocol);

const changedMidway = ({ leg, seenAt }: Finding): readonly string[] =>
  seenAt.some((at) => isMixed(leg === 'reply' ? at.reverse : at.forward))
    ? [
        `Packets of the ${leg} were accepted and rejected in the same windows: the rules changed while this was recorded, and by the configuration given it is blocked now.`,
      ]
    : [];

/** The words of a cause that one filter at one place blocks a leg. */
export const blockedByFilter = (words: Pick<Wording, 'meaning' | 'signature' | 'advice'>): Wording => ({
  ...words,
  headline,
  because: (finding) => [
    ...entrySentences(finding),
    ...withoutConfiguration(finding),
    ...filterReasons(finding),
    ...changedMidway(finding),
    ...goesNoFurther(finding),
    ...unseen(finding),
    ...stopperSentences(finding),
    ...absenceSentences(finding),
  ],
  fix: (finding) => [
    ...(finding.legSure
      ? []
      : [
          'It is not sure whether the rejected record is a request or a reply. No change is proposed before that is settled: it could open what nobody asked for.',
        ]),
    ...(isMidway(finding) ? [`Between the two ends: ${words.advice}`] : []),
    ...(finding.missing.length > 0 && finding.blocking.length === 0 && finding.legSure && !isPortless(finding)
      ? [words.advice]
      : []),
  ],
});
