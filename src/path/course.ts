import { equals, print } from '../address/ip-address.js';
import type { Network } from '../network/network.js';
import type { Carried } from './carried.js';
import { arriving } from './component/arriving.js';
import { inVpc } from './component/in-vpc.js';
import { acrossInternet, inThroughGateway } from './component/internet-gateway-in.js';
import { leaving } from './component/leaving.js';
import { routing } from './component/route-table.js';
import { throughTarget } from './component/target.js';
import { comingOut } from './component/transit-gateway.js';
import { fromAttachment } from './component/transit-gateway-attachment.js';
import type { Ends } from './endpoint.js';
import { start } from './entrance.js';
import type { Course, Doubt, Ending, Move, Place, Travel } from './place.js';
import { blockedBy } from './routing-blocker.js';
import { turn } from './turn.js';

const isEnding = (next: Place | Ending): next is Ending => 'kind' in next;

const step = (travel: Travel, place: Place, carried: Carried): Move => {
  switch (place.at) {
    case 'leaving':
      return leaving(travel, place.interface, carried);
    case 'arriving':
      return arriving(travel, place, carried);
    case 'routing':
      return routing(travel, place, carried);
    case 'in-vpc':
      return inVpc(travel, place, carried);
    case 'target':
      return throughTarget(travel, place, carried);
    case 'from-attachment':
      return fromAttachment(travel, place.interface, carried);
    case 'out-of-attachment':
      return comingOut(travel.network, place.attachmentId, carried);
    case 'internet':
      return acrossInternet(travel, carried);
    case 'inbound-gateway':
      return inThroughGateway(travel, place, carried);
  }
};

const begun = (leg: Course['leg'], first: Move): Course => ({
  leg,
  stops: first.stops,
  ending: isEnding(first.next) ? first.next : { kind: 'unknown' },
  carried: first.carried,
  doubts: (first.doubts ?? []).map((doubt) => ({ ...doubt, stop: 0 })),
  assumes: first.assumes ?? [],
  translations: [],
  choices: 1,
});

const extended = (course: Course, move: Move): Course => ({
  ...course,
  stops: [...course.stops, ...move.stops],
  carried: move.carried,
  doubts: [
    ...course.doubts,
    ...(move.doubts ?? []).map((doubt) => ({ ...doubt, stop: course.stops.length })),
  ],
  assumes: [...new Set([...course.assumes, ...(move.assumes ?? [])])],
  translations: move.remembers === undefined ? course.translations : [...course.translations, move.remembers],
  choices: Math.max(course.choices, move.choices ?? 1),
});

/** It left for outside although the end that is meant is an interface of the input: nothing tells the way between. */
const lostSight = (
  { leg, ends }: Omit<Travel, 'stops'>,
  { carried }: Course,
  ending: Ending,
): Doubt | null => {
  const meant = leg === 'request' ? ends.responder : ends.initiator;
  const isLost =
    ending.kind === 'left' &&
    ending.through !== 'amazon-service' &&
    meant.kind === 'interface' &&
    equals(meant.address, carried.packet.destination);
  return isLost ? { reason: 'not-modelled', component: ending.through, id: ending.id, missing: [] } : null;
};

/** A circle of places goes through some route table again, with the packet as it was there before. */
const routingKey = ({ vpcId, subnetId, tableId }: Place & { at: 'routing' }, { packet }: Carried): string =>
  [vpcId, subnetId, tableId, print(packet.source), print(packet.destination)].join(' ');

const inACircle = ({ stops, carried }: Course, { vpcId }: Place & { at: 'routing' }): Ending => {
  const last = stops.findLast((stop) => stop.kind === 'route-table');
  const id = last?.kind === 'route-table' ? last.table.id : (vpcId ?? 'unknown');
  return blockedBy('no-route', 'routes-in-a-circle', 'NO_PATH', id, carried.packet);
};

/** Follows a packet from place to place until it arrives, leaves, or is stopped. */
const follow = (travel: Omit<Travel, 'stops'>, first: Move): Course => {
  let course = begun(travel.leg, first);
  let next = first.next;
  const routed = new Set<string>();
  while (!isEnding(next)) {
    if (next.at === 'routing') {
      const key = routingKey(next, course.carried);
      if (routed.has(key)) {
        next = inACircle(course, next);
        break;
      }
      routed.add(key);
    }
    const move = step({ ...travel, stops: course.stops }, next, course.carried);
    course = extended(course, move);
    next = move.next;
  }
  const lost = lostSight(travel, course, next);
  if (lost === null) return { ...course, ending: next };
  return {
    ...course,
    ending: { kind: 'unknown' },
    doubts: [...course.doubts, { ...lost, stop: course.stops.length }],
  };
};

/** The way of a request, filters aside. `target` picks one of the targets that a load balancer may take. */
export const requestCourse = (network: Network, ends: Ends, carried: Carried, target = 0): Course =>
  follow({ network, leg: 'request', ends, request: null, target }, start(network, ends, carried));

/** The way of the answer, filters aside: null when nothing is known of where it would start. */
export const replyCourse = (network: Network, ends: Ends, request: Course): Course | null => {
  const first = turn({ network }, request, ends);
  return first === null ? null : follow({ network, leg: 'reply', ends, request, target: 0 }, first);
};
