import type { Route, RouteTarget } from '../../network/route-table.js';
import { networkInterface } from './machines.js';
import { type Drawn, OWNER, piece } from './piece.js';
import { address, block } from './written.js';

/** A route: a block or prefix list, and the id of what it leads to (`local`, `igw-...`, `nat-...`, `pcx-...`, `tgw-...`, `eigw-...`, `vpce-...`). */
export type DrawnRoute = readonly [destination: string, target: string, state?: Route['state']];

const KINDS = [
  ['igw-', 'internet-gateway'],
  ['eigw-', 'egress-only-internet-gateway'],
  ['nat-', 'nat-gateway'],
  ['pcx-', 'vpc-peering-connection'],
  ['tgw-', 'transit-gateway'],
  ['eni-', 'network-interface'],
  ['vpce-', 'vpc-endpoint'],
] as const;

const targetOf = (id: string): RouteTarget => {
  if (id === 'local') return { kind: 'local' };
  const kind = KINDS.find(([start]) => id.startsWith(start))?.[1];
  if (kind === undefined) throw new Error(`no route can be drawn to "${id}"`);
  return { kind, id };
};

export const route = ([destination, target, state = 'active']: DrawnRoute): Route => ({
  destination: destination.startsWith('pl-')
    ? { kind: 'prefix-list', id: destination }
    : { kind: 'cidr', cidr: block(destination) },
  target: targetOf(target),
  state,
  origin: target === 'local' ? 'table' : 'static',
});

/** A route table: of some subnets, or `'main'`, the one of all that have none of their own. */
export const routeTable = (
  id: string,
  vpcId: string,
  of: readonly string[] | 'main',
  routes: readonly DrawnRoute[],
): Drawn =>
  piece('routeTables', {
    id,
    vpcId,
    isMain: of === 'main',
    subnetIds: of === 'main' ? [] : [...of].sort(),
    gatewayIds: [],
    routes: routes.map(route),
  });

/** An internet gateway that is attached to a VPC. */
export const internetGateway = (id: string, vpcId: string): Drawn =>
  piece('internetGateways', { id, egressOnly: false, vpcIds: [vpcId] });

/** An egress-only internet gateway, which is for IPv6. */
export const egressOnlyInternetGateway = (id: string, vpcId: string): Drawn =>
  piece('internetGateways', { id, egressOnly: true, vpcIds: [vpcId] });

/** A NAT gateway of a subnet, with its interface: `nat-1` has `eni-nat-1`. */
export const natGateway = (id: string, subnetId: string, own: string, publicAddress: string): Drawn => {
  const interfaceId = `eni-${id}`;
  return [
    networkInterface(
      interfaceId,
      subnetId,
      [own],
      { type: 'nat_gateway', requesterManaged: true, sourceDestCheck: false },
      publicAddress,
    ),
    piece('natGateways', {
      id,
      vpcId: null,
      subnetId,
      connectivity: 'public',
      availability: 'zonal',
      routeTableId: null,
      state: 'available',
      addresses: [
        {
          interfaceId,
          privateAddress: address(own),
          publicAddress: address(publicAddress),
          availabilityZone: null,
        },
      ],
    }),
  ];
};

/** A VPC and its blocks, as one side of a peering connection knows it. */
export type DrawnSide = readonly [vpcId: string, ...blocks: readonly string[]];

/** A peering connection between two VPCs of one Region. */
export const peering = (id: string, requester: DrawnSide, accepter: DrawnSide, status = 'active'): Drawn => {
  const side = ([vpcId, ...blocks]: DrawnSide) => ({
    vpcId,
    ownerId: OWNER,
    region: 'eu-west-1',
    cidrs: blocks.map(block),
  });
  return piece('peeringConnections', { id, status, requester: side(requester), accepter: side(accepter) });
};
