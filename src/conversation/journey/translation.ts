import { equals } from '../../address/ip-address.js';
import { windowOf } from '../conversation.js';
import { byText, contentText } from '../in-order.js';
import { type Beyond, type Journey, type JourneyDoubt, rank, reversed } from './journey.js';
import { type LoadBalancerAt, loadBalancerSides, withPort } from './load-balancer-sides.js';
import { doubtsOf, type Match, matchesOf, type SideDoubt } from './matching.js';
import type { Side } from './side.js';
import { innerSides, outerSides } from './translation-sides.js';

/** What is known of what translates addresses; by default nothing. */
export type TranslationOptions = {
  /** Seconds: what the flow log was set to, where it is known. */
  readonly maxAggregationInterval?: number | null;
  /** By default nothing is known of load balancers: then only `pkt-srcaddr` and `pkt-dstaddr` tell. */
  readonly loadBalancerAt?: LoadBalancerAt;
};

/** Two journeys of which the second is the first beyond a translation. */
type Joint = {
  readonly before: Journey;
  readonly after: Journey;
  /** Those whose initiator is the other end than the evidence of both together says. */
  readonly turned: ReadonlySet<Journey>;
  readonly beyond: Omit<Beyond, 'journey'>;
};

const turned = (it: Journey): Journey => ({
  ...it,
  initiator: it.responder,
  responder: it.initiator,
  conversations: it.conversations.map(reversed).toReversed(),
});

/** Whether the end that is translated speaks first. */
const startsInside = ({ journey: { initiator }, fixed }: Side): boolean =>
  !equals(initiator.address, fixed.address) || initiator.port !== fixed.port;

/**
 * Both sides the same way round, and the one first that the request passes first: the inside of a NAT gateway, and the
 * outside of a load balancer, whose clients are the end that it leaves as it is.
 */
const jointOf = (match: Match): Joint => {
  const { inner, outer, joinedBy } = match;
  const difference = rank(inner.journey) - rank(outer.journey);
  const surer = difference > 0 ? outer : inner;
  const insideStarts =
    startsInside(inner) === startsInside(outer)
      ? startsInside(inner)
      : difference === 0 || startsInside(surer);
  const sides = [inner, outer].filter((side) => startsInside(side) !== insideStarts);
  const isFromOutside = !insideStarts && surer.journey.directionMethod !== 'arbitrary';
  return {
    before: (isFromOutside ? outer : inner).journey,
    after: (isFromOutside ? inner : outer).journey,
    turned: new Set(sides.map(({ journey }) => journey)),
    beyond: { observationPoint: inner.at.observationPoint, joinedBy },
  };
};

type Found = { readonly joints: readonly Joint[]; readonly doubts: readonly SideDoubt[] };

const journeysOf = (matches: readonly Match[]): ReadonlySet<Journey> =>
  new Set(matches.flatMap(({ inner, outer }) => [inner.journey, outer.journey]));

/** Where an address stands in for another one, and `pkt-srcaddr` or `pkt-dstaddr` tell which. */
const translationsIn = (journeys: readonly Journey[], interval: number | null): Found => {
  const inners = journeys.flatMap(innerSides);
  const translating = new Set(inners.map(({ at }) => at.observationPoint));
  const outers = journeys.flatMap((it) => outerSides(it, translating));
  const matches = matchesOf(inners, outers, { interval, needsCounts: false });
  const joined = journeysOf(matches);
  const doubts = [
    ...doubtsOf(inners, outers, joined, 'continuation-not-proven', interval),
    ...doubtsOf(outers, inners, joined, 'origin-not-proven', interval),
  ];
  // A pod's node or an appliance shows an address in place of another one, and that is all.
  return { joints: matches.map(jointOf), doubts: doubts.filter(({ doubt }) => doubt.candidates > 0) };
};

