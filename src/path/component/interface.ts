import { equals, type IpAddress } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import { unfilteredService } from '../../filter/unfiltered-service.js';
import { subnetHolds } from '../../network/look-up.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { answer, type Carried } from '../carried.js';
import { holdersIn, isNatGatewayInterface, owns } from '../holder.js';
import type { Doubt, Move, Place, Stop, Translation, Travel } from '../place.js';
import { blockedBy } from '../routing-blocker.js';
import { throughAppliance } from './appliance.js';
import { atInterfaceEndpoint } from './in-vpc.js';
import { throughLoadBalancer } from './load-balancer.js';
import { type BalancerAt, loadBalancerAt } from './load-balancer-at.js';
import { throughNatGatewayInterface } from './nat-gateway.js';
import { componentStop } from './stop.js';
import { strayedInto } from './stray.js';

const pass = (
  it: NetworkInterface,
  direction: 'ingress' | 'egress',
  carried: Carried,
  boundary: boolean | 'unknown',
): Stop => ({ kind: 'interface', interface: it, direction, carried, boundary });

/** The interface of the same subnet that holds the address: what is sent there meets neither route table nor network ACL. */
const neighbourOf = (
  { network, ends }: Travel,
  it: NetworkInterface,
  address: IpAddress,
): NetworkInterface | null => {
  if (it.vpcId === null || it.subnetId === null) return null;
  const holders = holdersIn(network, it.vpcId, address);
  const named = [ends.initiator, ends.responder].flatMap((end) =>
    end.kind === 'interface' ? [end.interface] : [],
  );
  const found = holders.find((one) => named.some(({ id }) => id === one.id)) ?? holders[0];
  return found?.subnetId === it.subnetId ? found : null;
};

/** A reply that a load balancer has to carry back goes there, whatever the routes of the target's subnet say. */
const answersThrough = ({ request }: Travel, it: NetworkInterface, carried: Carried): Translation | null =>
  request?.translations.find(
    ({ answeredFrom, after }) =>
      answeredFrom?.id === it.id &&
      equals(after.packet.source, carried.packet.destination) &&
      equals(after.packet.destination, carried.packet.source),
  ) ?? null;

/** What a host sends to its own private address never leaves it. */
const isToItself = (
  { ends: { initiator, responder } }: Travel,
  it: NetworkInterface,
  { packet }: Carried,
): boolean =>
  initiator.kind === 'interface' &&
  responder.kind === 'interface' &&
  initiator.interface.id === it.id &&
  responder.interface.id === it.id &&
  owns(it, packet.source) &&
  owns(it, packet.destination);

/** A packet that an interface sends. */
export const leaving = (travel: Travel, it: NetworkInterface, carried: Carried): Move => {
  const { network } = travel;
  if (isToItself(travel, it, carried)) return { stops: [], carried, next: { kind: 'arrived', at: it } };
  const service = unfilteredService(network, it, carried.packet);
  if (service !== null)
    return {
      stops: [
        pass(it, 'egress', carried, false),
        componentStop('amazon-service', service.service, carried, { identity: 'kept' }),
      ],
      carried,
      next: { kind: 'left', through: 'amazon-service', id: service.service },
    };
  const back = answersThrough(travel, it, carried);
  if (back?.interface != null) {
    const boundary = it.subnetId !== back.interface.subnetId;
    return {
      stops: [pass(it, 'egress', carried, boundary)],
      carried,
      next: { at: 'arriving', interface: back.interface, boundary, sent: true },
    };
  }
  const neighbour = neighbourOf(travel, it, carried.packet.destination);
  if (neighbour !== null)
    return {
      stops: [pass(it, 'egress', carried, false)],
      carried,
      next: { at: 'arriving', interface: neighbour, boundary: false, sent: false },
    };
  const inside =
    it.subnetId !== null &&
    subnetHolds(network, it.subnetId, carried.packet.destination) &&
    it.vpcId !== null;
  if (inside)
    return {
      stops: [pass(it, 'egress', carried, false)],
      carried,
      next: { at: 'in-vpc', vpcId: it.vpcId as string, fromSubnetId: it.subnetId },
    };
  const known = it.subnetId !== null && network.subnets.has(it.subnetId);
  return {
    stops: [pass(it, 'egress', carried, known || isElsewhere(travel, it, carried))],
    carried,
    next: { at: 'routing', vpcId: it.vpcId, subnetId: it.subnetId, tableId: null },
  };
};

