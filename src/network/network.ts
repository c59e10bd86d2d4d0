import type { Gap } from '../problem/gap.js';
import type {
  FlowLogId,
  InterfaceId,
  NetworkAclId,
  SecurityGroupId,
  SubnetId,
  VpcId,
} from '../resource/id.js';
import type { FlowLog } from './flow-log.js';
import type { NetworkAcl } from './network-acl.js';
import type { NetworkInterface } from './network-interface.js';
import type { SecurityGroup } from './security-group.js';
import type { Subnet } from './subnet.js';
import type { Vpc } from './vpc.js';

/** The kinds of resource a network is made of. */
export type Resources = {
  readonly vpcs: ReadonlyMap<VpcId, Vpc>;
  readonly subnets: ReadonlyMap<SubnetId, Subnet>;
  readonly interfaces: ReadonlyMap<InterfaceId, NetworkInterface>;
  readonly securityGroups: ReadonlyMap<SecurityGroupId, SecurityGroup>;
  readonly networkAcls: ReadonlyMap<NetworkAclId, NetworkAcl>;
  readonly flowLogs: ReadonlyMap<FlowLogId, FlowLog>;
};

export type ResourceKind = keyof Resources;

/**
 * Configuration as far as it was given. It knows what it does not know: a kind that is not in `given` was never asked
 * for, so its absence says nothing, and `gaps` lists what the answers themselves left open.
 */
export type Network = Resources & {
  readonly given: ReadonlySet<ResourceKind>;
  readonly gaps: readonly Gap[];
};

export const EMPTY_NETWORK: Network = {
  vpcs: new Map(),
  subnets: new Map(),
  interfaces: new Map(),
  securityGroups: new Map(),
  networkAcls: new Map(),
  flowLogs: new Map(),
  given: new Set(),
  gaps: [],
};

/** The network with one resource replaced or added: for asking what a change would do. */
export const withNetworkAcl = (network: Network, acl: NetworkAcl): Network => ({
  ...network,
  networkAcls: new Map(network.networkAcls).set(acl.id, acl),
});

export const withSecurityGroup = (network: Network, group: SecurityGroup): Network => ({
  ...network,
  securityGroups: new Map(network.securityGroups).set(group.id, group),
});

/** How many resources of each kind were read. */
export const counts = (network: Network): Readonly<Record<ResourceKind, number>> => ({
  vpcs: network.vpcs.size,
  subnets: network.subnets.size,
  interfaces: network.interfaces.size,
  securityGroups: network.securityGroups.size,
  networkAcls: network.networkAcls.size,
  flowLogs: network.flowLogs.size,
});

export const isEmpty = (network: Network): boolean => Object.values(counts(network)).every((n) => n === 0);
