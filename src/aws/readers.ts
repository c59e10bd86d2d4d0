import type { AnswerKey } from './answer-keys.js';
import { blockPublicAccessExclusions, blockPublicAccessOptions } from './describe/block-public-access.js';
import { dhcpOptions } from './describe/dhcp-options.js';
import { flowLogs } from './describe/flow-logs.js';
import { instances } from './describe/instances.js';
import { egressOnlyInternetGateways, internetGateways } from './describe/internet-gateways.js';
import { listeners, loadBalancers } from './describe/load-balancers.js';
import { natGateways } from './describe/nat-gateways.js';
import { networkAcls } from './describe/network-acls.js';
import { networkInterfaces } from './describe/network-interfaces.js';
import { prefixListEntries, prefixLists } from './describe/prefix-lists.js';
import { routeTables } from './describe/route-tables.js';
import { securityGroupRules } from './describe/security-group-rules.js';
import { securityGroupVpcAssociations } from './describe/security-group-vpc-associations.js';
import { securityGroups } from './describe/security-groups.js';
import { staleSecurityGroups } from './describe/stale-security-groups.js';
import { subnets } from './describe/subnets.js';
import { targetGroupAttributes, targetGroups, targetHealth } from './describe/target-groups.js';
import {
  transitGatewayAssociations,
  transitGatewayPropagations,
  transitGatewayRoutes,
  transitGatewayRouteTables,
} from './describe/transit-gateway-route-tables.js';
import {
  transitGatewayAttachments,
  transitGateways,
  transitGatewayVpcAttachments,
} from './describe/transit-gateways.js';
import { vpcEncryptionControls } from './describe/vpc-encryption-controls.js';
import { vpcEndpoints } from './describe/vpc-endpoints.js';
import { vpcPeeringConnections } from './describe/vpc-peering-connections.js';
import { vpcs } from './describe/vpcs.js';
import type { Reader } from './reader.js';

/**
 * The answers that are read, by the key that names their list; AWS's next answer is one more row. Where two answers state
 * one field of one resource, the one that stands later here has the last word.
 */
export const READERS: Readonly<Record<AnswerKey, Reader>> = {
  Vpcs: vpcs,
  Subnets: subnets,
  Reservations: instances,
  NetworkInterfaces: networkInterfaces,
  SecurityGroupRules: securityGroupRules,
  SecurityGroups: securityGroups,
  SecurityGroupVpcAssociations: securityGroupVpcAssociations,
  StaleSecurityGroupSet: staleSecurityGroups,
  NetworkAcls: networkAcls,
  RouteTables: routeTables,
  PrefixLists: prefixLists,
  Entries: prefixListEntries,
  VpcPeeringConnections: vpcPeeringConnections,
  NatGateways: natGateways,
  InternetGateways: internetGateways,
  EgressOnlyInternetGateways: egressOnlyInternetGateways,
  VpcEndpoints: vpcEndpoints,
  TransitGateways: transitGateways,
  TransitGatewayAttachments: transitGatewayAttachments,
  TransitGatewayVpcAttachments: transitGatewayVpcAttachments,
  TransitGatewayRouteTables: transitGatewayRouteTables,
  Associations: transitGatewayAssociations,
  TransitGatewayRouteTablePropagations: transitGatewayPropagations,
  Routes: transitGatewayRoutes,
  FlowLogs: flowLogs,
  VpcBlockPublicAccessOptions: blockPublicAccessOptions,
  VpcBlockPublicAccessExclusions: blockPublicAccessExclusions,
  VpcEncryptionControls: vpcEncryptionControls,
  DhcpOptions: dhcpOptions,
  LoadBalancers: loadBalancers,
  Listeners: listeners,
  TargetGroups: targetGroups,
  Attributes: targetGroupAttributes,
  TargetHealthDescriptions: targetHealth,
};

export const READER_ORDER: readonly AnswerKey[] = Object.keys(READERS) as readonly AnswerKey[];
