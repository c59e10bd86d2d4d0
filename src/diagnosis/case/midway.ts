import { total } from '../../conversation/conversation.js';
import { componentOf } from '../../path/blocker.js';
import type { Passage } from '../../path/passage.js';
import type { PathCheckpoint } from '../../path/path-checkpoint.js';
import type { Reach } from '../../path/reach.js';
import type { Checkpoint } from '../../path/round-trip.js';
import type { Leg } from '../../traffic/direction.js';
import { type Case, flowOf } from './case.js';
import { isAtAnEnd, wasAnswered, wasNeverSent } from './way.js';
import { waysOf } from './ways.js';

/** A filter between the ends that denies a leg: the network ACL of a NAT gateway's subnet, the groups of a load balancer ... */
export type Midway = {
  readonly at: Checkpoint;
  readonly isSure: boolean;
  /** The leg has passed the responder's interface: that of a load balancer, with the filter behind it. */
  readonly comesToResponder: boolean;
};

/** The first filter that denies the leg, where it denies it from every port, and stands between the ends. */
const firstDenial = (it: Case, { checkpoints }: Passage): PathCheckpoint | null => {
  const first = checkpoints.find((at) => !at.beyond && at.verdict.outcome === 'denied');
  return first !== undefined && first.ports === null && !isAtAnEnd(it, first) ? first : null;
};

/** Of several targets of a load balancer each may have the same group, or be in the same subnet. */
const isSamePlace = (a: PathCheckpoint, b: PathCheckpoint | null): boolean =>
  b !== null && componentOf(a) === componentOf(b) && a.filter === b.filter && a.direction === b.direction;

/** Every interface that recorded this leg is on its way before the filter, or is where it stands and did not accept it. */
export const isNotPassed = (it: Case, leg: Leg, { course }: Passage, at: PathCheckpoint): boolean =>
  it.observations.every((one) => {
    const flow = flowOf(one, leg);
    if (one.observationPoint === at.interface.id) return flow.ACCEPT === null;
    const before = course.stops.slice(0, at.stop);
    return (
      total(flow) === null ||
      before.some((stop) => stop.kind === 'interface' && stop.interface.id === one.observationPoint)
    );
  });

/** What recorded this leg stands before the filter, or is where it stands and rejected it. */
const isSeenOnlyBefore = (it: Case, leg: Leg, passage: Passage, at: PathCheckpoint): boolean =>
  isNotPassed(it, leg, passage, at) &&
  it.observations.every(
    (one) => one.observationPoint === at.interface.id || flowOf(one, leg).REJECT === null,
  );

const passesResponder = ({ ends: { responder } }: Case, { course }: Passage, at: PathCheckpoint): boolean =>
  responder.kind === 'interface' &&
  course.stops
    .slice(0, at.stop)
    .some((stop) => stop.kind === 'interface' && stop.interface.id === responder.interface.id);

const deniedOn = (it: Case, leg: Leg, legs: readonly Passage[]): Midway | null => {
  const [first, ...more] = legs.map((one) => firstDenial(it, one));
  if (first == null || !more.every((one) => isSamePlace(first, one))) return null;
  if (!legs.every((one) => isSeenOnlyBefore(it, leg, one, first))) return null;
  const { interface: guarded, direction, filter, verdict, carried } = first;
  return {
    at: { side: null, interface: guarded, leg, direction, filter, verdict, packet: carried.packet },
    comesToResponder: legs.every((one) => passesResponder(it, one, first)),
    isSure: legs.every(({ course }) => course.doubts.every(({ stop }) => stop > first.stop)),
  };
};

const isRejectedReply = ({ observations }: Case): boolean =>
  observations.some(({ reverse }) => reverse.REJECT !== null);

const isReplySeen = ({ observations }: Case): boolean =>
  observations.some(({ reverse }) => total(reverse) !== null);

const comesThrough = ({ request: { course, verdict } }: Reach): boolean =>
  verdict === 'allowed' && course.ending.kind === 'arrived';

const known = new WeakMap<Case, { readonly midway: Midway | null }>();

const find = (it: Case): Midway | null => {
  const ways = waysOf(it).flatMap((way) => (way.choices.length > 0 ? way.choices : [way]));
  if (ways.length === 0 || ways.length < it.trips.length) return null;
  const request = isReplySeen(it)
    ? null
    : deniedOn(
        it,
        'request',
        ways.map((way) => way.request),
      );
  const replies = ways.flatMap(({ reply }) => (reply === null ? [] : [reply]));
  if (request !== null || replies.length < ways.length || !ways.every(comesThrough)) return request;
  if (wasAnswered(it)) return null;
  const reply = deniedOn(it, 'reply', replies);
  const isNotSent = reply?.comesToResponder === true && wasNeverSent(it) && !isRejectedReply(it);
  return isNotSent ? null : reply;
};

/** The filter between the ends that denies a leg by the rules and routes given, when the records agree. */
export const deniedMidway = (it: Case): Midway | null => {
  const { midway } = known.get(it) ?? { midway: find(it) };
  known.set(it, { midway });
  return midway;
};
