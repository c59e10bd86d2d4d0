import { equals, print } from '../address/ip-address.js';
import { isPrivate } from '../address/special-ranges.js';
import { type Conversation, type Flow, type Party, total, windowOf } from './conversation.js';
import { type Beyond, type Journey, rank, reversed } from './journey.js';
import { timeDelta } from './time-delta.js';

/**
 * One side of a translation, as one observation point recorded it. Both sides have the end that is not translated and
 * the address that stands in for the other one in common; those are the `key`.
 */
type Side = {
  readonly journey: Journey;
  readonly at: Conversation;
  readonly key: string;
  /** The end that the translation leaves as it is. */
  readonly fixed: Party;
  /** As many packets and bytes each way: a translation changes neither. */
  readonly counts: string;
  readonly start: number;
  readonly end: number;
};

const endText = ({ address, port }: Party): string => `${print(address)} ${port ?? '-'}`;

const countsText = (flow: Flow): string => `${total(flow)?.packets ?? 0} ${total(flow)?.bytes ?? 0}`;

/** What the end sent, and what was sent to it. */
const countsOf = (at: Conversation, end: Party): string => {
  const isInitiator = equals(at.initiator.address, end.address) && at.initiator.port === end.port;
  const flows = isInitiator ? [at.forward, at.reverse] : [at.reverse, at.forward];
  return flows.map(countsText).join(' ');
};

const sideOf = (journey: Journey, at: Conversation, fixed: Party, standIn: string): Side => ({
  journey,
  at,
  fixed,
  key: [at.observationPoint, at.protocol, endText(fixed), standIn].join(' '),
  counts: countsOf(at, fixed),
  ...windowOf(at),
});

/** A regional NAT gateway's id; its records show the packet's own addresses, its public one among them. */
const isRegionalNatGateway = (point: string): boolean => point.startsWith('nat-');

const ANY_PUBLIC = 'public';

/**
 * The side of the client: the gateway's address stands in for the server's, where `pkt-dstaddr` says who is meant.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
const innerSides = (journey: Journey): readonly Side[] =>
  journey.conversations.flatMap((at) => {
    const ends = [at.initiator, at.responder];
    if (isRegionalNatGateway(at.observationPoint)) {
      const [inside, outside] = ends[0] && isPrivate(ends[0].address) ? ends : ends.toReversed();
      const isInner = inside && outside && isPrivate(inside.address) && !isPrivate(outside.address);
      return isInner ? [sideOf(journey, at, outside, ANY_PUBLIC)] : [];
    }
    const { standIn } = at;
    const fixed = ends.find(({ address }) => standIn !== null && equals(address, standIn.for));
    return standIn === null || fixed === undefined
      ? []
      : [sideOf(journey, at, fixed, print(standIn.address))];
  });

/** The side of the server: the gateway itself is one end. Either end may be the one that stays. */
const outerSides = (journey: Journey, translating: ReadonlySet<string>): readonly Side[] =>
  journey.conversations.flatMap((at) => {
    if (at.standIn !== null || !translating.has(at.observationPoint)) return [];
    const both = [
      [at.initiator, at.responder],
      [at.responder, at.initiator],
    ] as const;
    if (!isRegionalNatGateway(at.observationPoint))
      return both.map(([own, fixed]) => sideOf(journey, at, fixed, print(own.address)));
    if (both[0].some(({ address }) => isPrivate(address))) return [];
    return both.map(([, fixed]) => sideOf(journey, at, fixed, ANY_PUBLIC));
  });

const areNear = (a: Side, b: Side, interval: number | null): boolean => {
  const delta = timeDelta(Math.max(a.end - a.start, b.end - b.start), interval);
  return a.journey !== b.journey && a.start <= b.end + delta && b.start <= a.end + delta;
};

const byKey = (sides: readonly Side[]): ReadonlyMap<string, readonly Side[]> => {
  const map = new Map<string, Side[]>();
  for (const side of sides) {
    const list = map.get(side.key);
    if (list === undefined) map.set(side.key, [side]);
    else list.push(side);
  }
  return map;
};

type Match = { readonly inner: Side; readonly outer: Side; readonly joinedBy: Beyond['joinedBy'] };

/** Joins only what can be nothing else: both sides have no other partner, or no other one of equal counts. */
const matchesAmong = (
  inners: readonly Side[],
  outers: readonly Side[],
  interval: number | null,
): readonly Match[] =>
  inners.flatMap((inner): readonly Match[] => {
    const near = outers.filter((outer) => areNear(inner, outer, interval));
    const alike = near.filter((outer) => outer.counts === inner.counts);
    const candidates = near.length === 1 ? near : alike;
    const [outer, ...others] = candidates;
    if (outer === undefined || others.length > 0) return [];
    const rivals = inners.filter(
      (other) =>
        other !== inner &&
        areNear(other, outer, interval) &&
        (near.length === 1 || other.counts === outer.counts),
    );
    if (rivals.length > 0) return [];
    return [{ inner, outer, joinedBy: near.length === 1 ? 'only-candidate' : 'equal-counts' }];
  });

const turned = (it: Journey): Journey => ({
  ...it,
  initiator: it.responder,
  responder: it.initiator,
  conversations: it.conversations.map(reversed).toReversed(),
});

/** Both sides the same way round: as the stronger evidence has it, else from the inside out. */
const joined = ({ inner, outer, joinedBy }: Match): Journey => {
  const startsInside = (side: Side): boolean =>
    !equals(side.journey.initiator.address, side.fixed.address) ||
    side.journey.initiator.port !== side.fixed.port;
  const difference = rank(inner.journey) - rank(outer.journey);
  const insideStarts =
    startsInside(inner) === startsInside(outer)
      ? startsInside(inner)
      : difference === 0 || startsInside(difference < 0 ? inner : outer);
  const [near, far] = [inner, outer].map((side) =>
    startsInside(side) === insideStarts ? side.journey : turned(side.journey),
  ) as [Journey, Journey];
  return { ...near, beyond: { journey: far, observationPoint: inner.at.observationPoint, joinedBy } };
};

/**
 * Joins journeys on both sides of an address translation: four records at a NAT gateway and two at the instance are one
 * journey. What could be several is left apart.
 */
export const throughTranslations = (
  journeys: readonly Journey[],
  maxAggregationInterval: number | null = null,
): readonly Journey[] => {
  const inner = journeys.flatMap(innerSides);
  const translating = new Set(inner.map(({ at }) => at.observationPoint));
  const outers = byKey(journeys.flatMap((it) => outerSides(it, translating)));
  const matches = [...byKey(inner)].flatMap(([key, inners]) =>
    matchesAmong(inners, outers.get(key) ?? [], maxAggregationInterval),
  );
  const byInner = new Map(matches.map((match) => [match.inner.journey, match]));
  const beyond = new Set(matches.map(({ outer }) => outer.journey));
  return journeys
    .filter((it) => !beyond.has(it))
    .map((it) => {
      const match = byInner.get(it);
      return match === undefined ? it : joined(match);
    });
};
