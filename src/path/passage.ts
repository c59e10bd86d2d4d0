import { equals } from '../address/ip-address.js';
import { judgeSecurityGroupsReply } from '../filter/connection-tracking.js';
import type { Crossing } from '../filter/crossing.js';
import { judgeNetworkAcl } from '../filter/network-acl.js';
import { judgeSecurityGroups } from '../filter/security-group.js';
import type { Verdict } from '../filter/verdict.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { distinct, type Gap } from '../problem/gap.js';
import { type Direction, type Leg, opposite } from '../traffic/direction.js';
import type { Carried } from './carried.js';
import { crossingAt } from './crossing-at.js';
import type { Ends } from './endpoint.js';
import { owns } from './holder.js';
import type { Course, Stop } from './place.js';
import { judgePorts, merged, type PortVerdict } from './port-classes.js';
import type { RoutingBlocker } from './routing-blocker.js';

/** What one filter said of one leg at one interface on its way. */
export type PathCheckpoint = PortVerdict & {
  readonly interface: NetworkInterface;
  readonly leg: Leg;
  readonly direction: Direction;
  readonly filter: 'security-groups' | 'network-acl';
  readonly carried: Carried;
  readonly crossing: Crossing;
  /** The place in `stops` of the course; where they end for what is judged beyond a routing blocker. */
  readonly stop: number;
  /** The packet did not come here: a routing blocker stands before it. */
  readonly beyond: boolean;
};

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
export type PathBlocker =
  | { readonly kind: 'filter'; readonly at: PathCheckpoint; readonly beyond: boolean }
  | { readonly kind: 'routing'; readonly at: RoutingBlocker; readonly beyond: boolean };

type Pass = Extract<Stop, { kind: 'interface' }>;

/** How the security groups of an interface judge what it lets pass at this place. */
type GroupJudge = (carried: Carried) => Verdict;

const checkpointsAt = (
  network: Network,
  leg: Leg,
  pass: Pass,
  crossing: Crossing,
  stop: number,
  groups: GroupJudge,
  beyond: boolean,
): readonly PathCheckpoint[] => {
  const { interface: it, direction, carried } = pass;
  const at = { interface: it, leg, direction, carried, crossing, stop, beyond };
  const acl = (one: Carried) => judgeNetworkAcl(network, it, direction, one.packet, crossing);
  const both: readonly PathCheckpoint[] = [
    { ...at, filter: 'security-groups', ...judgePorts(network, it, leg, carried, groups) },
    { ...at, filter: 'network-acl', ...judgePorts(network, it, leg, carried, acl) },
  ];
  return direction === 'egress' ? both : both.toReversed();
};

const isAnsweredBy = (request: Carried, reply: Carried): boolean =>
  equals(request.packet.source, reply.packet.destination) &&
  equals(request.packet.destination, reply.packet.source);

/** The pass of the request that the security groups of this interface remember when its answer comes. */
const rememberedPass = (
  request: Course,
  pass: Pass,
): { readonly pass: Pass; readonly index: number } | null => {
  const index = request.stops.findIndex(
    (stop) =>
      stop.kind === 'interface' &&
      stop.interface.id === pass.interface.id &&
      stop.direction === opposite(pass.direction) &&
      isAnsweredBy(stop.carried, pass.carried),
  );
  return index < 0 ? null : { pass: request.stops[index] as Pass, index };
};

const judgeByRules =
  (network: Network, pass: Pass, crossing: Crossing): GroupJudge =>
  (carried) =>
    judgeSecurityGroups(network, pass.interface, pass.direction, carried.packet, crossing);

/** A reply whose request passed here is the groups' to let pass; any other is judged as a packet of its own. */
const judgeReply = (
  network: Network,
  request: Course,
  ends: Ends,
  pass: Pass,
  crossing: Crossing,
): GroupJudge => {
  const known = rememberedPass(request, pass);
  const isResponder =
    ends.responder.kind === 'interface' && ends.responder.interface.id === pass.interface.id;
  const cameHere = request.ending.kind === 'arrived' || request.ending.kind === 'left';
  if (known === null && (cameHere || !isResponder)) return judgeByRules(network, pass, crossing);
  const opened = known?.pass.carried.packet;
  const its = known === null ? crossing : crossingAt(request.stops, known.index);
  return ({ packet }) => {
    const asked = opened ?? { ...packet, source: packet.destination, destination: packet.source };
    const withPort = {
      ...asked,
      sourcePort: packet.destinationPort,
      destinationPort: opened?.destinationPort ?? packet.sourcePort,
    };
    return judgeSecurityGroupsReply(network, pass.interface, opposite(pass.direction), withPort, its);
  };
};

/** Beyond a routing blocker only the named destination's own filters are asked, as if the packet had come. */
const beyondBlocker = (network: Network, course: Course, ends: Ends): readonly PathCheckpoint[] => {
  const { responder } = ends;
  const reached = course.stops.some(
    (stop) => stop.kind === 'interface' && stop.direction === 'ingress' && isThe(responder, stop.interface),
  );
  if (course.leg === 'reply' || responder.kind === 'outside' || reached) return [];
  const { carried } = course;
  const destination = owns(responder.interface, carried.packet.destination)
    ? carried.packet.destination
    : responder.interface.privateAddresses.find(({ family }) => family === carried.packet.destination.family);
  if (destination === undefined) return [];
  const sender = ends.initiator.kind === 'interface' ? ends.initiator.interface : null;
  const isLocal = sender !== null && sender.vpcId !== null && sender.vpcId === responder.interface.vpcId;
  const crossing: Crossing = {
    automaticallyTracked: 'unknown',
    peerGroups: isLocal ? 'by-private-address' : 'unknown',
    subnetBoundary: true,
  };
  const pass: Pass = {
    kind: 'interface',
    interface: responder.interface,
    direction: 'ingress',
    carried: { ...carried, packet: { ...carried.packet, destination } },
    boundary: true,
  };
  const groups = judgeByRules(network, pass, crossing);
  return checkpointsAt(network, course.leg, pass, crossing, course.stops.length, groups, true);
};

const isThe = (end: Ends['responder'], it: NetworkInterface): boolean =>
  end.kind === 'interface' && end.interface.id === it.id;

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

const verdictOf = (course: Course, checkpoints: readonly PathCheckpoint[]): LegVerdict => {
  const denied = checkpoints.filter(({ verdict }) => verdict.outcome === 'denied');
  const isBlocked =
    course.ending.kind === 'stopped' || denied.some(({ ports }) => ports === null) || denyAllPorts(denied);
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
      ...checkpoints.flatMap(({ verdict }) => (verdict.outcome === 'undetermined' ? verdict.missing : [])),
    ]),
  };
};

/** Every blocker of a leg, also those beyond the first. */
export const pathBlockers = (
  { course, checkpoints, leg }: Passage,
  isBeyond: boolean,
): readonly PathBlocker[] => {
  const denials = (beyond: boolean) =>
    checkpoints
      .filter((at) => at.verdict.outcome === 'denied' && (leg === 'reply' || at.beyond === beyond))
      .map((at): PathBlocker => ({ kind: 'filter', at, beyond: at.beyond }));
  const routing: readonly PathBlocker[] =
    course.ending.kind === 'stopped'
      ? [{ kind: 'routing', at: course.ending.blocker, beyond: isBeyond }]
      : [];
  return leg === 'reply'
    ? [...denials(isBeyond), ...routing]
    : [...denials(false), ...routing, ...denials(true)];
};
