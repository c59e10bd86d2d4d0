import type { Gap } from '../problem/gap.js';
import type {
  Arn,
  DhcpOptionsId,
  FlowLogId,
  GatewayId,
  InstanceId,
  InterfaceId,
  NatGatewayId,
  NetworkAclId,
  PeeringConnectionId,
  PrefixListId,
  RouteTableId,
  SecurityGroupId,
  SubnetId,
  TransitGatewayAttachmentId,
  TransitGatewayId,
  TransitGatewayRouteTableId,
  VpcEndpointId,
  VpcId,
} from '../resource/id.js';
import type { BlockPublicAccess, BlockPublicAccessExclusion } from './block-public-access.js';
import type { DhcpOptions } from './dhcp-options.js';
import type { EncryptionControl } from './encryption-control.js';
import type { FlowLog } from './flow-log.js';
import type { Instance } from './instance.js';
import type { InternetGateway } from './internet-gateway.js';
import type { LoadBalancer, TargetGroup } from './load-balancer.js';
import type { NatGateway } from './nat-gateway.js';
import type { NetworkAcl } from './network-acl.js';
import type { NetworkInterface } from './network-interface.js';
import type { PeeringConnection } from './peering-connection.js';
import type { PrefixList } from './prefix-list.js';
import type { RouteTable } from './route-table.js';
import type { SecurityGroup } from './security-group.js';
import type { SecurityGroupAssociation } from './security-group-association.js';
import type { Subnet } from './subnet.js';
import type {
  TransitGateway,
  TransitGatewayAttachment,
  TransitGatewayRouteTable,
} from './transit-gateway.js';
import type { Vpc } from './vpc.js';
import type { VpcEndpoint } from './vpc-endpoint.js';

/** The kinds of resource a network is made of. */
export type Resources = {
  readonly vpcs: ReadonlyMap<VpcId, Vpc>;
  readonly subnets: ReadonlyMap<SubnetId, Subnet>;
  readonly interfaces: ReadonlyMap<InterfaceId, NetworkInterface>;
  readonly instances: ReadonlyMap<InstanceId, Instance>;
  readonly securityGroups: ReadonlyMap<SecurityGroupId, SecurityGroup>;
  readonly securityGroupAssociations: ReadonlyMap<string, SecurityGroupAssociation>;
  readonly networkAcls: ReadonlyMap<NetworkAclId, NetworkAcl>;
  readonly routeTables: ReadonlyMap<RouteTableId, RouteTable>;
  readonly prefixLists: ReadonlyMap<PrefixListId, PrefixList>;
  readonly peeringConnections: ReadonlyMap<PeeringConnectionId, PeeringConnection>;
  readonly natGateways: ReadonlyMap<NatGatewayId, NatGateway>;
  readonly internetGateways: ReadonlyMap<GatewayId, InternetGateway>;
  readonly vpcEndpoints: ReadonlyMap<VpcEndpointId, VpcEndpoint>;
  readonly transitGateways: ReadonlyMap<TransitGatewayId, TransitGateway>;
  readonly transitGatewayAttachments: ReadonlyMap<TransitGatewayAttachmentId, TransitGatewayAttachment>;
  readonly transitGatewayRouteTables: ReadonlyMap<TransitGatewayRouteTableId, TransitGatewayRouteTable>;
  readonly loadBalancers: ReadonlyMap<Arn, LoadBalancer>;
  readonly targetGroups: ReadonlyMap<Arn, TargetGroup>;
  readonly flowLogs: ReadonlyMap<FlowLogId, FlowLog>;
  readonly blockPublicAccess: ReadonlyMap<string, BlockPublicAccess>;
  readonly blockPublicAccessExclusions: ReadonlyMap<string, BlockPublicAccessExclusion>;
  readonly encryptionControls: ReadonlyMap<string, EncryptionControl>;
  readonly dhcpOptions: ReadonlyMap<DhcpOptionsId, DhcpOptions>;
};

export type ResourceKind = keyof Resources;

/** A resource of one kind; every one has an id. */
export type ResourceOf<K extends ResourceKind> =
  Resources[K] extends ReadonlyMap<string, infer R> ? R : never;

/**
 * Configuration as far as it was given. It knows what it does not know: of a kind that is not in `given` not everything
 * was asked for, so what is not there may exist, and `gaps` lists what the answers themselves left open.
 */
export type Network = Resources & {
  readonly given: ReadonlySet<ResourceKind>;
  readonly gaps: readonly Gap[];
};

const EMPTY_RESOURCES: Resources = {
  vpcs: new Map(),
  subnets: new Map(),
  interfaces: new Map(),
  instances: new Map(),
  securityGroups: new Map(),
  securityGroupAssociations: new Map(),
  networkAcls: new Map(),
  routeTables: new Map(),
  prefixLists: new Map(),
  peeringConnections: new Map(),
  natGateways: new Map(),
  internetGateways: new Map(),
  vpcEndpoints: new Map(),
  transitGateways: new Map(),
  transitGatewayAttachments: new Map(),
  transitGatewayRouteTables: new Map(),
  loadBalancers: new Map(),
  targetGroups: new Map(),
  flowLogs: new Map(),
  blockPublicAccess: new Map(),
  blockPublicAccessExclusions: new Map(),
  encryptionControls: new Map(),
  dhcpOptions: new Map(),
};

export const RESOURCE_KINDS = Object.keys(EMPTY_RESOURCES) as readonly ResourceKind[];

/** No configuration: nothing is known, and nothing was asked for. */
export const EMPTY_NETWORK: Network = { ...EMPTY_RESOURCES, given: new Set(), gaps: [] };

/** The network with one resource replaced or added: for asking what a change would do. */
export const withNetworkAcl = (network: Network, acl: NetworkAcl): Network => ({
  ...network,
  networkAcls: new Map(network.networkAcls).set(acl.id, acl),
});

export const withSecurityGroup = (network: Network, group: SecurityGroup): Network => ({
  ...network,
  securityGroups: new Map(network.securityGroups).set(group.id, group),
});

export const withRouteTable = (network: Network, table: RouteTable): Network => ({
  ...network,
  routeTables: new Map(network.routeTables).set(table.id, table),
});

export const withFlowLogs = (network: Network, flowLogs: readonly FlowLog[]): Network => ({
  ...network,
  flowLogs: new Map([...network.flowLogs, ...flowLogs.map((it) => [it.id, it] as const)]),
});

/** How many resources of each kind were read. */
export const counts = (network: Network): Readonly<Record<ResourceKind, number>> =>
  Object.fromEntries(RESOURCE_KINDS.map((kind) => [kind, network[kind].size])) as Record<
    ResourceKind,
    number
  >;

/** Whether not one resource was read. */
export const isEmpty = (network: Network): boolean => Object.values(counts(network)).every((n) => n === 0);
