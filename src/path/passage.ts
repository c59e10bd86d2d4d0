import type { Network } from '../network/network.js';
import { distinct, type Gap } from '../problem/gap.js';
import type { Leg } from '../traffic/direction.js';
import { crossingAt } from './crossing-at.js';
import type { Ends } from './endpoint.js';
import {
  beyondBlocker,
  checkpointsAt,
  judgeByRules,
  judgeReply,
  type PathCheckpoint,
} from './path-checkpoint.js';
import type { Course } from './place.js';
import { merged } from './port-classes.js';
import type { RoutingBlocker } from './routing-blocker.js';

/** `partial`: some of the ports that the initiator may use pass. `undetermined`: the input leaves it open. */
export type LegVerdict = 'allowed' | 'partial' | 'blocked' | 'undetermined';

/** One leg judged: where it went, what every filter there said, and what follows from it. */
export type Passage = {
  readonly leg: Leg;
  readonly course: Course;
  readonly checkpoints: readonly PathCheckpoint[];
  readonly verdict: LegVerdict;
  /** What an `undetermined` verdict would need. */
  readonly missing: readonly Gap[];
};

/** Everything that denies a leg: filters in the order the packet meets them, then what ends its way. */
export type PathBlocker = (
  | { readonly kind: 'filter'; readonly at: PathCheckpoint }
  | { readonly kind: 'routing'; readonly at: RoutingBlocker }
) & {
  /** Another blocker stands before it: the packet did not come here. */
  readonly beyond: boolean;
  /** It blocks only if the packet comes this way at all, which is not known. */
  readonly conditional: boolean;
};

const span = (ranges: readonly { readonly from: number; readonly to: number }[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);

/** Filters that each deny some ports may together deny all of them. */
const denyAllPorts = (checkpoints: readonly PathCheckpoint[]): boolean =>
  [...new Set(checkpoints.map(({ ports }) => ports?.of))].some((of) => {
    const some = checkpoints.filter(({ ports }) => ports !== null && ports.of === of);
    const denied = merged(some.flatMap(({ ports }) => ports?.denied ?? []));
    const [first] = some;
    return first?.carried.ports != null && span(denied) === span(first.carried.ports.ranges);
  });

/**
 * The last stop that the packet surely comes to as it is followed. What an appliance does with it is not known: it may
 * send on another packet, which what stands in the way of this one does not stop.
 */
const lastSureStop = ({ stops, doubts }: Course): number => {
  const opaque = doubts.find(
    ({ reason, component }) => reason === 'not-modelled' && component === 'appliance',
  );
  return opaque === undefined
    ? stops.length
    : stops.findIndex(
        (stop, index) => index >= opaque.stop && stop.kind === 'component' && stop.component === 'appliance',
      );
};

/** The switch of Block Public Access is on, and what it leaves out was not given. */
const mayBeExcluded = ({ ending, doubts }: Course): boolean =>
  ending.kind === 'stopped' &&
  ending.blocker.code === 'block-public-access' &&
  doubts.some(({ missing }) => missing.some(({ kind }) => kind === 'block-public-access'));

const verdictOf = (course: Course, checkpoints: readonly PathCheckpoint[]): LegVerdict => {
  const last = lastSureStop(course);
  const denied = checkpoints.filter(({ verdict }) => verdict.outcome === 'denied');
  const surely = denied.filter(({ stop }) => stop <= last);
  const isStopped =
    course.ending.kind === 'stopped' && last === course.stops.length && !mayBeExcluded(course);
  const isBlocked = isStopped || surely.some(({ ports }) => ports === null) || denyAllPorts(surely);
  if (isBlocked) return 'blocked';
  const isOpen =
    course.ending.kind === 'unknown' ||
    course.doubts.length > 0 ||
    checkpoints.some(
      ({ verdict, ports }) => verdict.outcome === 'undetermined' || (ports?.undetermined.length ?? 0) > 0,
    );
  if (isOpen) return 'undetermined';
  return denied.length > 0 ? 'partial' : 'allowed';
};

/** Beyond a routing blocker no route table tells the way: what has to change is the blocker. */
const missingAt = ({ verdict, beyond }: PathCheckpoint): readonly Gap[] =>
  verdict.outcome === 'undetermined'
    ? verdict.missing.filter(({ kind }) => !beyond || kind !== 'routes')
    : [];

/** Judges a leg at every interface it passes. `request` is the course of the request, for its reply. */
export const judgeCourse = (
  network: Network,
  course: Course,
  ends: Ends,
  request: Course | null,
): Passage => {
  const isBeyond = request !== null && request.ending.kind === 'stopped';
  const passed = course.stops.flatMap((stop, index): readonly PathCheckpoint[] => {
    if (stop.kind !== 'interface') return [];
    const crossing = crossingAt(course.stops, index);
    const groups =
      request === null
        ? judgeByRules(network, stop, crossing)
        : judgeReply(network, request, ends, stop, crossing);
    return checkpointsAt(network, course.leg, stop, crossing, index, groups, isBeyond);
  });
  const beyond = course.ending.kind === 'stopped' ? beyondBlocker(network, course, ends) : [];
  const checkpoints = [...passed, ...beyond];
  return {
    leg: course.leg,
    course,
    checkpoints,
    verdict: verdictOf(course, passed),
    missing: distinct([
      ...course.doubts.flatMap(({ missing }) => missing),
      ...checkpoints.flatMap(missingAt),
    ]),
  };
};

/** Every blocker of a leg, also those beyond the first. `unsure`: it is not known whether the leg takes this way. */
export const pathBlockers = (
  { course, checkpoints, leg }: Passage,
  isBeyond: boolean,
  unsure = false,
): readonly PathBlocker[] => {
  const last = lastSureStop(course);
  const denials = (beyond: boolean) =>
    checkpoints
      .filter((at) => at.verdict.outcome === 'denied' && (leg === 'reply' || at.beyond === beyond))
      .map(
        (at): PathBlocker => ({
          kind: 'filter',
          at,
          beyond: at.beyond,
          conditional: unsure || (at.stop > last && !at.beyond),
        }),
      );
  const conditional = unsure || last < course.stops.length || mayBeExcluded(course);
  const routing: readonly PathBlocker[] =
    course.ending.kind === 'stopped'
      ? [{ kind: 'routing', at: course.ending.blocker, beyond: isBeyond, conditional }]
      : [];
  return leg === 'reply'
    ? [...denials(isBeyond), ...routing]
    : [...denials(false), ...routing, ...denials(true)];
};