/** Without describe-subnets only these are sure to be in another subnet: a known interface there, and the internet. */
const isElsewhere = ({ network }: Travel, it: NetworkInterface, { packet }: Carried): true | 'unknown' => {
  if (it.subnetId === null) return 'unknown';
  const { destination } = packet;
  const holders = it.vpcId === null ? [] : holdersIn(network, it.vpcId, destination);
  const isPublic = destination.family === 4 && !isPrivate(destination);
  return holders.some(({ subnetId }) => subnetId !== null) || isPublic ? true : 'unknown';
};

const unchecked = (it: NetworkInterface): readonly Doubt[] =>
  it.sourceDestCheck === null
    ? [
        {
          reason: 'not-given',
          component: 'interface',
          id: it.id,
          missing: [
            {
              kind: 'interface',
              id: it.id,
              needs: `aws ec2 describe-network-interfaces --network-interface-ids ${it.id}`,
            },
          ],
        },
      ]
    : [];

/** The translation that an answer at this interface undoes. */
const undoneAt = ({ request, leg }: Travel, it: NetworkInterface, { packet }: Carried): Translation | null =>
  leg === 'request' || request === null
    ? null
    : (request.translations.findLast((one) => {
        if (one.interface?.id !== it.id) return false;
        const back = answer(one.after).packet;
        return equals(back.source, packet.source) && equals(back.destination, packet.destination);
      }) ?? null);

const isInitiator = ({ ends, leg }: Travel, it: NetworkInterface): boolean =>
  leg === 'reply' && ends.initiator.kind === 'interface' && ends.initiator.interface.id === it.id;

const NEVER_FORWARD = new Set(['vpc_endpoint', 'network_load_balancer', 'load_balancer', 'lambda', 'efs']);

/** Interfaces of services are no appliances: they take what is addressed to them, whatever their check says. */
const takesOnlyItsOwn = ({ type }: NetworkInterface, balancer: BalancerAt | null): boolean =>
  balancer !== null || NEVER_FORWARD.has(type ?? '');

/** A packet that comes to an interface: for it, for what stands behind it, or not for it at all. */
export const arriving = (
  travel: Travel,
  place: Extract<Place, { at: 'arriving' }>,
  carried: Carried,
): Move => {
  const { interface: it, boundary } = place;
  const stops = [pass(it, 'ingress', carried, boundary)];
  const undone = undoneAt(travel, it, carried);
  if (undone !== null) {
    const after = answer(undone.before);
    const kind = isNatGatewayInterface(it)
      ? 'nat-gateway'
      : (loadBalancerAt(travel.network, it)?.kind ?? 'appliance');
    return {
      stops: [
        ...stops,
        componentStop(kind, undone.id, carried, { after, identity: 'lost', tracks: kind !== 'appliance' }),
      ],
      carried: after,
      next: { at: 'leaving', interface: it },
    };
  }
  const own = owns(it, carried.packet.destination);
  const strayed = own ? strayedInto(it.vpcId, travel, carried) : null;
  if (strayed !== null) return { stops, carried, next: strayed };
  if (isInitiator(travel, it) && own) return { stops, carried, next: { kind: 'arrived', at: it } };
  if (isNatGatewayInterface(it)) return throughNatGatewayInterface(travel, it, stops, carried);
  const balancer = loadBalancerAt(travel.network, it);
  if (own && balancer !== null) return throughLoadBalancer(travel, it, balancer, stops, carried);
  if (own && it.type === 'vpc_endpoint') return atInterfaceEndpoint(travel, it, stops, carried);
  if (own) return { stops, carried, next: { kind: 'arrived', at: it } };
  if (it.sourceDestCheck !== true && takesOnlyItsOwn(it, balancer))
    return {
      stops,
      carried,
      next: blockedBy(
        'source-destination-check-drops',
        'interface-forwards-nothing',
        'ENI_ADDRESS_RESTRICTION',
        it.id,
        carried.packet,
      ),
    };
  if (it.sourceDestCheck === true)
    return {
      stops,
      carried,
      next: blockedBy(
        'source-destination-check-drops',
        'not-addressed-to-interface',
        'ENI_SOURCE_DEST_CHECK_RESTRICTION',
        it.id,
        carried.packet,
      ),
    };
  const move = throughAppliance(travel, it, stops, carried);
  return { ...move, doubts: [...unchecked(it), ...(move.doubts ?? [])] };
};
