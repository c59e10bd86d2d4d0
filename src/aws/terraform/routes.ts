import { canonicalJson } from '../../prelude/canonical-json.js';
import type { PlainObject } from '../../prelude/plain-object.js';
import { isUnknown, present, text, texts } from './attribute.js';
import { idOf, type TerraformResource, type TerraformWorld } from './terraform-resource.js';

/** Where a route may lead, by Terraform's names and AWS's. Endpoints of a Gateway Load Balancer stand under GatewayId. */
const TARGETS = {
  gateway_id: 'GatewayId',
  vpc_endpoint_id: 'GatewayId',
  nat_gateway_id: 'NatGatewayId',
  transit_gateway_id: 'TransitGatewayId',
  vpc_peering_connection_id: 'VpcPeeringConnectionId',
  egress_only_gateway_id: 'EgressOnlyInternetGatewayId',
  network_interface_id: 'NetworkInterfaceId',
  instance_id: 'InstanceId',
  local_gateway_id: 'LocalGatewayId',
  carrier_gateway_id: 'CarrierGatewayId',
  core_network_arn: 'CoreNetworkArn',
  odb_network_arn: 'OdbNetworkArn',
} as const;

const DESTINATIONS = {
  cidr_block: 'DestinationCidrBlock',
  destination_cidr_block: 'DestinationCidrBlock',
  ipv6_cidr_block: 'DestinationIpv6CidrBlock',
  destination_ipv6_cidr_block: 'DestinationIpv6CidrBlock',
  destination_prefix_list_id: 'DestinationPrefixListId',
} as const;

const renamed = (route: PlainObject, names: Readonly<Record<string, string>>): PlainObject =>
  Object.fromEntries(
    Object.entries(names).flatMap(([name, awsName]) => {
      const value = text(route, name);
      return value === null ? [] : [[awsName, value]];
    }),
  );

/** A route as AWS answers it, inline or of its own; null when its destination is known only after apply. */
export const routeOf = (route: PlainObject): PlainObject | null =>
  Object.keys(DESTINATIONS).some((name) => isUnknown(route, name))
    ? null
    : present({
        ...renamed(route, DESTINATIONS),
        ...renamed(route, TARGETS),
        State: text(route, 'state'),
        Origin: text(route, 'origin') ?? 'CreateRoute',
      });

/** The target is known only after apply. */
export const leadsSomewhereUnknown = (route: PlainObject): boolean =>
  Object.keys(TARGETS).some((name) => isUnknown(route, name)) &&
  Object.keys(renamed(route, TARGETS)).length === 0;

const routeTableIdsOf = (endpoint: TerraformResource, world: TerraformWorld): readonly string[] => [
  ...texts(endpoint.values, 'route_table_ids'),
  ...world
    .of('aws_vpc_endpoint_route_table_association')
    .filter(({ values }) => text(values, 'vpc_endpoint_id') === idOf(endpoint))
    .map(({ values }) => text(values, 'route_table_id') ?? ''),
];

/** A gateway endpoint puts a route to its service's prefix list into each of its tables; Terraform does not write it. */
export const endpointRoutes = (tableId: string, world: TerraformWorld): readonly PlainObject[] =>
  world.of('aws_vpc_endpoint').flatMap((endpoint) => {
    const list = text(endpoint.values, 'prefix_list_id');
    return list !== null && routeTableIdsOf(endpoint, world).includes(tableId)
      ? [{ DestinationPrefixListId: list, GatewayId: idOf(endpoint), Origin: 'CreateRoute', State: 'active' }]
      : [];
  });

const destinationOf = ({
  DestinationCidrBlock,
  DestinationIpv6CidrBlock,
  DestinationPrefixListId,
}: PlainObject) =>
  canonicalJson([DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId].map(String));

/** A table has one route for each destination: the first that is given. */
export const oneForEach = (routes: readonly PlainObject[]): readonly PlainObject[] =>
  [...new Map(routes.toReversed().map((route) => [destinationOf(route), route])).values()].toReversed();
