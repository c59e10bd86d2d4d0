import { equals } from '../address/ip-address.js';
import type { Conversation, DirectionEvidence, DirectionMethod, Party } from './conversation.js';
import { total } from './conversation.js';
import { endsText } from './in-order.js';
import { timeDelta } from './time-delta.js';

/** One conversation wherever it was recorded: once at its initiator's interface, once at its responder's. */
export type Journey = {
  readonly protocol: number;
  readonly initiator: Party;
  readonly responder: Party;
  readonly directionMethod: DirectionMethod;
  readonly directionEvidence: readonly DirectionEvidence[];
  /** One per observation point, by its id. Packets and bytes are never added up over these: they are the same packets. */
  readonly conversations: readonly Conversation[];
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

const rank = (it: Conversation): number =>
  Math.min(...it.directionEvidence.map((evidence) => strength.indexOf(evidence)));

const isSameParty = (a: Party, b: Party): boolean => equals(a.address, b.address) && a.port === b.port;

const reversed = (it: Conversation): Conversation => ({
  ...it,
  initiator: it.responder,
  responder: it.initiator,
  forward: it.reverse,
  reverse: it.forward,
});

const byPoint = (a: Conversation, b: Conversation): number =>
  a.observationPoint < b.observationPoint ? -1 : 1;

/** The member with the strongest evidence says who spoke first, for all of them. */
const journeyOf = (members: readonly Conversation[]): Journey => {
  const [surest, ...others] = [...members].sort((a, b) => rank(a) - rank(b) || byPoint(a, b)) as [
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
    conversations: oriented.sort(byPoint),
  };
};

const windowOf = (it: Conversation): { readonly start: number; readonly end: number } => {
  const flows = [total(it.forward), total(it.reverse)].filter((tally) => tally !== null);
  return {
    start: Math.min(...flows.map((tally) => tally.firstSeen)),
    end: Math.max(...flows.map((tally) => tally.lastSeen)),
  };
};

const areClose = (a: Conversation, b: Conversation, interval: number | null): boolean => {
  const [x, y] = [windowOf(a), windowOf(b)];
  const delta = timeDelta(Math.max(x.end - x.start, y.end - y.start), interval);
  return x.start <= y.end + delta && y.start <= x.end + delta;
};

/** Puts each conversation to the ones that other observation points recorded at the same time. */
const joinInTime =
  (canMeet: CanMeet, interval: number | null) =>
  (sameEnds: readonly Conversation[]): readonly (readonly Conversation[])[] => {
    const joined: Conversation[][] = [];
    for (const it of [...sameEnds].sort((a, b) => windowOf(a).start - windowOf(b).start)) {
      const partner = joined.find(
        (members) =>
          members.some((other) => areClose(other, it, interval)) &&
          members.every(
            (other) =>
              other.observationPoint !== it.observationPoint &&
              canMeet(other.observationPoint, it.observationPoint),
          ),
      );
      if (partner === undefined) joined.push([it]);
      else partner.push(it);
    }
    return joined;
  };

/** Whether two observation points can record the same packets; two VPCs with the same addresses cannot. */
export type CanMeet = (point: string, other: string) => boolean;

/** Joins what several observation points recorded of one conversation. */
export const journeys = (
  conversations: readonly Conversation[],
  canMeet: CanMeet = () => true,
  maxAggregationInterval: number | null = null,
): readonly Journey[] => {
  const byEnds = new Map<string, Conversation[]>();
  for (const it of conversations) {
    const key = endsText(it);
    const list = byEnds.get(key);
    if (list === undefined) byEnds.set(key, [it]);
    else list.push(it);
  }
  return [...byEnds.values()].flatMap(joinInTime(canMeet, maxAggregationInterval)).map(journeyOf);
};
