import type { Network } from '../../../network/network.js';
import { describeFlowLogs } from './flow-logs.js';
import {
  describeEgressOnlyInternetGateways,
  describeInternetGateways,
  describeNatGateways,
  describeVpcPeeringConnections,
} from './gateways.js';
import {
  describeListeners,
  describeLoadBalancers,
  describeTargetGroups,
  describeTargets,
} from './load-balancers.js';
import { describeNetworkAcls } from './network-acls.js';
import { describeInstances, describeNetworkInterfaces } from './network-interfaces.js';
import { describeManagedPrefixLists, getManagedPrefixListEntries } from './prefix-lists.js';
import {
  describeVpcBlockPublicAccessExclusions,
  describeVpcBlockPublicAccessOptions,
} from './public-access.js';
import { describeRouteTables } from './route-tables.js';
import { describeSecurityGroups } from './security-groups.js';
import {
  describeTransitGatewayAttachments,
  describeTransitGatewayRouteTables,
  describeTransitGateways,
  describeTransitGatewayVpcAttachments,
  searchTransitGatewayRoutes,
} from './transit-gateways.js';
import { describeVpcEndpoints } from './vpc-endpoints.js';
import { describeSubnets, describeVpcs } from './vpcs.js';

/** The calls whose answer is one list, by the name of their file. */
const CALLS: Readonly<Record<string, (network: Network) => object>> = {
  vpcs: describeVpcs,
  subnets: describeSubnets,
  'network-interfaces': describeNetworkInterfaces,
  instances: describeInstances,
  'security-groups': describeSecurityGroups,
  'network-acls': describeNetworkAcls,
  'route-tables': describeRouteTables,
  'internet-gateways': describeInternetGateways,
  'egress-only-internet-gateways': describeEgressOnlyInternetGateways,
  'vpc-block-public-access-options': describeVpcBlockPublicAccessOptions,
  'vpc-block-public-access-exclusions': describeVpcBlockPublicAccessExclusions,
  'vpc-endpoints': describeVpcEndpoints,
  'nat-gateways': describeNatGateways,
  'vpc-peering-connections': describeVpcPeeringConnections,
  'transit-gateways': describeTransitGateways,
  'transit-gateway-vpc-attachments': describeTransitGatewayVpcAttachments,
  'transit-gateway-attachments': describeTransitGatewayAttachments,
  'transit-gateway-route-tables': describeTransitGatewayRouteTables,
  'managed-prefix-lists': describeManagedPrefixLists,
  'load-balancers': describeLoadBalancers,
  listeners: describeListeners,
  'target-groups': describeTargetGroups,
  'flow-logs': describeFlowLogs,
};

/** What `aws ec2` answers about a network: one document for each call, by the name of a file for it. */
export const answers = (network: Network): readonly (readonly [string, object])[] => [
  ...Object.entries(CALLS).map(([name, describe]) => [name, describe(network)] as const),
  ...searchTransitGatewayRoutes(network).map(
    ([id, json]) => [`transit-gateway-routes-${id}`, json as object] as const,
  ),
  ...describeTargets(network),
  ...getManagedPrefixListEntries(network).map(
    ([id, json]) => [`managed-prefix-list-entries-${id}`, json as object] as const,
  ),
];
