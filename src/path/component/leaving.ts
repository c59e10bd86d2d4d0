import { equals, type IpAddress } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import { unfilteredService } from '../../filter/unfiltered-service.js';
import { subnetHolds } from '../../network/look-up.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { Carried } from '../carried.js';
import { holdersIn, owns } from '../holder.js';
import type { Move, Translation, Travel } from '../place.js';
import { pass } from './pass.js';
import { componentStop } from './stop.js';

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
