import type { Finding } from '../../diagnosis/finding.js';
import { componentOf } from '../../path/blocker.js';
import type { Checkpoint } from '../../path/round-trip.js';
import { type Packet, reply } from '../../traffic/packet.js';
import { checkpointSentence, nearMissSentence } from '../checkpoint-words.js';
import { wayWord } from '../traffic-words.js';
import type { Wording } from '../wording.js';
import { entrySentences, settleSentences, trafficPhrase } from './ends.js';

const packetOf = (at: Checkpoint, request: Packet): Packet =>
  at.leg === 'request' ? request : reply(request);

const samePlace = (a: Checkpoint, b: Checkpoint): boolean =>
  a.side === b.side && a.leg === b.leg && a.filter === b.filter;

/**
 * The checkpoints of the first round trip up to the blocking one, and the other filter that judges with it. Without a
 * blocking one, those of the legs that the finding speaks of.
 */
const toldOf = (finding: Finding): readonly Checkpoint[] => {
  const [trip] = finding.trips;
  const [blocked] = finding.blocking;
  if (trip === undefined) return [];
  const interfaceId = blocked?.interface.id ?? finding.seenAt[0]?.observationPoint;
  const own = trip.checkpoints.filter((at) => at.interface.id === interfaceId);
  if (blocked === undefined) return own.filter(({ leg }) => finding.leg !== 'request' || leg === 'request');
  const last = own.findLastIndex((at) => at.side === blocked.side && at.leg === blocked.leg);
  return own.slice(0, last + 1);
};

const alsoSentences = (finding: Finding, told: readonly Checkpoint[]): readonly string[] =>
  finding.blocking
    .filter((at) => !told.some((other) => samePlace(at, other)))
    .flatMap((at) => {
      const [trip] = finding.trips;
      return trip === undefined ? [] : [`Further on: ${checkpointSentence(at, packetOf(at, trip.packet))}`];
    });

/** Why, checkpoint by checkpoint. */
export const filterReasons = (finding: Finding): readonly string[] => {
  const [trip] = finding.trips;
  const told = toldOf(finding);
  if (trip === undefined) return [];
  const [blocked] = finding.blocking;
  // A rule for another protocol was not meant for this traffic; to call it near would only distract.
  const meant = finding.nearest.filter(({ missed }) => !missed.includes('protocol'));
  const nearest = blocked === undefined ? [] : meant.slice(0, 2);
  return [
    ...told.map((at) => checkpointSentence(at, packetOf(at, trip.packet))),
    ...nearest.map((miss) => nearMissSentence(miss, packetOf(blocked as Checkpoint, trip.packet))),
    ...alsoSentences(finding, told),
  ];
};

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

const unseen = (finding: Finding): readonly string[] => {
  const [blocked] = finding.blocking;
  if (blocked === undefined || finding.certainty === 'proven') return [];
  return finding.seenAt.some((at) => at.observationPoint === blocked.interface.id)
    ? []
    : [`The log holds no record of ${blocked.interface.id}, where the REJECT would be written.`];
};

const headline = (finding: Finding): string => {
  const [at] = finding.blocking;
  const traffic = trafficPhrase(finding);
  const leg = finding.leg ?? 'request';
  const accepted =
    leg === 'reply' ? 'the request was accepted, the reply was rejected' : 'the request was rejected';
  if (at === undefined) {
    const filter = finding.code.startsWith('network-acl') ? 'the network ACL' : 'the security group';
    return `${traffic}: ${accepted}, by all appearances by ${filter}`;
  }
  const component = componentOf(at);
  const blame =
    at.filter === 'network-acl'
      ? `network ACL ${component} denies it on its way ${wayWord(at.direction)}`
      : `${component.startsWith('eni-') ? `the security groups of ${component}` : `security group ${component}`} has no rule that lets it ${wayWord(at.direction)}`;
  const seen = finding.certainty === 'proven' ? accepted : `the ${leg} is blocked`;
  return `${traffic}: ${seen}; ${blame}`.replace(/(security groups of \S+) has/, '$1 have');
};

/** The words of a cause that one filter at one place blocks a leg. */
export const blockedByFilter = (words: Pick<Wording, 'meaning' | 'signature' | 'advice'>): Wording => ({
  ...words,
  headline,
  because: (finding) => [
    ...entrySentences(finding),
    ...withoutConfiguration(finding),
    ...filterReasons(finding),
    ...goesNoFurther(finding),
    ...unseen(finding),
  ],
  fix: (finding) => [
    ...settleSentences(finding),
    ...(finding.missing.length > 0 && finding.blocking.length === 0 ? [words.advice] : []),
  ],
});
