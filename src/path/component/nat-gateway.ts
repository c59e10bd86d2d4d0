import type { IpAddress } from '../../address/ip-address.js';
import type { NatGateway, NatGatewayAddress } from '../../network/nat-gateway.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { VpcId } from '../../resource/id.js';
import type { PortRange } from '../../traffic/ports.js';
import { hasPorts, ICMP, ICMPV6 } from '../../traffic/protocol.js';
import { answer, type Carried, withNewPorts, withSource } from '../carried.js';
import { undescribed, zoneOf } from '../holder.js';
import type { Move, Place, Stop, Travel } from '../place.js';
import { blockedBy, type RoutingReason } from '../routing-blocker.js';
import { isElsewhere, ownAddress, zoneDoubt } from './nat-gateway-address.js';
import { nat64 } from './nat64.js';
import { componentStop } from './stop.js';

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
const NAT_GATEWAY_PORTS: PortRange = { from: 1024, to: 65535 };

const interfaceOf = (network: Network, gateway: NatGateway, at: NatGatewayAddress): NetworkInterface => {
  const described = at.interfaceId === null ? undefined : network.interfaces.get(at.interfaceId);
  if (described !== undefined) return described;
  const addresses = at.privateAddress === null ? [] : [at.privateAddress];
  return undescribed(at.interfaceId ?? gateway.id, 'nat_gateway', gateway.vpcId, gateway.subnetId, addresses);
};

/** The gateway that an interface belongs to. */
const gatewayAt = (network: Network, it: NetworkInterface): NatGateway | undefined =>
  [...network.natGateways.values()].find(({ addresses }) =>
    addresses.some(({ interfaceId }) => interfaceId === it.id),
  );

const refuse = (
  gateway: NatGateway,
  carried: Carried,
  reason: RoutingReason,
  awsExplanationCode: string | null,
): Move => ({
  stops: [componentStop('nat-gateway', gateway.id, carried)],
  carried,
  next: blockedBy('nat-gateway-cannot-carry', reason, awsExplanationCode, gateway.id, carried.packet),
});

const unsuitable = (
  { stops }: Travel,
  vpcId: VpcId | null,
  gateway: NatGateway,
  carried: Carried,
): readonly [RoutingReason, string | null] | null => {
  const { protocol, source } = carried.packet;
  if (gateway.state !== null && gateway.state.toLowerCase() !== 'available')
    return ['nat-gateway-not-available', 'BAD_STATE'];
  if (gateway.vpcId !== null && vpcId !== null && gateway.vpcId !== vpcId)
    return ['nat-gateway-of-another-vpc', 'NGW_REQUIRES_SOURCE_IN_VPC'];
  const isIcmpOf = source.family === 6 ? ICMPV6 : ICMP;
  if ((source.family === 6 && nat64(carried) === null) || (!hasPorts(protocol) && protocol !== isIcmpOf))
    return ['nat-gateway-protocol', 'PROTOCOL_RESTRICTION'];
  return stops.some((stop) => stop.kind === 'component' && stop.id === gateway.id)
    ? ['nat-gateway-routes-to-itself', null]
    : null;
};

/** What the gateway sends on: its own address, and a source port that it chose. */
const translated = (id: string, carried: Carried, own: IpAddress): Carried =>
  withNewPorts(withSource(nat64(carried) ?? carried, own), NAT_GATEWAY_PORTS, id);

/** A regional gateway lies in no subnet: no network ACL, its own route table, its public address right away. */
const throughRegional = (gateway: NatGateway, carried: Carried, at: NatGatewayAddress): Move => {
  if (at.publicAddress === null) return refuse(gateway, carried, 'nat-gateway-has-no-address', null);
  const after = translated(gateway.id, carried, at.publicAddress);
  return {
    stops: [componentStop('nat-gateway', gateway.id, carried, { after, tracks: true })],
    carried: after,
    next: { at: 'routing', vpcId: gateway.vpcId, subnetId: null, tableId: gateway.routeTableId },
    remembers: { id: gateway.id, before: carried, after, answeredFrom: null, interface: null },
  };
};

