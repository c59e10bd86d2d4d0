import { covers } from '../address/cidr.js';
import { equals, type IpAddress, print } from '../address/ip-address.js';
import { oncePer } from '../prelude/once-per.js';
import type { InstanceId, SecurityGroupId, SubnetId, VpcId } from '../resource/id.js';
import type { FlowLog } from './flow-log.js';
import type { Network } from './network.js';
import type { NetworkAcl } from './network-acl.js';
import type { NetworkInterface } from './network-interface.js';
import { holdersOf, type PrefixHolders, prefixHolders } from './prefix-holders.js';
import type { RouteTable } from './route-table.js';

/** Everything that is asked often. */
type Index = {
  readonly byAddress: ReadonlyMap<string, readonly NetworkInterface[]>;
  readonly byPrefix: PrefixHolders;
  readonly byInstance: ReadonlyMap<InstanceId, readonly NetworkInterface[]>;
  readonly byGroup: ReadonlyMap<SecurityGroupId, readonly NetworkInterface[]>;
  readonly furtherVpcs: ReadonlyMap<SecurityGroupId, readonly VpcId[]>;
  readonly aclBySubnet: ReadonlyMap<SubnetId, NetworkAcl | null>;
  readonly tableBySubnet: ReadonlyMap<SubnetId, RouteTable | null>;
  readonly mainTableByVpc: ReadonlyMap<VpcId, RouteTable | null>;
  readonly flowLogsByResource: ReadonlyMap<string, readonly FlowLog[]>;
};

const gather = <K, V>(pairs: Iterable<readonly [K, V]>): ReadonlyMap<K, readonly V[]> => {
  const found = new Map<K, V[]>();
  for (const [key, value] of pairs) {
    const list = found.get(key);
    if (list === undefined) found.set(key, [value]);
    else list.push(value);
  }
  return found;
};

/** Each thing under every one of its keys. */
const keyed = <K, V>(
  things: Iterable<V>,
  keysOf: (it: V) => readonly (K | null)[],
): readonly (readonly [K, V])[] =>
  [...things].flatMap((it) => keysOf(it).flatMap((key) => (key === null ? [] : [[key, it] as const])));

/** The only thing under each key; null where the input names two, of which one is out of date. */
const single = <K, V>(pairs: Iterable<readonly [K, V]>): ReadonlyMap<K, V | null> => {
  const found = new Map<K, V | null>();
  for (const [key, value] of pairs) found.set(key, found.has(key) && found.get(key) !== value ? null : value);
  return found;
};

/** Each piece once for what it is made of: a network that was changed keeps what the change does not touch. */
const ofInterfaces = oncePer((all: Network['interfaces']) => {
  const interfaces = [...all.values()];
  return {
    byAddress: gather(
      keyed(interfaces, (it) => [...it.privateAddresses, ...it.publicAddresses].map((own) => print(own))),
    ),
    byPrefix: prefixHolders(interfaces),
    byInstance: gather(keyed(interfaces, ({ instanceId }) => [instanceId])),
    byGroup: gather(keyed(interfaces, ({ securityGroupIds }) => securityGroupIds ?? [])),
  };
});

const ofAssociations = oncePer((all: Network['securityGroupAssociations']) => ({
  furtherVpcs: gather(
    [...all.values()]
      .filter(({ state }) => state?.toLowerCase() === 'associated')
      .map(({ groupId, vpcId }) => [groupId, vpcId] as const),
  ),
}));

const ofAcls = oncePer((acls: Network['networkAcls']) => ({
  aclBySubnet: single(keyed(acls.values(), ({ subnetIds }) => subnetIds)),
}));

const ofTables = oncePer((tables: Network['routeTables']) => ({
  tableBySubnet: single(keyed(tables.values(), ({ subnetIds }) => subnetIds)),
  mainTableByVpc: single(keyed(tables.values(), ({ isMain, vpcId }) => (isMain ? [vpcId] : []))),
}));

const ofFlowLogs = oncePer((flowLogs: Network['flowLogs']) => ({
  flowLogsByResource: gather(keyed(flowLogs.values(), ({ resourceId }) => [resourceId])),
}));

const indexOf = oncePer(
  (network: Network): Index => ({
    ...ofInterfaces(network.interfaces),
    ...ofAssociations(network.securityGroupAssociations),
    ...ofAcls(network.networkAcls),
    ...ofTables(network.routeTables),
    ...ofFlowLogs(network.flowLogs),
  }),
);

/** Whether the address is one of the interface's private ones; every address of its delegated prefixes is. */
export const holdsPrivately =
  (address: IpAddress) =>
  ({ privateAddresses, prefixes }: NetworkInterface): boolean =>
    privateAddresses.some((own) => equals(own, address)) || prefixes.some(covers(address));

