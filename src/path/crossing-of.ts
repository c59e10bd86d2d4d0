import { isPrivate } from '../address/special-ranges.js';
import type { Crossing } from '../filter/crossing.js';
import { subnetHolds } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Gap } from '../problem/gap.js';
import type { Direction } from '../traffic/direction.js';
import type { Endpoint } from './endpoint.js';
import { isBesideAttachment } from './holder.js';

/**
 * Interfaces whose connections are always tracked, as describe-network-interfaces spells them.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
const alwaysTracked = new Set([
  'nat_gateway',
  'natGateway',
  'network_load_balancer',
  'vpc_endpoint',
  'lambda',
]);

/**
 * Interfaces whose network ACL is asked in part even inside their subnet.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html
 */
const checkedInsideSubnet = new Set(['transit_gateway', 'gateway_load_balancer_endpoint']);

const isOneOf = (types: ReadonlySet<string>, it: NetworkInterface): boolean => types.has(it.type ?? '');

const sameVpc = (self: NetworkInterface, peer: Endpoint): boolean =>
  peer.kind === 'interface' && self.vpcId !== null && peer.interface.vpcId === self.vpcId;

const automaticallyTracked = (self: NetworkInterface, peer: Endpoint): Crossing['automaticallyTracked'] => {
  if (isOneOf(alwaysTracked, self)) return true;
  if (peer.kind === 'interface' && isOneOf(alwaysTracked, peer.interface)) return true;
  return sameVpc(self, peer) ? false : 'unknown';
};

const crossesSubnet = (network: Network, self: NetworkInterface, peer: Endpoint): boolean | 'unknown' => {
  if (self.subnetId === null) return 'unknown';
  if (isOneOf(checkedInsideSubnet, self)) return 'unknown';
  if (peer.kind === 'interface')
    return isOneOf(checkedInsideSubnet, peer.interface) || peer.interface.subnetId === null
      ? 'unknown'
      : peer.interface.subnetId !== self.subnetId;
  // Asked before anything else: a VPC may have blocks of public IPv4 addresses.
  if (network.subnets.has(self.subnetId)) return !subnetHolds(network, self.subnetId, peer.address);
  return !isPrivate(peer.address) && peer.address.family === 4 ? true : 'unknown';
};

/** The routes tell whether a packet of another VPC comes through an attachment in this very subnet. */
const ROUTES: Gap = { kind: 'route-table', id: null, needs: 'aws ec2 describe-route-tables' };

export type Boundary = Pick<Crossing, 'subnetBoundary' | 'subnetBoundaryGap'>;

/**
 * What goes out to an attachment in the subnet of its sender meets the network ACL there; what comes out of one does not.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export const boundaryOf = (
  network: Network,
  self: NetworkInterface,
  peer: Endpoint,
  direction: Direction,
): Boundary => {
  const subnetBoundary = crossesSubnet(network, self, peer);
  const mayStayInside = direction === 'ingress' && !sameVpc(self, peer) && isBesideAttachment(network, self);
  return subnetBoundary === true && mayStayInside
    ? { subnetBoundary: 'unknown', subnetBoundaryGap: ROUTES }
    : { subnetBoundary };
};

/** What the filters of `self` need to know of the way to `peer`, as far as it can be told without routes. */
export const crossingOf = (
  network: Network,
  self: NetworkInterface,
  peer: Endpoint,
  direction: Direction,
): Crossing => ({
  automaticallyTracked: automaticallyTracked(self, peer),
  peerGroups: peer.kind === 'outside' || sameVpc(self, peer) ? 'by-private-address' : 'unknown',
  ...boundaryOf(network, self, peer, direction),
});
