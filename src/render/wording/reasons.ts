import type { Finding } from '../../diagnosis/finding/finding.js';
import type { NearMiss } from '../../filter/verdict.js';
import type { Checkpoint, RoundTrip } from '../../path/round-trip.js';
import { type Packet, reply } from '../../traffic/packet.js';
import { checkpointSentence, nearMissSentence } from '../words/checkpoint-words.js';

const packetOf = (at: Checkpoint, request: Packet): Packet =>
  at.packet ?? (at.leg === 'request' ? request : reply(request));

const samePlace = (a: Checkpoint, b: Checkpoint): boolean =>
  a.side === b.side && a.leg === b.leg && a.filter === b.filter;

/**
 * The checkpoints of the first round trip up to the blocking one, and the other filter that judges with it. Without a
 * blocking one, those of the legs that the finding speaks of.
 */
export const toldOf = (finding: Finding): readonly Checkpoint[] => {
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
      if (trip === undefined) return [];
      // Of a filter between the ends nothing was told before.
      const isOwn = at.side === null && at === finding.blocking[0];
      return [`${isOwn ? '' : 'Further on: '}${checkpointSentence(at, packetOf(at, trip.packet))}`];
    });

/** What would stop it further on, if it came there. */
export const beyondSentences = (finding: Finding): readonly string[] => alsoSentences(finding, []);

/**
 * The peer carries the group that the nearest rule names, and the rule does not hold on this way all the same.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
const referenceSentences = (
  miss: NearMiss,
  { leg, direction }: Checkpoint,
  trip: RoundTrip,
): readonly string[] => {
  if (miss.kind !== 'security-group-rule' || miss.rule.peer.kind !== 'security-group') return [];
  const { id } = miss.rule.peer;
  const peer = (leg === 'request') === (direction === 'ingress') ? trip.initiator : trip.responder;
  if (peer.kind !== 'interface' || peer.interface.securityGroupIds?.includes(id) !== true) return [];
  if (!miss.missed.includes(direction === 'ingress' ? 'source' : 'destination')) return [];
  return [
    `${peer.interface.id} is in ${id}, but a rule that names a group does not hold on this way: to another Region, to a public address or through what hides the group, only addresses count.`,
  ];
};

/** Why, checkpoint by checkpoint. */
export const filterReasons = (finding: Finding): readonly string[] => {
  const [trip] = finding.trips;
  const told = toldOf(finding).filter((at) => !finding.disproved.some((other) => samePlace(at, other)));
  if (trip === undefined) return [];
  const [blocked] = finding.blocking;
  // A rule for another protocol was not meant for this traffic; to call it near would only distract.
  const meant = finding.nearest.filter(({ missed }) => !missed.includes('protocol'));
  const nearest = blocked === undefined ? [] : meant.slice(0, 2);
  return [
    ...told.map((at) => checkpointSentence(at, packetOf(at, trip.packet))),
    ...nearest.flatMap((miss) => [
      nearMissSentence(miss, packetOf(blocked as Checkpoint, trip.packet)),
      ...referenceSentences(miss, blocked as Checkpoint, trip),
    ]),
    ...alsoSentences(finding, told),
    ...finding.disproved.map(
      (at) =>
        `${checkpointSentence(at, packetOf(at, trip.packet))} But the records show that the packets got past it: there the configuration given is not the one that was in force.`,
    ),
  ];
};
