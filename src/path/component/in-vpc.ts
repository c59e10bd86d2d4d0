import { covers } from '../../address/cidr.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { VpcId } from '../../resource/id.js';
import { ICMP, ICMPV6 } from '../../traffic/protocol.js';
import type { Carried } from '../carried.js';
import { holdersIn, owns, undescribed } from '../holder.js';
import type { Doubt, Move, Place, Stop, Travel } from '../place.js';
import { holderGap } from '../route-look-up.js';
import { blockedBy } from '../routing-blocker.js';
import { strayedInto } from './stray.js';

/** Who holds the address in this VPC: a described interface, else one that a translation of the request named. */
const holderOf = (
  { network, ends, request }: Travel,
  vpcId: VpcId,
  { packet }: Carried,
): NetworkInterface | undefined => {
  const holders = holdersIn(network, vpcId, packet.destination);
  const named = [ends.initiator, ends.responder].flatMap((end) =>
    end.kind === 'interface' ? [end.interface.id] : [],
  );
  const translators = (request?.translations ?? []).flatMap(({ interface: it }) => (it === null ? [] : [it]));
  return (
    holders.find(({ id }) => named.includes(id)) ??
    holders[0] ??
    translators.find((it) => it.vpcId === vpcId && owns(it, packet.destination))
  );
};

const nobody = (travel: Travel, place: Extract<Place, { at: 'in-vpc' }>, carried: Carried): Move => {
  const { destination } = carried.packet;
  const { network } = travel;
  const doubt: Doubt = {
    reason: 'not-given',
    component: 'interface',
    id: null,
    missing: [holderGap(destination, place.vpcId)],
  };
  const subnet = [...network.subnets.values()].find(
    ({ vpcId, cidrs }) => vpcId === place.vpcId && cidrs.some(covers(destination)),
  );
  if (subnet === undefined) return { stops: [], carried, next: { kind: 'unknown' }, doubts: [doubt] };
  const it = undescribed(subnet.id, 'unknown', place.vpcId, subnet.id, [destination]);
  const boundary = subnet.id !== place.fromSubnetId;
  return {
    stops: [{ kind: 'interface', interface: it, direction: 'ingress', carried, boundary }],
    carried,
    next: { kind: 'unknown' },
    doubts: [doubt],
  };
};

/** Inside a VPC a packet goes to whoever holds its destination address. */
export const inVpc = (travel: Travel, place: Extract<Place, { at: 'in-vpc' }>, carried: Carried): Move => {
  const blocks = travel.network.vpcs.get(place.vpcId)?.cidrs ?? [];
  const { packet } = carried;
  const holder = holderOf(travel, place.vpcId, carried);
  if (holder === undefined && blocks.length > 0 && !blocks.some(covers(packet.destination)))
    return {
      stops: [],
      carried,
      next: blockedBy('no-route', 'outside-the-vpc', 'VPC_LOCAL_ROUTE_CIDR_RESTRICTION', place.vpcId, packet),
    };
  const strayed = holder === undefined ? strayedInto(place.vpcId, travel, carried) : null;
  if (strayed !== null) return { stops: [], carried, next: strayed };
  if (holder === undefined) return nobody(travel, place, carried);
  const boundary = holder.subnetId === null ? 'unknown' : holder.subnetId !== place.fromSubnetId;
  return { stops: [], carried, next: { at: 'arriving', interface: holder, boundary, sent: false } };
};

/**
 * An interface endpoint answers no ping and starts no connection; one in a VPC that enforces encryption refuses what the
 * application did not encrypt, which no header shows.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export const atInterfaceEndpoint = (
  { network, leg }: Travel,
  it: NetworkInterface,
  stops: readonly Stop[],
  carried: Carried,
): Move => {
  const { packet } = carried;
  const endpoint = [...network.vpcEndpoints.values()].find(({ interfaceIds }) =>
    interfaceIds.includes(it.id),
  );
  const id = endpoint?.id ?? it.id;
  const refuse = (reason: 'endpoint-protocol' | 'endpoint-not-available', code: string): Move => ({
    stops,
    carried,
    next: blockedBy('endpoint-cannot-carry', reason, code, id, packet),
  });
  if (endpoint?.state != null && endpoint.state.toLowerCase() !== 'available')
    return refuse('endpoint-not-available', 'BAD_STATE');
  if (packet.protocol === ICMP || packet.protocol === ICMPV6)
    return refuse('endpoint-protocol', 'PROTOCOL_RESTRICTION');
  const enforced = [...network.encryptionControls.values()].some(
    ({ vpcId, mode }) => vpcId === it.vpcId && mode === 'enforce',
  );
  const doubts: readonly Doubt[] =
    enforced && leg === 'request'
      ? [{ reason: 'encryption-controls', component: 'vpc-endpoint', id, missing: [] }]
      : [];
  return { stops, carried, next: { kind: 'arrived', at: it }, doubts };
};
