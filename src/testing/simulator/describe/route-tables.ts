import { familyOf, print } from '../../../address/cidr.js';
import type { Network } from '../../../network/network.js';
import type { Route, RouteTable, RouteTarget } from '../../../network/route-table.js';
import { said } from './addresses.js';

const TARGET_KEYS: Readonly<Record<string, string>> = {
  'nat-gateway': 'NatGatewayId',
  'transit-gateway': 'TransitGatewayId',
  'vpc-peering-connection': 'VpcPeeringConnectionId',
  'egress-only-internet-gateway': 'EgressOnlyInternetGatewayId',
  'network-interface': 'NetworkInterfaceId',
  instance: 'InstanceId',
  'local-gateway': 'LocalGatewayId',
  'carrier-gateway': 'CarrierGatewayId',
  'core-network': 'CoreNetworkArn',
};

const ORIGINS: Readonly<Record<NonNullable<Route['origin']>, string>> = {
  table: 'CreateRouteTable',
  static: 'CreateRoute',
  propagated: 'EnableVgwRoutePropagation',
  advertisement: 'Advertisement',
};

const target = (it: RouteTarget) =>
  it.kind === 'local' ? { GatewayId: 'local' } : { [TARGET_KEYS[it.kind] ?? 'GatewayId']: it.id };

const destination = ({ destination: it }: Route) => {
  if (it.kind === 'prefix-list') return { DestinationPrefixListId: it.id };
  return familyOf(it.cidr) === 4
    ? { DestinationCidrBlock: print(it.cidr) }
    : { DestinationIpv6CidrBlock: print(it.cidr) };
};

const route = (it: Route) =>
  said({
    ...destination(it),
    ...target(it.target),
    Origin: it.origin === null ? null : ORIGINS[it.origin],
    State: it.state,
  });

const associations = (it: RouteTable) => {
  const named = { RouteTableId: it.id, AssociationState: { State: 'associated' } };
  return [
    ...(it.isMain ? [{ ...named, Main: true }] : []),
    ...it.subnetIds.map((SubnetId) => ({ ...named, Main: false, SubnetId })),
    ...it.gatewayIds.map((GatewayId) => ({ ...named, Main: false, GatewayId })),
  ];
};

/** `aws ec2 describe-route-tables`. */
export const describeRouteTables = ({ routeTables }: Network) => ({
  RouteTables: [...routeTables.values()].map((it) =>
    said({
      RouteTableId: it.id,
      VpcId: it.vpcId,
      PropagatingVgws: [],
      Associations: associations(it),
      Routes: it.routes.map(route),
    }),
  ),
});
