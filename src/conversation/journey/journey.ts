import { equals, type Family, type IpAddress } from '../../address/ip-address.js';
import { isTransitGatewayAttachment } from '../../resource/id.js';
import type { Conversation, DirectionEvidence, DirectionMethod, Party } from '../conversation.js';
import { total, windowOf } from '../conversation.js';
import { byPointAndContent, endsText } from '../in-order.js';
import { LONGEST_DELTA, timeDelta } from '../time-delta.js';

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

/** A journey in the making: its members, and from when to when they were seen. */
type Joining = { readonly members: readonly Conversation[]; readonly start: number; readonly end: number };

const canJoin = (a: Joining, b: Joining, canMeet: CanMeet): boolean =>
  a.members.every(({ observationPoint: point }) =>
    b.members.every(({ observationPoint: other }) => point !== other && canMeet(point, other)),
  );

const both = (a: Joining, b: Joining): Joining => ({
  members: [...a.members, ...b.members],
  start: a.start,
  end: Math.max(a.end, b.end),
});

/** Puts each to the first before it that `isNear` in time and has none of its observation points; in order of their start. */
const joinedWhere = (
  inOrder: readonly Joining[],
  isNear: (before: Joining, it: Joining) => boolean,
  canMeet: CanMeet,
): readonly Joining[] => {
  const joined: Joining[] = [];
  let near: number[] = [];
  for (const it of inOrder) {
    const at = (index: number): Joining => joined[index] as Joining;
    near = near.filter((index) => at(index).end + LONGEST_DELTA >= it.start);
    const partner = near.find((index) => isNear(at(index), it) && canJoin(at(index), it, canMeet));
    if (partner === undefined) near.push(joined.push(it) - 1);
    else joined[partner] = both(at(partner), it);
  }
  return joined;
};

/**
 * Puts each conversation to the ones that other observation points recorded at the same time, and only then to what they
 * recorded within the delta: where a port was used again, the attempt before is as near as that, and not the same.
 */
const joinInTime = (
  sameEnds: readonly Conversation[],
  { canMeet = () => true, maxAggregationInterval = null }: JourneyOptions,
): readonly (readonly Conversation[])[] => {
  const inOrder = sameEnds
    .map((it): Joining => ({ members: [it], ...windowOf(it) }))
    .sort(
      (a, b) =>
        a.start - b.start || byPointAndContent(a.members[0] as Conversation, b.members[0] as Conversation),
    );
  const atOnce = joinedWhere(inOrder, (before, it) => before.end > it.start, canMeet);
  const delta = (a: Joining, b: Joining): number =>
    timeDelta(Math.max(a.end - a.start, b.end - b.start), maxAggregationInterval);
  return joinedWhere(atOnce, (before, it) => before.end + delta(before, it) >= it.start, canMeet).map(
    ({ members }) => members,
  );
};

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

/** Joins what several observation points recorded of the conversations between the same two ends. */
export const journeysOfEnds = (
  sameEnds: readonly Conversation[],
  options: JourneyOptions = {},
): readonly Journey[] =>
  joinInTime(sameEnds, options).map((members) => journeyOf(members, options.ownAddress ?? (() => null)));

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
