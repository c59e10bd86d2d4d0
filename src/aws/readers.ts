import type { AnswerKey } from './answer-keys.js';
import { blockPublicAccessExclusions, blockPublicAccessOptions } from './block-public-access.js';
import { dhcpOptions } from './dhcp-options.js';
import { flowLogs } from './flow-logs.js';
import { instances } from './instances.js';
import { egressOnlyInternetGateways, internetGateways } from './internet-gateways.js';
import { listeners, loadBalancers } from './load-balancers.js';
import { natGateways } from './nat-gateways.js';
import { networkAcls } from './network-acls.js';
import { networkInterfaces } from './network-interfaces.js';
import { prefixListEntries, prefixLists } from './prefix-lists.js';
import type { Reader } from './reader.js';
import { routeTables } from './route-tables.js';
import { securityGroupRules } from './security-group-rules.js';
import { securityGroupVpcAssociations } from './security-group-vpc-associations.js';
import { securityGroups } from './security-groups.js';
import { staleSecurityGroups } from './stale-security-groups.js';
import { subnets } from './subnets.js';
import { targetGroupAttributes, targetGroups, targetHealth } from './target-groups.js';
import {
  transitGatewayAssociations,
  transitGatewayPropagations,
  transitGatewayRoutes,
  transitGatewayRouteTables,
} from './transit-gateway-route-tables.js';
import {
  transitGatewayAttachments,
  transitGateways,
  transitGatewayVpcAttachments,
} from './transit-gateways.js';
import { vpcEncryptionControls } from './vpc-encryption-controls.js';
import { vpcEndpoints } from './vpc-endpoints.js';
import { vpcPeeringConnections } from './vpc-peering-connections.js';
import { vpcs } from './vpcs.js';

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
