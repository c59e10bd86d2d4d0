import type { Crossing } from '../filter/crossing.js';
import { undetermined, type Verdict } from '../filter/verdict.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Gap } from '../problem/gap.js';
import type { Direction, Leg } from '../traffic/direction.js';
import type { Packet } from '../traffic/packet.js';
import { waysBehind } from './behind-load-balancer.js';
import { replyCourse, requestCourse } from './course.js';
import { crossingAt } from './crossing-at.js';
import { withBeginning } from './crossing-begun.js';
import { type Boundary, boundaryOf, crossingOf } from './crossing-of.js';
import type { Ends, Side } from './endpoint.js';
import { type MaskedEnd, packetsUnmasked } from './masked-end.js';
import type { Course } from './place.js';
import { isWholeWayKnown } from './way-known.js';

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

export type Post = {
  readonly side: Side;
  readonly interface: NetworkInterface;
  readonly through: readonly [Through, ...Through[]];
};

/** The verdict that holds whichever way it was. */
export const whicheverWay = (
  { through: [plain, ...others] }: Post,
  judge: (it: Through) => Verdict,
): Verdict => {
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

/** The way between the ends as far as the routes given tell it; null where none were. */
export const wayTold = (network: Network, ends: Ends, packet: Packet): Course | null =>
  network.routeTables.size === 0 ? null : requestCourse(network, ends, { packet, ports: null });

/** The way where it is told from end to end and without a doubt; else null. */
export const wholeWay = (course: Course | null): Course | null => {
  const arrived = course?.ending.kind === 'arrived' || course?.ending.kind === 'left';
  return course !== null && arrived && isWholeWayKnown(course) ? course : null;
};

/** The way of the reply, where the routes given tell it without a doubt; else null. */
export const wayBack = (network: Network, ends: Ends, way: Course): Course | null => {
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

type Ways = {
  readonly there: Course | null;
  readonly back: Course | null;
  /** The way there as far as it is told. */
  readonly told: Course | null;
};

export type Given = {
  readonly network: Network;
  readonly ends: Ends;
  readonly packet: Packet;
  readonly ways: Ways;
};

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

export const postAt = (given: Given, side: Side, masked: readonly MaskedEnd[]): readonly Post[] => {
  const {
    network,
    ends,
    packet,
    ways: { there, back, told },
  } = given;
  const [self, peer] =
    side === 'initiator' ? [ends.initiator, ends.responder] : [ends.responder, ends.initiator];
  if (self.kind === 'outside') return [];
  const it = self.interface;
  const walked = (course: Course | null) => (course === null ? null : crossingOn(course, side, it));
  const direction = directionOf(side, 'request');
  const nearby = crossingOf(network, it, peer, direction);
  const plain: Through = {
    crossing: walked(there) ?? (told === null ? nearby : withBeginning(nearby, told, direction)),
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
