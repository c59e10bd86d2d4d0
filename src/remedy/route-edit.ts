import { covers, host } from '../address/cidr.js';
import type { IpAddress } from '../address/ip-address.js';
import { isPrivate } from '../address/special-ranges.js';
import type { NatGateway } from '../network/nat-gateway.js';
import type { Network } from '../network/network.js';
import type { Route, RouteTable, RouteTarget } from '../network/route-table.js';
import type { RoutingBlocker } from '../path/routing-blocker.js';
import type { VpcId } from '../resource/id.js';
import type { Change } from './change.js';

const peerings = (network: Network, vpcId: VpcId, to: IpAddress): readonly RouteTarget[] =>
  [...network.peeringConnections.values()]
    .filter(({ status, requester, accepter }) => {
      const other = requester.vpcId === vpcId ? accepter : accepter.vpcId === vpcId ? requester : null;
      return status === 'active' && (other?.cidrs.some(covers(to)) ?? false);
    })
    .map(({ id }) => ({ kind: 'vpc-peering-connection', id }));

const transitGateways = (network: Network, vpcId: VpcId): readonly RouteTarget[] =>
  [
    ...new Map(
      [...network.transitGatewayAttachments.values()]
        .filter((it) => it.vpcId === vpcId && it.state === 'available')
        .flatMap(({ transitGatewayId: id }) => (id === null ? [] : [[id, { kind: 'transit-gateway', id }]])),
    ).values(),
  ] as readonly RouteTarget[];

const internetGateways = (network: Network, vpcId: VpcId, egressOnly: boolean): readonly RouteTarget[] =>
  [...network.internetGateways.values()]
    .filter((it) => it.egressOnly === egressOnly && it.vpcIds.includes(vpcId))
    .map(({ id }) => ({ kind: egressOnly ? 'egress-only-internet-gateway' : 'internet-gateway', id }));

const isIn = (network: Network, { subnetId }: NatGateway, table: RouteTable): boolean => {
  const zones = table.subnetIds.map((id) => network.subnets.get(id)?.availabilityZone ?? null);
  const zone = subnetId === null ? null : (network.subnets.get(subnetId)?.availabilityZone ?? null);
  return zone !== null && zones.includes(zone);
};

/** Those of the same zone first: traffic between zones costs, and fails with the other zone. */
const natGateways = (network: Network, vpcId: VpcId, table: RouteTable): readonly RouteTarget[] =>
  [...network.natGateways.values()]
    .filter((it) => it.vpcId === vpcId && it.state === 'available' && it.connectivity === 'public')
    .sort((a, b) => Number(isIn(network, b, table)) - Number(isIn(network, a, table)))
    .map(({ id }) => ({ kind: 'nat-gateway', id }));

/**
 * Where a route of this table could lead to reach the address, the likeliest first. Whether it does is for the path to
 * say: each is tried, and those that do not carry the packet are dropped.
 */
const targetsFor = (network: Network, table: RouteTable, to: IpAddress): readonly RouteTarget[] => {
  const { vpcId } = table;
  if (vpcId === null) return [];
  const inside = [...peerings(network, vpcId, to), ...transitGateways(network, vpcId)];
  if (isPrivate(to)) return inside;
  return [
    ...inside,
    ...internetGateways(network, vpcId, false),
    ...(to.family === 4 ? natGateways(network, vpcId, table) : internetGateways(network, vpcId, true)),
  ];
};

const written = (destination: Route['destination'], target: RouteTarget): Route => ({
  destination,
  target,
  state: 'active',
  origin: 'static',
});

/**
 * What is done about a route whose target is gone. `beside`: one more route, longer than it, which opens least. `in-place`:
 * its target is replaced, which mends it for all that it was made for.
 */
export type Mending = 'beside' | 'in-place';

const isForOne = ({ destination }: Route, to: IpAddress): boolean =>
  destination.kind === 'cidr' && destination.cidr.prefixLength === host(to).prefixLength;

/**
 * Routes that could mend what a route table does to a packet: one more route, for this address alone; or in the place of
 * a route whose target is gone, one with its destination and a target that is there.
 */
export const routeEdits = (
  network: Network,
  { code, component, packet, route }: RoutingBlocker,
  mending: Mending,
): readonly Change[] => {
  const table = network.routeTables.get(component);
  if (table === undefined) return [];
  const targets = targetsFor(network, table, packet.destination);
  const isDead = code === 'blackhole-route' && route !== null;
  if (code === 'no-route' || (isDead && mending === 'beside' && !isForOne(route, packet.destination)))
    return targets.map((target) => ({
      kind: 'add-route',
      routeTableId: table.id,
      route: written({ kind: 'cidr', cidr: host(packet.destination) }, target),
    }));
  if (!isDead) return [];
  return targets.map((target) => ({
    kind: 'replace-route',
    routeTableId: table.id,
    route: written(route.destination, target),
    replaces: route,
  }));
};
