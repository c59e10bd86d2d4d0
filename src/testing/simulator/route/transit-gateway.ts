import { type Cidr, covers } from '../../../address/cidr.js';
import type { IpAddress } from '../../../address/ip-address.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { TransitGatewayAttachment, TransitGatewayRoute } from '../../../network/transit-gateway.js';
import type { SubnetId, TransitGatewayId, VpcId } from '../../../resource/id.js';
import type { Datagram } from '../datagram.js';
import type { Link } from '../filter/security-groups.js';
import type { Running } from '../running.js';
import { holderIn } from './addresses.js';
import { passes } from './passing.js';
import { routeTo } from './route-table.js';
import { lost, REJECTED, type Spot, type Step } from './step.js';

const attachmentTo = (
  network: Network,
  id: TransitGatewayId,
  vpcId: VpcId | null,
): TransitGatewayAttachment | null =>
  [...network.transitGatewayAttachments.values()].find(
    (it) => it.transitGatewayId === id && it.vpcId !== null && it.vpcId === vpcId,
  ) ?? null;

const zoneOf = (network: Network, subnetId: SubnetId | null): string | null =>
  subnetId === null ? null : (network.subnets.get(subnetId)?.availabilityZone ?? null);

/** "A transit gateway has one network interface in each subnet of an attachment." */
const interfaceIn = (
  network: Network,
  { subnetIds }: TransitGatewayAttachment,
  zone: string | null,
): NetworkInterface | null =>
  [...network.interfaces.values()].find(
    (it) =>
      it.type === 'transit_gateway' &&
      it.subnetId !== null &&
      subnetIds.includes(it.subnetId) &&
      zoneOf(network, it.subnetId) === zone,
  ) ?? null;

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html, security group referencing. */
const refersToGroups = (network: Network, id: TransitGatewayId): boolean =>
  network.transitGateways.get(id)?.securityGroupReferencing === true &&
  [...network.transitGatewayAttachments.values()]
    .filter((it) => it.transitGatewayId === id)
    .every((it) => it.securityGroupReferencing !== false);

export const transitGatewayLink = (network: Network, id: TransitGatewayId, vpcId: VpcId | null): Link =>
  attachmentTo(network, id, vpcId) !== null && refersToGroups(network, id)
    ? 'transit-gateway-with-references'
    : 'transit-gateway';

/** Longest prefix; of equal ones the static. https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html */
const routeOf = (
  network: Network,
  { routeTableId }: TransitGatewayAttachment,
  to: IpAddress,
): TransitGatewayRoute | null => {
  const table = routeTableId === null ? undefined : network.transitGatewayRouteTables.get(routeTableId);
  const blockOf = (route: TransitGatewayRoute): Cidr | null =>
    route.destination.kind === 'cidr' ? route.destination.cidr : null;
  const matching = (table?.routes ?? []).filter((route) => {
    const block = blockOf(route);
    return block !== null && covers(to)(block);
  });
  const rank = (route: TransitGatewayRoute) =>
    2 * (blockOf(route)?.prefixLength ?? 0) + Number(route.type === 'static');
  return matching.sort((a, b) => rank(b) - rank(a))[0] ?? null;
};

/**
 * Out of the gateway the network ACL of the attachment's subnet is asked, but "traffic from the transit gateway to the
 * instances" of that very subnet meets neither list.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
const outOf = (run: Running, at: NetworkInterface, packet: Datagram, link: Link): Step => {
  const network = run.network();
  const near = holderIn(network, at.vpcId, packet.header.destination);
  const isNear = near !== null && near.subnetId === at.subnetId;
  const filters = { link, isAutomaticallyTracked: false };
  const leaving = { ...filters, interface: at, direction: 'egress', packet, crossesSubnet: !isNear } as const;
  if (!passes(run, leaving, 1)) return REJECTED;
  if (isNear)
    return { does: 'arrive', interface: near, packet, arrival: { ...filters, crossesSubnet: false } };
  const route = routeTo(network, at.subnetId, packet.header.destination);
  if (route === null) return lost('no-route');
  return { does: 'follow', spot: at, route, packet, link };
};

/** Into the attachment in the sender's zone, through the route table that it is associated with, out of another one. */
export const overTransitGateway = (
  run: Running,
  spot: Spot,
  id: TransitGatewayId,
  packet: Datagram,
): Step => {
  const network = run.network();
  const zone = zoneOf(network, spot.subnetId);
  const from = attachmentTo(network, id, spot.vpcId);
  const enters = from?.state === 'available' ? interfaceIn(network, from, zone) : null;
  if (from === null || enters === null) return lost('transit-gateway');
  const link = transitGatewayLink(network, id, spot.vpcId);
  const entering = { interface: enters, direction: 'ingress', packet, crossesSubnet: true } as const;
  if (!passes(run, { ...entering, link, isAutomaticallyTracked: false })) return REJECTED;
  const route = routeOf(network, from, packet.header.destination);
  if (route === null || route.state === 'blackhole') return lost('transit-gateway');
  const to = network.transitGatewayAttachments.get(route.attachmentIds[0] ?? '');
  if (to?.state !== 'available') return lost('transit-gateway');
  const leaves =
    interfaceIn(network, to, zone) ??
    [...network.interfaces.values()].find(
      (it) => it.type === 'transit_gateway' && it.subnetId !== null && to.subnetIds.includes(it.subnetId),
    );
  return leaves === undefined ? lost('transit-gateway') : outOf(run, leaves, packet, link);
};