/**
 * The interfaces that hold this address, privately (delegated prefixes counted in) or publicly. VPCs may overlap, so
 * there can be several; with `vpcId` only those of that VPC.
 */
export const interfacesWithAddress = (
  network: Network,
  address: IpAddress,
  vpcId: VpcId | null = null,
): readonly NetworkInterface[] => {
  const { byAddress, byPrefix } = indexOf(network);
  const single = byAddress.get(print(address)) ?? [];
  const delegated = holdersOf(byPrefix, address).filter((it) => !single.includes(it));
  return [...single, ...delegated].filter((it) => vpcId === null || it.vpcId === vpcId);
};

/** The interfaces of an instance, as far as they were given. */
export const interfacesOf = (network: Network, id: InstanceId): readonly NetworkInterface[] =>
  indexOf(network).byInstance.get(id) ?? [];

/** The interfaces that carry the group, in whatever VPC: the members that a reference to it can mean. */
export const membersOf = (network: Network, id: SecurityGroupId): readonly NetworkInterface[] =>
  indexOf(network).byGroup.get(id) ?? [];

/** The VPCs a group may be used in: its own, and those an answer says it is associated with. */
export const vpcsOf = (network: Network, id: SecurityGroupId): readonly VpcId[] => {
  const home = network.securityGroups.get(id)?.vpcId ?? null;
  const further = indexOf(network).furtherVpcs.get(id) ?? [];
  return [...new Set([...(home === null ? [] : [home]), ...further])];
};

/**
 * The network ACL of a subnet. Each subnet has exactly one; undefined means that it was not given, or that the input names
 * two. https://docs.aws.amazon.com/vpc/latest/userguide/network-acl-basics.html
 */
export const networkAclOf = (network: Network, subnetId: SubnetId): NetworkAcl | undefined =>
  indexOf(network).aclBySubnet.get(subnetId) ?? undefined;

/**
 * The route table of a subnet: its own, else the main one of its VPC. The fallback needs all tables of the VPC: a page
 * that was not given may hold an association. Undefined, too, where the input names two. `vpcId` is that of the subnet,
 * where the subnet was not given. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
export const routeTableOf = (
  network: Network,
  subnetId: SubnetId,
  vpcId: VpcId | null = network.subnets.get(subnetId)?.vpcId ?? null,
): RouteTable | undefined => {
  const { tableBySubnet, mainTableByVpc } = indexOf(network);
  const own = tableBySubnet.get(subnetId);
  if (own !== undefined || !network.given.has('routeTables')) return own ?? undefined;
  return vpcId === null ? undefined : (mainTableByVpc.get(vpcId) ?? undefined);
};

/** The subscriptions that record this interface: its own, its subnet's and its VPC's. */
export const flowLogsCovering = (network: Network, it: NetworkInterface): readonly FlowLog[] =>
  [it.id, it.subnetId, it.vpcId].flatMap((id) =>
    id === null ? [] : (indexOf(network).flowLogsByResource.get(id) ?? []),
  );

/** Whether the address lies in a block of this subnet. */
export const subnetHolds = (network: Network, subnetId: SubnetId, address: IpAddress): boolean =>
  network.subnets.get(subnetId)?.cidrs.some(covers(address)) ?? false;

/** Whether the address lies in a block of this VPC. */
export const vpcHolds = (network: Network, vpcId: VpcId, address: IpAddress): boolean =>
  network.vpcs.get(vpcId)?.cidrs.some(covers(address)) ?? false;

/** Whose private address something is, seen from a VPC. */
export type Holders = {
  /** The interfaces that hold it; several only where VPCs with the same blocks cannot be told apart. */
  readonly interfaces: readonly NetworkInterface[];
  /** `here`: an address of the VPC itself, whether or not anyone holds it. `unknown`: the blocks of the VPC are not known. */
  readonly place: 'here' | 'elsewhere' | 'unknown';
};

/**
 * Whose private address this is, seen from `vpcId`. VPCs may overlap, and connected ones do not: an address of this VPC
 * means its own interfaces, and those elsewhere are other machines. A public address is nobody's: filters at both ends see
 * it as a foreign address, even where one of the interfaces is behind it.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export const whoseAddress = (network: Network, address: IpAddress, vpcId: VpcId | null): Holders => {
  const holders = interfacesWithAddress(network, address).filter(holdsPrivately(address));
  if (vpcId === null) return { interfaces: holders, place: 'unknown' };
  const local = holders.filter((it) => it.vpcId === vpcId);
  if (local.length > 0 || vpcHolds(network, vpcId, address)) return { interfaces: local, place: 'here' };
  return { interfaces: holders, place: network.vpcs.has(vpcId) ? 'elsewhere' : 'unknown' };
};
