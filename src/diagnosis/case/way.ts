import { total } from '../../conversation/conversation.js';
import type { PathCheckpoint } from '../../path/path-checkpoint.js';
import type { Course } from '../../path/place.js';
import type { Reach } from '../../path/reach.js';
import { blockedBy, type RoutingBlocker } from '../../path/routing-blocker.js';
import { distinct, type Gap } from '../../problem/gap.js';
import type { Leg } from '../../traffic/direction.js';
import { TCP } from '../../traffic/protocol.js';
import { FIN, RST } from '../../traffic/tcp-flags.js';
import { recorded } from './agreement.js';
import type { Case } from './case.js';
import { isSeenOnlyAlong, otherWaysOf, waysOf } from './ways.js';

/** A leg that ends on its way although no filter denies it, as far as the records bear it out. */
export type Stopped = {
  readonly leg: Leg;
  readonly blocker: RoutingBlocker;
  /** It ends behind the filters of the responder's interface, as at an endpoint that takes nothing. */
  readonly isAtResponder: boolean;
  /** Nothing that was not given could carry it past. */
  readonly isSure: boolean;
  readonly missing: readonly Gap[];
};

export const isAtAnEnd = ({ ends: { initiator, responder } }: Case, at: PathCheckpoint): boolean =>
  [initiator, responder].some((end) => end.kind === 'interface' && end.interface.id === at.interface.id);

/** What filters between the ends make of the leg: null when one stops it before its way ends. */
const passesBetween = (it: Case, checkpoints: readonly PathCheckpoint[]): boolean | null => {
  const outcomes = checkpoints
    .filter((at) => !at.beyond && !isAtAnEnd(it, at))
    .map(({ verdict }) => verdict.outcome);
  return outcomes.includes('denied') ? null : !outcomes.includes('undetermined');
};

const blockerOf = ({ ending }: Course): RoutingBlocker | null =>
  ending.kind === 'stopped' ? ending.blocker : null;

/** The one blocker that ends this leg whichever of the source ports seen it has. */
const commonBlocker = (courses: readonly Course[]): RoutingBlocker | null => {
  const [first, ...more] = courses.map(blockerOf);
  return first != null && more.every((one) => one?.code === first.code && one.component === first.component)
    ? first
    : null;
};

const comesToResponder = ({ ends: { responder } }: Case, { stops }: Course): boolean =>
  responder.kind === 'interface' &&
  stops.some((stop) => stop.kind === 'interface' && stop.interface.id === responder.interface.id);

const stoppedRequest = (it: Case, ways: readonly Reach[]): Stopped | null => {
  const legs = ways.map(({ request }) => request);
  const blocker = commonBlocker(legs.map(({ course }) => course));
  const passes = legs.map(({ checkpoints }) => passesBetween(it, checkpoints));
  if (blocker === null || passes.includes(null) || recorded(it, 'ACCEPT', 'reply')) return null;
  if (!legs.every(({ course }) => isSeenOnlyAlong(it, 'request', course))) return null;
  return {
    leg: 'request',
    blocker,
    isAtResponder: legs.every(({ course }) => comesToResponder(it, course)),
    isSure: !passes.includes(false) && legs.every(({ course }) => course.doubts.length === 0),
    missing: distinct(legs.flatMap(({ missing }) => missing)),
  };
};

/** More than a SYN holds, whatever its options: the initiator sent data, so it had got its answer. */
const LARGEST_SYN = 100;

/** Packets of the initiator that it sends only once a reply has come. */
export const wasAnswered = ({ group, observations }: Case): boolean =>
  group.protocol === TCP &&
  observations.some(({ forward: { ACCEPT } }) => {
    if (ACCEPT === null) return false;
    return ((ACCEPT.tcpFlags ?? 0) & (FIN | RST)) !== 0 || ACCEPT.bytes > ACCEPT.packets * LARGEST_SYN;
  });

/** The responder's interface would show the reply if it were recorded there, and does not. */
export const wasNeverSent = ({ observations }: Case): boolean =>
  observations.some((at) => at.side === 'responder' && at.absenceCounts.reply && total(at.reverse) === null);

