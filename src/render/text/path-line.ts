import { print } from '../../address/ip-address.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import type { Checkpoint, RoundTrip } from '../../path/round-trip.js';
import type { RoutingBlocker } from '../../path/routing-blocker.js';
import type { Direction, Leg } from '../../traffic/direction.js';

/** A filter that is not asked at all is no hop. */
const isAsked = ({ verdict: { deciding } }: Checkpoint): boolean =>
  !deciding.some(({ kind }) => kind === 'same-subnet' || kind === 'no-security-groups');

const nameOf = ({ filter }: Checkpoint): string => (filter === 'network-acl' ? 'ACL' : 'groups');

const isSamePlace = (a: Checkpoint) => (b: Checkpoint) =>
  a.side === b.side && a.leg === b.leg && a.filter === b.filter;

/** `ACL`, `[ACL DENIES]`, `(ACL)` where the packet does not come, `ACL?` where it is not known. */
const hopOf = (at: Checkpoint, isDenied: boolean, isBeyond: boolean): string => {
  if (isDenied) return `[${nameOf(at)} ${at.filter === 'network-acl' ? 'DENIES' : 'DENY'}]`;
  if (isBeyond) return `(${nameOf(at)})`;
  return at.verdict.outcome === 'undetermined' ? `${nameOf(at)}?` : nameOf(at);
};

const legLine = (leg: Leg, trip: RoundTrip, blocking: readonly Checkpoint[]): string => {
  const ends = [print(trip.initiator.address), print(trip.responder.address)];
  const [from, to] = leg === 'request' ? ends : ends.toReversed();
  let isStopped = false;
  const hops = trip.checkpoints
    .filter((at) => at.leg === leg && isAsked(at))
    .map((at) => {
      const isDenied = at.verdict.outcome === 'denied' && blocking.some(isSamePlace(at));
      const hop = hopOf(at, isDenied, isStopped);
      isStopped ||= isDenied;
      return hop;
    });
  return `${leg.padEnd(7)}  ${[from, ...hops, isStopped ? `(${to})` : to].join(' > ')}`;
};

/** What ends the way is no filter: those of the sender, and then the component. */
const stoppedLine = (leg: Leg, trip: RoundTrip, { component }: RoutingBlocker): string => {
  const ends = [print(trip.initiator.address), print(trip.responder.address)];
  const [from, to] = leg === 'request' ? ends : ends.toReversed();
  const hops = trip.checkpoints
    .filter((at) => at.leg === leg && at.direction === 'egress' && isAsked(at))
    .map((at) => hopOf(at, false, false));
  return `${leg.padEnd(7)}  ${[from, ...hops, `[${component} STOPS]`, `(${to})`].join(' > ')}`;
};

/** A filter between the ends, or behind a responder that passes on what comes to it. */
const midwayLine = (leg: Leg, trip: RoundTrip, predicts: Finding['predicts'], at: Checkpoint): string => {
  const ends = [print(trip.initiator.address), print(trip.responder.address)];
  const [from, to] = leg === 'request' ? ends : ends.toReversed();
  const [, requestThere, replyThere] = predicts;
  const hops = (direction: Direction) =>
    trip.checkpoints
      .filter((one) => one.leg === leg && one.direction === direction && isAsked(one))
      .map((one) => hopOf(one, false, false));
  const denial = `${hopOf(at, true, false).slice(0, -1)} at ${at.interface.id}]`;
  const isAtResponder = leg === 'request' ? requestThere === 'accepted' : replyThere !== 'accepted';
  const line = !isAtResponder
    ? [from, ...hops('egress'), denial, `(${to})`]
    : leg === 'request'
      ? [from, ...hops('egress'), ...hops('ingress'), to, denial]
      : [denial, `(${from})`, `(${to})`];
  return `${leg.padEnd(7)}  ${line.join(' > ')}`;
};

/**
 * The way of a blocked packet in one line, filter by filter, with the hop that stops it marked: that of the request,
 * and that of the reply where the request gets through. Nothing where no filter is known to stop it.
 */
export const pathLines = ({
  trips,
  blocking,
  outcome,
  stopped,
  leg,
  predicts,
}: Finding): readonly string[] => {
  if (stopped !== null && trips[0] !== undefined) return [stoppedLine(leg ?? 'request', trips[0], stopped)];
  const [first] = blocking;
  if (first === undefined || outcome !== 'blocked') return [];
  if (first.side === null && trips[0] !== undefined)
    return [midwayLine(first.leg, trips[0], predicts, first)];
  const trip =
    trips.find(({ checkpoints }) =>
      checkpoints.some((at) => at.verdict.outcome === 'denied' && isSamePlace(at)(first)),
    ) ?? trips[0];
  if (trip === undefined) return [];
  const request = legLine('request', trip, blocking);
  return first.leg === 'request' ? [request] : [request, legLine('reply', trip, blocking)];
};
