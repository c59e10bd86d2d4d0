import { equals, type Family, type IpAddress } from '../../address/ip-address.js';
import { isTransitGatewayAttachment } from '../../resource/id.js';
import type { Conversation, DirectionEvidence, DirectionMethod, Party } from '../conversation.js';
import { total } from '../conversation.js';
import { byPointAndContent, endsText } from '../in-order.js';
import { type CanJoin, joinInTime } from './join-in-time.js';

/** One conversation wherever it was recorded: at its initiator's interface, at its responder's, and on the way. */
export type Journey = {
  readonly protocol: number;
  readonly initiator: Party;
  readonly responder: Party;
  readonly directionMethod: DirectionMethod;
  readonly directionEvidence: readonly DirectionEvidence[];
  /** One per observation point, in the order in which the request passes them, as far as it is known. Packets and bytes are never added up over these: they are the same packets. */
  readonly conversations: readonly Conversation[];
  /** The same packets beyond an address translation: see `throughTranslations`. */
  readonly beyond: Beyond | null;
  /** What could not be shown about where it comes from and where it goes on: see `throughTranslations`. */
  readonly doubts: readonly JourneyDoubt[];
};

/** At an observation point that translates addresses or forwards, nothing proves which of the journeys there it is. */
export type JourneyDoubt = {
  readonly kind: /** It is recorded there in front of the translation, and which of those behind it is its own is not known. */
    | 'continuation-not-proven'
    /** It is recorded there behind the translation, and which of those in front of it is its own is not known. */
    | 'origin-not-proven';
  readonly observationPoint: string;
  /** How many of those on the other side were there at the time. */
  readonly candidates: number;
};

/** Where a journey goes on behind a translation of its addresses. */
export type Beyond = {
  readonly journey: Journey;
  /** Where the address was translated. */
  readonly observationPoint: string;
  /** It was the only one at the time, or of several the only one with as many packets and bytes each way. */
  readonly joinedBy: 'only-candidate' | 'equal-counts';
};

const strength: readonly DirectionEvidence[] = [
  'tcp-flags',
  'accepted-then-rejected',
  'only-rejected',
  'service-port',
  'ephemeral-port',
  'lower-port',
  'perimeter',
  'configuration',
  'none',
];

/** How strong the evidence for the initiator is; 0 is strongest. */
export const rank = (it: Pick<Conversation, 'directionEvidence'>): number =>
  Math.min(...it.directionEvidence.map((evidence) => strength.indexOf(evidence)));

const isSameParty = (a: Party, b: Party): boolean => equals(a.address, b.address) && a.port === b.port;

export const reversed = (it: Conversation): Conversation => ({
  ...it,
  initiator: it.responder,
  responder: it.initiator,
  forward: it.reverse,
  reverse: it.forward,
});

/** The member with the strongest evidence says who spoke first, for all of them. */
const journeyOf = (members: readonly Conversation[], ownAddress: OwnAddress): Journey => {
  const [surest, ...others] = [...members].sort((a, b) => rank(a) - rank(b) || byPointAndContent(a, b)) as [
    Conversation,
    ...Conversation[],
  ];
  const { protocol, initiator, responder, directionMethod, directionEvidence } = surest;
  const oriented = [surest, ...others].map((it) =>
    isSameParty(it.initiator, initiator) ? it : reversed(it),
  );
  return {
    protocol,
    initiator,
    responder,
    directionMethod,
    directionEvidence,
    conversations: inOrder(oriented, ownAddress),
    beyond: null,
    doubts: [],
  };
};

const flowDirectionsOf = ({ forward, reverse }: Conversation) => ({
  request: total(forward)?.flowDirection ?? null,
  reply: total(reverse)?.flowDirection ?? null,
});

/** Where each end of a conversation stands, as far as the observation point's own address or `flow-direction` tell. */
const stationOf = (it: Conversation, ownAddress: OwnAddress): number => {
  if (isTransitGatewayAttachment(it.observationPoint)) return attachmentStation(it);
  if (it.standIn !== null) return MIDDLE;
  const own = ownAddress(it.observationPoint, it.initiator.address.family);
  if (own !== null && equals(own, it.initiator.address)) return AT_INITIATOR;
  if (own !== null && equals(own, it.responder.address)) return AT_RESPONDER;
  const { request, reply } = flowDirectionsOf(it);
  if (request === 'egress' || reply === 'ingress') return AT_INITIATOR;
  return request === 'ingress' || reply === 'egress' ? AT_RESPONDER : MIDDLE;
};

/** A transit gateway sees `ingress` where the request comes in to it, on the initiator's side of it, and `egress` behind. */
const attachmentStation = (it: Conversation): number => {
  const { request, reply } = flowDirectionsOf(it);
  if (request === 'ingress' || reply === 'egress') return INTO_TRANSIT_GATEWAY;
  return request === 'egress' || reply === 'ingress' ? OUT_OF_TRANSIT_GATEWAY : MIDDLE;
};

const [AT_INITIATOR, INTO_TRANSIT_GATEWAY, MIDDLE, OUT_OF_TRANSIT_GATEWAY, AT_RESPONDER] = [0, 1, 2, 3, 4];

/** The observation points in the order in which the request passes them; those in the middle by name. */
const inOrder = (members: readonly Conversation[], ownAddress: OwnAddress): readonly Conversation[] =>
  [...members].sort((a, b) => stationOf(a, ownAddress) - stationOf(b, ownAddress) || byPointAndContent(a, b));

/** Whether two observation points can record the same packets; two VPCs with the same addresses cannot. */
export type CanMeet = (point: string, other: string) => boolean;

/** The own address of an observation point, where it is known. */
export type OwnAddress = (point: string, family: Family) => IpAddress | null;

/** What is known of the network that joins the observation points; by default nothing. */
export type JourneyOptions = {
  readonly canMeet?: CanMeet;
  readonly ownAddress?: OwnAddress;
  /** Seconds: what the flow log was set to, where it is known. */
  readonly maxAggregationInterval?: number | null;
};

/** No observation point is in both, and each of them can meet the others. */
const canJoin =
  (canMeet: CanMeet): CanJoin =>
  (some, others) =>
    some.every(({ observationPoint: point }) =>
      others.every(({ observationPoint: other }) => point !== other && canMeet(point, other)),
    );

/** Joins what several observation points recorded of the conversations between the same two ends. */
export const journeysOfEnds = (
  sameEnds: readonly Conversation[],
  { canMeet = () => true, ownAddress = () => null, maxAggregationInterval = null }: JourneyOptions = {},
): readonly Journey[] =>
  joinInTime(
    sameEnds.map((it) => [it]),
    canJoin(canMeet),
    maxAggregationInterval,
  ).map((members) => journeyOf(members, ownAddress));

/** Joins what several observation points recorded of the same conversations. */
export const journeys = (
  conversations: readonly Conversation[],
  options: JourneyOptions = {},
): readonly Journey[] => {
  const byEnds = new Map<string, Conversation[]>();
  for (const it of conversations) {
    const key = endsText(it);
    const list = byEnds.get(key);
    if (list === undefined) byEnds.set(key, [it]);
    else list.push(it);
  }
  return [...byEnds.values()].flatMap((sameEnds) => journeysOfEnds(sameEnds, options));
};
