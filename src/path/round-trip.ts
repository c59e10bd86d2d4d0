import { judgeSecurityGroupsReply } from '../filter/connection-tracking.js';
import type { Crossing } from '../filter/crossing.js';
import { judgeNetworkAcl } from '../filter/network-acl.js';
import { judgeSecurityGroups } from '../filter/security-group.js';
import type { Verdict } from '../filter/verdict.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Direction, Leg } from '../traffic/direction.js';
import { type Packet, reply } from '../traffic/packet.js';
import { requestCourse } from './course.js';
import { crossingAt } from './crossing-at.js';
import { crossingOf } from './crossing-of.js';
import type { Endpoint, Ends } from './endpoint.js';
import type { Course } from './place.js';
import { isWholeWayKnown } from './way-known.js';

export type Side = 'initiator' | 'responder';

/** A place where one filter judges one leg. */
export type Checkpoint = {
  /** Null between the two ends. */
  readonly side: Side | null;
  readonly interface: NetworkInterface;
  readonly leg: Leg;
  readonly direction: Direction;
  readonly filter: 'security-groups' | 'network-acl';
  readonly verdict: Verdict;
};

/** A request and its reply, with the verdict of every filter on the way, in the order the packets meet them. */
export type RoundTrip = {
  readonly initiator: Endpoint;
  readonly responder: Endpoint;
  readonly packet: Packet;
  readonly checkpoints: readonly Checkpoint[];
  /** The route tables given tell the whole way from end to end. */
  readonly isRouted: boolean;
};

export type { Ends };

type Post = {
  readonly side: Side;
  readonly interface: NetworkInterface;
  readonly crossing: Crossing;
};

/** The way between the ends, where the routes given tell it without a doubt; else null. */
const wayBetween = (network: Network, ends: Ends, packet: Packet): Course | null => {
  if (network.routeTables.size === 0) return null;
  const course = requestCourse(network, ends, { packet, ports: null });
  const arrived = course.ending.kind === 'arrived' || course.ending.kind === 'left';
  return arrived && isWholeWayKnown(course) ? course : null;
};

/** What the walked way means at an interface; null when it does not pass there. */
const crossingOn = (course: Course, side: Side, it: NetworkInterface): Crossing | null => {
  const index =
    side === 'initiator'
      ? course.stops.findIndex((stop) => stop.kind === 'interface')
      : course.stops.findLastIndex((stop) => stop.kind === 'interface');
  const stop = course.stops[index];
  return stop?.kind === 'interface' && stop.interface.id === it.id ? crossingAt(course.stops, index) : null;
};

const postAt = (network: Network, ends: Ends, side: Side, way: Course | null): readonly Post[] => {
  const [self, peer] =
    side === 'initiator' ? [ends.initiator, ends.responder] : [ends.responder, ends.initiator];
  if (self.kind === 'outside') return [];
  const walked = way === null ? null : crossingOn(way, side, self.interface);
  return [{ side, interface: self.interface, crossing: walked ?? crossingOf(network, self.interface, peer) }];
};

/** A leg leaves at one side and arrives at the other: it meets groups then ACL on the way out, ACL then groups on the way in. */
const passing = (leg: Leg, direction: Direction, post: Post, groups: () => Verdict, acl: () => Verdict) => {
  const at = { side: post.side, interface: post.interface, leg, direction };
  const both: readonly Checkpoint[] = [
    { ...at, filter: 'security-groups', verdict: groups() },
    { ...at, filter: 'network-acl', verdict: acl() },
  ];
  return direction === 'egress' ? both : both.toReversed();
};

const requestAt = (network: Network, packet: Packet, direction: Direction) => (post: Post) =>
  passing(
    'request',
    direction,
    post,
    () => judgeSecurityGroups(network, post.interface, direction, packet, post.crossing),
    () => judgeNetworkAcl(network, post.interface, direction, packet, post.crossing),
  );

const replyAt = (network: Network, packet: Packet, direction: Direction) => (post: Post) =>
  passing(
    'reply',
    direction,
    post,
    () =>
      judgeSecurityGroupsReply(
        network,
        post.interface,
        direction === 'egress' ? 'ingress' : 'egress',
        packet,
        post.crossing,
      ),
    () => judgeNetworkAcl(network, post.interface, direction, reply(packet), post.crossing),
  );

/**
 * Judges a request and the reply to it at both ends. Security groups are stateful, so a reply to a tracked connection
 * is theirs to let pass; network ACLs judge each leg alone.
 * https://docs.aws.amazon.com/vpc/latest/userguide/infrastructure-security.html
 */
export const roundTrip = (network: Network, ends: Ends, packet: Packet): RoundTrip => {
  const way = wayBetween(network, ends, packet);
  const initiator = postAt(network, ends, 'initiator', way);
  const responder = postAt(network, ends, 'responder', way);
  return {
    ...ends,
    packet,
    isRouted: way !== null,
    checkpoints: [
      ...initiator.flatMap(requestAt(network, packet, 'egress')),
      ...responder.flatMap(requestAt(network, packet, 'ingress')),
      ...responder.flatMap(replyAt(network, packet, 'egress')),
      ...initiator.flatMap(replyAt(network, packet, 'ingress')),
    ],
  };
};