/** Where a load balancer is one end of both connections. */
const forwardingsIn = (
  journeys: readonly Journey[],
  loadBalancerAt: LoadBalancerAt,
  interval: number | null,
  known: ReadonlySet<Journey>,
): Found => {
  const { fronts, backs } = loadBalancerSides(journeys, loadBalancerAt);
  const matches = matchesOf(fronts.map(withPort), backs.map(withPort), { interval, needsCounts: true });
  const joints = matches.map(({ inner, outer, joinedBy }) => ({
    before: inner.journey,
    after: outer.journey,
    turned: new Set<Journey>(),
    beyond: { observationPoint: inner.at.observationPoint, joinedBy },
  }));
  const joined = new Set([...known, ...journeysOf(matches)]);
  const doubts = [
    ...doubtsOf(fronts, backs, joined, 'continuation-not-proven', interval),
    ...doubtsOf(backs, fronts, joined, 'origin-not-proven', interval),
  ];
  return { joints, doubts };
};

const startOf = (it: Journey): number => Math.min(...it.conversations.map((at) => windowOf(at).start));

const textOf = (it: Journey): string =>
  it.conversations.map((at) => `${at.observationPoint} ${contentText(at)}`).join(' ');

/**
 * Of joints that compete for a journey, that of the only candidate goes first, then the earlier one, then what is first by
 * its content: the order in which journeys were read says nothing about them.
 */
const inOrder = (joints: readonly Joint[]): readonly Joint[] =>
  joints
    .map((joint) => ({
      joint,
      isNotOnly: Number(joint.beyond.joinedBy !== 'only-candidate'),
      starts: [startOf(joint.before), startOf(joint.after)] as const,
    }))
    .sort(
      (a, b) =>
        a.isNotOnly - b.isNotOnly ||
        a.starts[0] - b.starts[0] ||
        a.starts[1] - b.starts[1] ||
        byContent(a.joint, b.joint),
    )
    .map(({ joint }) => joint);

const byContent = (a: Joint, b: Joint): number =>
  byText(a.beyond.observationPoint, b.beyond.observationPoint) ||
  byText(textOf(a.before), textOf(b.before)) ||
  byText(textOf(a.after), textOf(b.after));

/** Each journey with the joint to what comes after it: each has one before and one after at most, and none is its own. */
const chainsOf = (joints: readonly Joint[]): ReadonlyMap<Journey, Joint> => {
  const next = new Map<Journey, Joint>();
  const taken = new Set<Journey>();
  const leadsTo = (from: Journey, to: Journey): boolean => {
    const joint = next.get(from);
    return from === to || (joint !== undefined && leadsTo(joint.after, to));
  };
  for (const joint of joints) {
    if (next.has(joint.before) || taken.has(joint.after) || leadsTo(joint.after, joint.before)) continue;
    next.set(joint.before, joint);
    taken.add(joint.after);
  }
  return next;
};

const byJourney = (doubts: readonly SideDoubt[]): ReadonlyMap<Journey, readonly JourneyDoubt[]> => {
  const map = new Map<Journey, JourneyDoubt[]>();
  for (const { journey, doubt } of doubts) {
    const list = map.get(journey);
    if (list === undefined) map.set(journey, [doubt]);
    else list.push(doubt);
  }
  return map;
};

/**
 * Joins journeys on both sides of a translation: the four records at a NAT gateway and the two at the instance are one
 * journey, and so are those before and behind a load balancer where `pkt-srcaddr`, or the client's port and equal counts,
 * show it. What could be several is left apart and carries its doubt.
 */
export const throughTranslations = (
  journeys: readonly Journey[],
  { maxAggregationInterval = null, loadBalancerAt = () => null }: TranslationOptions = {},
): readonly Journey[] => {
  const translations = translationsIn(journeys, maxAggregationInterval);
  const known = new Set(translations.joints.flatMap(({ before, after }) => [before, after]));
  const forwardings = forwardingsIn(journeys, loadBalancerAt, maxAggregationInterval, known);
  const next = chainsOf([...inOrder(translations.joints), ...inOrder(forwardings.joints)]);
  const doubts = byJourney([...translations.doubts, ...forwardings.doubts]);
  const whole = (it: Journey, isTurned: boolean): Journey => {
    const joint = next.get(it);
    return {
      ...(isTurned ? turned(it) : it),
      doubts: doubts.get(it) ?? [],
      beyond:
        joint === undefined
          ? null
          : { ...joint.beyond, journey: whole(joint.after, joint.turned.has(joint.after)) },
    };
  };
  const after = new Set([...next.values()].map((joint) => joint.after));
  return journeys
    .filter((it) => !after.has(it))
    .map((it) => whole(it, next.get(it)?.turned.has(it) === true));
};
