import { predictedFates } from '../../capture/expectation.js';
import { missingForCapture } from '../../capture/traffic-type.js';
import { isSilent, total } from '../../conversation/conversation.js';
import type { Group } from '../../conversation/group.js';
import { isServicePort } from '../../conversation/service-port.js';
import { blockers } from '../../path/blocker.js';
import type { Side } from '../../path/round-trip.js';
import type { Gap } from '../../problem/gap.js';
import type { Leg } from '../../traffic/direction.js';
import { isIcmp } from '../../traffic/protocol.js';
import { agreesAsFarAsRecorded, recorded } from './agreement.js';
import { type Case, tripsOf } from './case.js';
import { maskedEnd } from './masked.js';
import { EARLIER_LOG } from './missing-input.js';
import type { Observation } from './observation.js';
import { publiclyBlocked } from './publicly-blocked.js';
import { rejectReason } from './rejection.js';
import { revealed, waysOf } from './ways.js';

/** A well-known port, or several ports on one side, say more about who is the client than rules that may be stale. */
const canTurn = ({ initiatorProven, directionEvidence, sourcePorts }: Group): boolean =>
  !initiatorProven && !directionEvidence.includes('service-port') && sourcePorts.length <= 1;

const turnedGroup = (group: Group): Group => ({
  ...group,
  initiator: group.responder,
  responder: group.initiator,
  sourcePorts: group.responder.port === null ? [] : [group.responder.port],
  directionEvidence: ['configuration'],
  sightings: group.sightings.map((it) => ({ ...it, forward: it.reverse, reverse: it.forward })),
});

const otherSide = (side: Side): Side => (side === 'initiator' ? 'responder' : 'initiator');

const turnedObservation = (it: Observation): Observation => ({
  ...it,
  forward: it.reverse,
  reverse: it.forward,
  side: it.side === null ? null : otherSide(it.side),
});

/** The case with its ends the other way round; null when there are several ports on one side, which is the client's. */
export const turned = (it: Case): Case | null => {
  if (it.group.initiatorProven || it.group.sourcePorts.length > 1) return null;
  const group = turnedGroup(it.group);
  const ends = { initiator: it.ends.responder, responder: it.ends.initiator };
  const masked = it.masked.map(({ side, others }) => maskedEnd(otherSide(side), others));
  return {
    ...it,
    group,
    ends,
    unsolicited: null,
    observations: it.observations.map(turnedObservation),
    masked,
    unseen: it.unseen.map((at) => ({ ...at, side: otherSide(at.side) })),
    trips: it.trips.length === 0 ? [] : tripsOf(it.network, group, ends, masked),
  };
};

const LEGS: readonly Leg[] = ['request', 'reply'];

/** Something rejected it that rules have no part in. */
const isRejectedOtherwise = (it: Case): boolean =>
  LEGS.some(
    (leg) =>
      recorded(it, 'REJECT', leg) && (rejectReason(it, leg) !== null || publiclyBlocked(it, leg) !== null),
  );

/** By the routes given the request never came there; and it was answered. */
const answersTheLost = (it: Case): boolean =>
  it.observations.some(({ forward, reverse }) => !isSilent(forward) && !isSilent(reverse)) &&
  waysOf(it).some(
    ({ request: { course } }) => course.ending.kind === 'stopped' && course.doubts.length === 0,
  );

const contradicts = (it: Case): boolean =>
  answersTheLost(it) ||
  (it.trips.some((trip) => !agreesAsFarAsRecorded(it, predictedFates(trip))) && !isRejectedOtherwise(it));

/**
 * The case with its ends as the configuration has them. Where no flag, no verdict and no well-known port says who
 * spoke first (a ping has no ports and its records no type), the order that the rules cannot have let pass is not taken
 * when the other one can. Either way with the addresses that the ends must have had.
 */
export const oriented = (given: Case): Case => {
  const it = revealed(given);
  const other = canTurn(it.group) && contradicts(it) ? turned(given) : null;
  const revealedOther = other === null ? null : revealed(other);
  return revealedOther === null || contradicts(revealedOther) ? it : revealedOther;
};

/** Where Linux and Windows begin to choose source ports. A service can listen above it, so two such ports tell nothing. */
const EPHEMERAL_START = 32768;

/** The ports of the initiator look like a client's, and the responder's like a service's. */
const portsTell = ({ sourcePorts, responder: { port } }: Group): boolean =>
  port !== null &&
  sourcePorts.length > 0 &&
  sourcePorts.every(
    (source) =>
      (isServicePort(port) && !isServicePort(source)) ||
      (port < EPHEMERAL_START && source >= EPHEMERAL_START),
  );

/** The records themselves show which leg they are of, and not that others are missing. */
export const isLegShown = (it: Case): boolean =>
  it.group.initiatorProven || (portsTell(it.group) && !isLoneReply(it));

const told = new WeakMap<Case, boolean>();

/**
 * By the rules and routes given the records can be of this leg and not of the other. A ping's reply comes while its request is
 * tracked, so that no forgotten connection explains it otherwise.
 */
const isToldByRules = (it: Case): boolean => {
  const known = told.get(it);
  if (known !== undefined) return known;
  const other = isIcmp(it.group.protocol) && it.trips.length > 0 && !contradicts(it) ? turned(it) : null;
  const found = other !== null && contradicts(other);
  told.set(it, found);
  return found;
};

/**
 * Whether a record is for sure of the leg it is taken for. A lone rejected record without ports could as well be the reply
 * to a request that stands before the log begins, or that the flow log does not keep. Where both legs are recorded alike, a
 * log that begins before tells nothing of which came first.
 */
export const isLegSure = (it: Case): boolean =>
  isLegShown(it) ||
  isToldByRules(it) ||
  (!hasBothLegs(it) &&
    !isLoneReply(it) &&
    it.observations.every(({ absenceCounts }) => absenceCounts.request));

/**
 * Nor could it be of the other leg if the record of the first were lost: nothing given would reject it there. Security
 * groups let pass as a reply what they deny as a request; network ACLs know no difference.
 */
export const isLegKnown = (it: Case): boolean =>
  isLegShown(it) ||
  isToldByRules(it) ||
  (isLegSure(it) && !turned(it)?.trips.some((trip) => blockers(trip).length > 0));

const hasBothLegs = ({ observations }: Case): boolean =>
  observations.some(({ forward }) => total(forward) !== null) &&
  observations.some(({ reverse }) => total(reverse) !== null);

/** Only replies are there, told by their ports alone: a packet that nobody asked for looks the same. */
const isLoneReply = ({ observations }: Case): boolean =>
  observations.every(({ forward }) => total(forward) === null);

/** What would make sure which leg the records are of. */
export const missingForLeg = (it: Case): readonly Gap[] => {
  if (isLegSure(it)) return [];
  const { network, observations } = it;
  return [
    ...observations.flatMap(({ observationPoint }) => missingForCapture(network, observationPoint)),
    ...(observations.some(({ covered }) => !covered.request) ? [EARLIER_LOG] : []),
  ];
};