/**
 * A route leads to a NAT gateway. It rewrites source address and port, carries TCP, UDP and ICMP, and has no security
 * group: the network ACL of its subnet judges both passes.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
export const throughNatGateway = (
  travel: Travel,
  place: Extract<Place, { at: 'target' }>,
  id: string,
  carried: Carried,
): Move => {
  const gateway = travel.network.natGateways.get(id);
  if (gateway === undefined)
    return {
      stops: [componentStop('nat-gateway', id, carried, { identity: 'unknown', tracks: true })],
      carried,
      next: { kind: 'unknown' },
      doubts: [
        {
          reason: 'not-given',
          component: 'nat-gateway',
          id,
          missing: [
            { kind: 'nat-gateway', id, needs: `aws ec2 describe-nat-gateways --nat-gateway-ids ${id}` },
          ],
        },
      ],
    };
  const wrong = unsuitable(travel, place.vpcId, gateway, carried);
  if (wrong !== null) return refuse(gateway, carried, ...wrong);
  const zone = zoneOf(travel.network, place.subnetId);
  const at = ownAddress(gateway, zone);
  if (at === undefined) return refuse(gateway, carried, 'nat-gateway-has-no-address', null);
  if (gateway.availability === 'regional') {
    const move = throughRegional(gateway, carried, at);
    return isElsewhere(gateway, zone) ? { ...move, doubts: [zoneDoubt(gateway.id)] } : move;
  }
  const it = interfaceOf(travel.network, gateway, at);
  return {
    stops: [],
    carried,
    next: { at: 'arriving', interface: it, boundary: it.subnetId !== place.subnetId, sent: true },
  };
};

/** A packet reached the interface of a NAT gateway: sent there by a route, or addressed to it by somebody. */
export const throughNatGatewayInterface = (
  travel: Travel,
  it: NetworkInterface,
  stops: readonly Stop[],
  carried: Carried,
): Move => {
  const gateway = gatewayAt(travel.network, it);
  const id = gateway?.id ?? it.id;
  const own =
    gateway?.addresses.find(({ interfaceId }) => interfaceId === it.id)?.privateAddress ?? it.primaryIpv4;
  if (travel.leg === 'reply') return { stops, carried, next: lostReply(id, carried) };
  const addressed = it.privateAddresses.some(
    ({ family, value }) =>
      family === carried.packet.destination.family && value === carried.packet.destination.value,
  );
  if (addressed || own === null)
    return {
      stops,
      carried,
      next: blockedBy(
        'nat-gateway-cannot-carry',
        'nat-gateway-takes-no-connections',
        null,
        id,
        carried.packet,
      ),
    };
  const after = translated(id, carried, own);
  return {
    stops: [
      ...stops,
      componentStop('nat-gateway', id, carried, { after, identity: 'unknown', tracks: true }),
    ],
    carried: after,
    next: { at: 'leaving', interface: it },
    remembers: { id, before: carried, after, answeredFrom: null, interface: it },
  };
};

/** A reply that comes to a component that has not seen its request. */
export const lostReply = (id: string, carried: Carried) =>
  blockedBy('asymmetric-path', 'reply-takes-another-way', null, id, carried.packet);

/** The answer to what a regional NAT gateway sent, coming in at its public address. */
export const backThroughRegional = ({ request, network }: Travel, carried: Carried): Move | null => {
  const known = request?.translations.findLast((one) => {
    const back = answer(one.after).packet;
    return (
      one.interface === null &&
      back.destination.family === carried.packet.destination.family &&
      back.destination.value === carried.packet.destination.value
    );
  });
  const gateway = known === undefined ? undefined : network.natGateways.get(known.id);
  if (known === undefined || gateway === undefined) return null;
  const after = answer(known.before);
  return {
    stops: [componentStop('nat-gateway', gateway.id, carried, { after, tracks: true })],
    carried: after,
    next: { at: 'routing', vpcId: gateway.vpcId, subnetId: null, tableId: gateway.routeTableId },
  };
};
