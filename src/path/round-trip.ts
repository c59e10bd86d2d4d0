import { judgeSecurityGroupsReply } from '../filter/connection-tracking.js';
import type { Crossing } from '../filter/crossing.js';
import { judgeNetworkAcl } from '../filter/network-acl.js';
import { judgeSecurityGroups } from '../filter/security-group.js';
import { undetermined, type Verdict } from '../filter/verdict.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Gap } from '../problem/gap.js';
import type { Direction, Leg } from '../traffic/direction.js';
import { type Packet, reply } from '../traffic/packet.js';
import { waysBehind } from './behind-load-balancer.js';
import { replyCourse, requestCourse } from './course.js';
import { crossingAt } from './crossing-at.js';
import { type Boundary, boundaryOf, crossingOf } from './crossing-of.js';
import type { Endpoint, Ends, Side } from './endpoint.js';
import { type MaskedEnd, packetsUnmasked } from './masked-end.js';
import type { Course } from './place.js';
import { isWholeWayKnown } from './way-known.js';

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

export type { Ends, Side };

/** A way by which the packets may have come to a post. */
type Through = {
  /** What the way of the request means here. */
  readonly crossing: Crossing;
  /** Whether the reply crosses the subnet's boundary: it may take another way than the request. */
  readonly back: Boundary;
  /** The request, as it came this way. */
  readonly packet: Packet;
  /** What would tell that it was this way; null for the one that the routes tell of. */
  readonly gap: Gap | null;
  /** Packets of these addresses were not here at all: this end spoke with a load balancer, and was let. */
  readonly isElsewhere: boolean;
};

type Post = {
  readonly side: Side;
  readonly interface: NetworkInterface;
  readonly through: readonly [Through, ...Through[]];
};

/** The verdict that holds whichever way it was. */
const whicheverWay = ({ through: [plain, ...others] }: Post, judge: (it: Through) => Verdict): Verdict => {
  const verdict = judge(plain);
  const outcomeOf = (other: Through) => (other.isElsewhere ? 'allowed' : judge(other).outcome);
  const differing = others.filter((other) => outcomeOf(other) !== verdict.outcome);
  return differing.length === 0
    ? verdict
    : undetermined(
        differing.flatMap(({ gap }) => (gap === null ? [] : [gap])),
        verdict.deciding,
      );
};

/** The way between the ends, where the routes given tell it without a doubt; else null. */
const wayBetween = (network: Network, ends: Ends, packet: Packet): Course | null => {
  if (network.routeTables.size === 0) return null;
  const course = requestCourse(network, ends, { packet, ports: null });
  const arrived = course.ending.kind === 'arrived' || course.ending.kind === 'left';
  return arrived && isWholeWayKnown(course) ? course : null;
};

/** The way of the reply, where the routes given tell it without a doubt; else null. */
const wayBack = (network: Network, ends: Ends, way: Course): Course | null => {
  const course = replyCourse(network, ends, way);
  return course !== null && isWholeWayKnown(course) ? course : null;
};

/** What the walked way means at an interface; null when it does not pass there. */
const crossingOn = (course: Course, side: Side, it: NetworkInterface): Crossing | null => {
  const index =
    (side === 'initiator') === (course.leg === 'request')
      ? course.stops.findIndex((stop) => stop.kind === 'interface')
      : course.stops.findLastIndex((stop) => stop.kind === 'interface');
  const stop = course.stops[index];
  return stop?.kind === 'interface' && stop.interface.id === it.id ? crossingAt(course.stops, index) : null;
};

const directionOf = (side: Side, leg: Leg): Direction =>
  (side === 'initiator') === (leg === 'request') ? 'egress' : 'ingress';

type Ways = { readonly there: Course | null; readonly back: Course | null };

type Given = { readonly network: Network; readonly ends: Ends; readonly packet: Packet; readonly ways: Ways };

/** Its records may show the other end under another address than the packets had. */
const unmasked = (
  { network, packet }: Given,
  it: NetworkInterface,
  plain: Through,
  masked: readonly MaskedEnd[],
): readonly Through[] =>
  masked.flatMap((end) =>
    packetsUnmasked(network, it, packet, end).map((other) => ({ ...plain, packet: other, gap: end.gap })),
  );

const postAt = (given: Given, side: Side, masked: readonly MaskedEnd[]): readonly Post[] => {
  const {
    network,
    ends,
    packet,
    ways: { there, back },
  } = given;
  const [self, peer] =
    side === 'initiator' ? [ends.initiator, ends.responder] : [ends.responder, ends.initiator];
  if (self.kind === 'outside') return [];
  const it = self.interface;
  const walked = (course: Course | null) => (course === null ? null : crossingOn(course, side, it));
  const plain: Through = {
    crossing: walked(there) ?? crossingOf(network, it, peer, directionOf(side, 'request')),
    back: walked(back) ?? boundaryOf(network, it, peer, directionOf(side, 'reply')),
    packet,
    gap: null,
    isElsewhere: false,
  };
  const behind =
    ends.responder.kind === 'interface'
      ? waysBehind(network, ends.responder.interface, ends.initiator).map((way) => ({
          ...way,
          packet,
          isElsewhere: side === 'initiator',
        }))
      : [];
  const others = masked.filter((end) => end.side !== side);
  return [{ side, interface: it, through: [plain, ...behind, ...unmasked(given, it, plain, others)] }];
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

const requestAt = (network: Network, direction: Direction) => (post: Post) =>
  passing(
    'request',
    direction,
    post,
    () =>
      whicheverWay(post, ({ crossing, packet }) =>
        judgeSecurityGroups(network, post.interface, direction, packet, crossing),
      ),
    () =>
      whicheverWay(post, ({ crossing, packet }) =>
        judgeNetworkAcl(network, post.interface, direction, packet, crossing),
      ),
  );

const replyAt = (network: Network, direction: Direction) => (post: Post) =>
  passing(
    'reply',
    direction,
    post,
    () =>
      whicheverWay(post, ({ crossing, packet }) =>
        judgeSecurityGroupsReply(
          network,
          post.interface,
          direction === 'egress' ? 'ingress' : 'egress',
          packet,
          crossing,
        ),
      ),
    () =>
      whicheverWay(post, ({ crossing, back, packet }) =>
        judgeNetworkAcl(network, post.interface, direction, reply(packet), { ...crossing, ...back }),
      ),
  );

/**
 * Judges a request and the reply to it at both ends. Security groups are stateful, so a reply to a tracked connection
 * is theirs to let pass; network ACLs judge each leg alone.
 * https://docs.aws.amazon.com/vpc/latest/userguide/infrastructure-security.html
 */
export const roundTrip = (
  network: Network,
  ends: Ends,
  packet: Packet,
  masked: readonly MaskedEnd[] = [],
): RoundTrip => {
  const way = wayBetween(network, ends, packet);
  const ways = { there: way, back: way === null ? null : wayBack(network, ends, way) };
  const given: Given = { network, ends, packet, ways };
  const initiator = postAt(given, 'initiator', masked);
  const responder = postAt(given, 'responder', masked);
  return {
    ...ends,
    packet,
    isRouted: way !== null,
    checkpoints: [
      ...initiator.flatMap(requestAt(network, 'egress')),
      ...responder.flatMap(requestAt(network, 'ingress')),
      ...responder.flatMap(replyAt(network, 'egress')),
      ...initiator.flatMap(replyAt(network, 'ingress')),
    ],
  };
};
