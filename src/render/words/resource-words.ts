import type { ResourceKind } from '../../network/network.js';
import { plural } from './phrase.js';

const KINDS: readonly (readonly [ResourceKind, string])[] = [
  ['interfaces', 'interface'],
  ['securityGroups', 'security group'],
  ['networkAcls', 'network ACL'],
  ['subnets', 'subnet'],
  ['vpcs', 'VPC'],
  ['instances', 'instance'],
  ['routeTables', 'route table'],
  ['prefixLists', 'prefix list'],
  ['peeringConnections', 'peering connection'],
  ['natGateways', 'NAT gateway'],
  ['internetGateways', 'internet gateway'],
  ['vpcEndpoints', 'VPC endpoint'],
  ['transitGateways', 'transit gateway'],
  ['transitGatewayAttachments', 'transit gateway attachment'],
  ['transitGatewayRouteTables', 'transit gateway route table'],
  ['loadBalancers', 'load balancer'],
  ['targetGroups', 'target group'],
  ['securityGroupAssociations', 'security group association'],
  ['blockPublicAccess', 'Block Public Access setting'],
  ['blockPublicAccessExclusions', 'Block Public Access exclusion'],
  ['encryptionControls', 'encryption control'],
  ['dhcpOptions', 'DHCP option set'],
  ['flowLogs', 'flow log'],
];

/** `2 VPCs`, `3 subnets`, ...: every kind of which there is any. */
export const resourceCounts = (counts: Readonly<Record<ResourceKind, number>>): readonly string[] =>
  KINDS.flatMap(([kind, word]) => (counts[kind] > 0 ? [plural(counts[kind], word)] : []));
