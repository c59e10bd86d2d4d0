import { equals } from '../address/ip-address.js';
import { isPrivate } from '../address/special-ranges.js';
import { judgeSecurityGroupsReply } from '../filter/connection-tracking.js';
import type { Crossing } from '../filter/crossing.js';
import { judgeNetworkAcl } from '../filter/network-acl.js';
import { judgeSecurityGroups } from '../filter/security-group.js';
import type { Verdict } from '../filter/verdict.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { type Direction, type Leg, opposite } from '../traffic/direction.js';
import type { Carried } from './carried.js';
import { crossingAt } from './crossing-at.js';
import type { Ends } from './endpoint.js';
import { isBesideAttachment, owns } from './holder.js';
import type { Course, Stop } from './place.js';
import { judgePorts, type PortVerdict } from './port-classes.js';

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

type Pass = Extract<Stop, { kind: 'interface' }>;

/** How the security groups of an interface judge what it lets pass at this place. */
type GroupJudge = (carried: Carried) => Verdict;

export const checkpointsAt = (
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

export const judgeByRules =
  (network: Network, pass: Pass, crossing: Crossing): GroupJudge =>
  (carried) =>
    judgeSecurityGroups(network, pass.interface, pass.direction, carried.packet, crossing);

/** A reply whose request passed here is the groups' to let pass; any other is judged as a packet of its own. */
export const judgeReply = (
  network: Network,
  request: Course,
  ends: Ends,
  pass: Pass,
  crossing: Crossing,
): GroupJudge => {
  const known = rememberedPass(request, pass);
  const isAnEnd = isThe(ends.responder, pass.interface) || isThe(ends.initiator, pass.interface);
  const cameHere = request.ending.kind === 'arrived' || request.ending.kind === 'left';
  if (known === null && (cameHere || !isAnEnd)) return judgeByRules(network, pass, crossing);
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
export const beyondBlocker = (network: Network, course: Course, ends: Ends): readonly PathCheckpoint[] => {
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
  // An address outside is a member of no group, whatever the way.
  const isPlain = sender === null || (sender.vpcId !== null && sender.vpcId === responder.interface.vpcId);
  const isRemote = sender === null && isPrivate(carried.packet.source);
  const crossing: Crossing = {
    automaticallyTracked: 'unknown',
    peerGroups: isPlain ? 'by-private-address' : 'unknown',
    subnetBoundary:
      (isPlain && !isRemote) || !isBesideAttachment(network, responder.interface) ? true : 'unknown',
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
