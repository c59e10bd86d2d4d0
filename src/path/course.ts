import { isPrivate } from '../address/special-ranges.js';
import { vpcHolds } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { answer, type Carried, withDestination } from './carried.js';
import { inVpc } from './component/in-vpc.js';
import { arriving, leaving } from './component/interface.js';
import { acrossInternet, inThroughGateway } from './component/internet-gateway.js';
import { routing } from './component/route-table.js';
import { componentStop } from './component/stop.js';
import { throughTarget } from './component/target.js';
import { comingOut, fromAttachment } from './component/transit-gateway.js';
import type { Ends } from './endpoint.js';
import { publicAddressOf } from './holder.js';
import type { Course, Ending, Move, Place, Travel } from './place.js';
import { chooseRoute, gatewayRouteTableOf, holderGap, isGap, routeTableOf } from './route-look-up.js';
import { blockedBy } from './routing-blocker.js';

/** More moves than any way without a loop has. */
const MOST_MOVES = 64;

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

/** Follows a packet from place to place until it arrives, leaves, or is stopped. */
const follow = (travel: Omit<Travel, 'stops'>, first: Move): Course => {
  let course = begun(travel.leg, first);
  let next = first.next;
  for (let moves = 0; !isEnding(next); moves++) {
    if (moves === MOST_MOVES)
      return {
        ...course,
        doubts: [
          ...course.doubts,
          { reason: 'ambiguous', component: 'route-table', id: null, missing: [], stop: course.stops.length },
        ],
      };
    const move = step({ ...travel, stops: course.stops }, next, course.carried);
    course = extended(course, move);
    next = move.next;
  }
  return { ...course, ending: next };
};

/** From outside a packet comes in where the interface's own route to the sender leads out. */
const entrance = (network: Network, it: NetworkInterface, carried: Carried): Move => {
  const { source, destination } = carried.packet;
  const { vpcId } = it;
  if (vpcId === null) return { stops: [], carried, next: { kind: 'unknown' } };
  if (vpcHolds(network, vpcId, source)) {
    const doubt = {
      reason: 'not-given',
      component: 'interface',
      id: null,
      missing: [holderGap(source, vpcId)],
    } as const;
    return { stops: [], carried, next: { at: 'in-vpc', vpcId, fromSubnetId: null }, doubts: [doubt] };
  }
  if (!isPrivate(source)) return fromInternet(it, carried);
  const table = routeTableOf(network, vpcId, it.subnetId);
  if (isGap(table)) {
    const doubt = { reason: 'not-given', component: 'route-table', id: null, missing: [table] } as const;
    const stops = [componentStop('outside', 'outside', carried, { identity: 'unknown', tracks: 'unknown' })];
    return { stops, carried, next: { at: 'in-vpc', vpcId, fromSubnetId: null }, doubts: [doubt] };
  }
  const choice = chooseRoute(network, table, source);
  const target = choice.kind === 'route' && choice.route.state === 'active' ? choice.route.target : null;
  if (target?.kind === 'virtual-private-gateway') {
    const edge = gatewayRouteTableOf(network, target.id);
    return {
      stops: [componentStop('virtual-private-gateway', target.id, carried)],
      carried,
      next:
        edge === undefined
          ? { at: 'in-vpc', vpcId, fromSubnetId: null }
          : { at: 'routing', vpcId, subnetId: null, tableId: edge.id },
    };
  }
  const doubt = {
    reason: 'not-modelled',
    component: 'outside',
    id: target === null || target.kind === 'local' ? null : target.id,
    missing: [],
  } as const;
  const stops = [
    componentStop('outside', doubt.id ?? 'outside', carried, { identity: 'unknown', tracks: 'unknown' }),
  ];
  return {
    stops,
    carried: withDestination(carried, destination),
    next: { at: 'in-vpc', vpcId, fromSubnetId: null },
    doubts: [doubt],
  };
};

/** From the internet an interface is reached at its public address; IPv6 addresses are public as they are. */
const fromInternet = (it: NetworkInterface, carried: Carried): Move => {
  const { destination } = carried.packet;
  if (destination.family === 6 || !isPrivate(destination))
    return { stops: [], carried, next: { at: 'internet' } };
  const address = publicAddressOf(it, destination);
  if (address !== null)
    return { stops: [], carried: withDestination(carried, address), next: { at: 'internet' } };
  return {
    stops: [componentStop('internet', 'internet', carried)],
    carried,
    next: blockedBy(
      'no-public-address',
      'destination-has-no-public-address',
      'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
      it.id,
      carried.packet,
    ),
  };
};

const start = (network: Network, { initiator, responder }: Ends, carried: Carried): Move => {
  if (initiator.kind === 'interface') {
    if (initiator.interface.type === 'vpc_endpoint') {
      const { id } = initiator.interface;
      const next = blockedBy(
        'endpoint-cannot-carry',
        'endpoint-cannot-start',
        'VPCE_INTRA_VPC_TRAFFIC',
        id,
        carried.packet,
      );
      return { stops: [], carried, next };
    }
    return { stops: [], carried, next: { at: 'leaving', interface: initiator.interface } };
  }
  return responder.kind === 'interface'
    ? entrance(network, responder.interface, carried)
    : { stops: [], carried, next: { kind: 'unknown' } };
};

/** The way of a request, filters aside. `target` picks one of the targets that a load balancer may take. */
export const requestCourse = (network: Network, ends: Ends, carried: Carried, target = 0): Course =>
  follow({ network, leg: 'request', ends, request: null, target }, start(network, ends, carried));

const lastInterface = ({ stops }: Course): NetworkInterface | null => {
  const found = stops.findLast((stop) => stop.kind === 'interface');
  return found?.kind === 'interface' ? found.interface : null;
};

/** Where the reply starts: where the request ended. Null when that is not known. */
const turn = ({ network }: Pick<Travel, 'network'>, request: Course, ends: Ends): Move | null => {
  const carried = answer(request.carried);
  const { ending } = request;
  if (ending.kind === 'arrived') return { stops: [], carried, next: { at: 'leaving', interface: ending.at } };
  if (ending.kind !== 'left') {
    const { responder } = ends;
    const isOwn =
      responder.kind === 'interface' &&
      responder.interface.privateAddresses.some(
        ({ family, value }) =>
          family === carried.packet.source.family && value === carried.packet.source.value,
      );
    return isOwn ? { stops: [], carried, next: { at: 'leaving', interface: responder.interface } } : null;
  }
  const last = lastInterface(request);
  if (ending.through === 'internet') return { stops: [], carried, next: { at: 'internet' } };
  if (ending.through === 'transit-gateway-attachment')
    return { stops: [], carried, next: { at: 'out-of-attachment', attachmentId: ending.id } };
  if (last === null || last.vpcId === null) return null;
  const stops = [componentStop(ending.through, ending.id, carried, { identity: 'kept' })];
  if (ending.through === 'amazon-service')
    return { stops, carried, next: { at: 'arriving', interface: last, boundary: false, sent: false } };
  const edge = gatewayRouteTableOf(network, ending.id);
  return {
    stops,
    carried,
    next:
      edge === undefined
        ? { at: 'in-vpc', vpcId: last.vpcId, fromSubnetId: null }
        : { at: 'routing', vpcId: last.vpcId, subnetId: null, tableId: edge.id },
  };
};

/** The way of the answer, filters aside: null when nothing is known of where it would start. */
export const replyCourse = (network: Network, ends: Ends, request: Course): Course | null => {
  const first = turn({ network }, request, ends);
  return first === null ? null : follow({ network, leg: 'reply', ends, request, target: 0 }, first);
};