/**
 * The way ends behind the interface that sends: AWS does not say whether a packet without a route is recorded there, so
 * silence does not show that it was never sent.
 */
const endsAtItsSender = ({ stops }: Course): boolean =>
  stops.filter(({ kind }) => kind === 'interface').length < 2;

/** Where the request comes for sure, its reply is followed back. */
const stoppedReply = (it: Case, ways: readonly Reach[]): Stopped | null => {
  const isThere = ({ request: { course, verdict } }: Reach): boolean =>
    course.ending.kind === 'arrived' && course.doubts.length === 0 && verdict !== 'blocked';
  const replies = ways.flatMap(({ reply }) => (reply === null ? [] : [reply]));
  if (!ways.every(isThere) || replies.length < ways.length) return null;
  const blocker = commonBlocker(replies.map(({ course }) => course));
  const passes = replies.map(({ checkpoints }) => passesBetween(it, checkpoints));
  if (blocker === null || passes.includes(null) || wasAnswered(it)) return null;
  if (wasNeverSent(it) && !replies.every(({ course }) => endsAtItsSender(course))) return null;
  if (!replies.every(({ course }) => isSeenOnlyAlong(it, 'reply', course))) return null;
  return {
    leg: 'reply',
    blocker,
    isAtResponder: false,
    isSure: !passes.includes(false) && replies.every(({ course }) => course.doubts.length === 0),
    missing: distinct(replies.flatMap(({ missing }) => missing)),
  };
};

/** Whatever the routes are, a NAT gateway takes nothing from the internet that nobody behind it asked for. */
const atNatGateway = ({ group }: Case, id: string): Stopped => {
  const { blocker } = blockedBy('nat-gateway-cannot-carry', 'nat-gateway-takes-no-connections', null, id, {
    source: group.initiator.address,
    destination: group.responder.address,
    protocol: group.protocol,
    sourcePort: group.sourcePorts[0] ?? null,
    destinationPort: group.responder.port,
    icmp: null,
  });
  return { leg: 'request', blocker, isAtResponder: true, isSure: true, missing: [] };
};

const isRejected = (it: Case): boolean =>
  recorded(it, 'REJECT', 'request') || recorded(it, 'REJECT', 'reply');

const stops = new WeakMap<Case, { readonly stopped: Stopped | null }>();

/** Null where a load balancer may take several targets, and where no way is known. */
const stoppedAlong = (it: Case, all: readonly Reach[]): Stopped | null => {
  const ways = all.filter(({ targets }) => targets.length === 0);
  if (ways.length === 0 || ways.length < it.trips.length) return null;
  return stoppedRequest(it, ways) ?? stoppedReply(it, ways);
};

const endAlike = (a: Stopped | null, b: Stopped | null): boolean =>
  a?.leg === b?.leg && a?.blocker.code === b?.blocker.code && a?.blocker.component === b?.blocker.component;

/** Where the way ends: of one address that the end may have had, and not of all, only perhaps. */
const find = (it: Case): Stopped | null => {
  if (isRejected(it)) return null;
  if (it.unsolicited !== null) return atNatGateway(it, it.unsolicited);
  const shown = stoppedAlong(it, waysOf(it));
  const others = otherWaysOf(it).map((ways) => stoppedAlong(it, ways));
  const first = [shown, ...others].find((stopped) => stopped !== null);
  if (first === undefined || others.every((other) => endAlike(other, shown))) return shown;
  return {
    ...first,
    isSure: false,
    missing: distinct([...it.masked.map(({ gap }) => gap), ...first.missing]),
  };
};

/**
 * Where the way of a leg ends by the routes given, when the records agree: it was seen on the way before that place, or
 * not at all, and nothing shows that it came further. Null for what was rejected: that ended at a filter.
 */
export const stoppedOnTheWay = (it: Case): Stopped | null => {
  const { stopped } = stops.get(it) ?? { stopped: find(it) };
  stops.set(it, { stopped });
  return stopped;
};
