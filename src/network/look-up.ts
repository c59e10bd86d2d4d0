import { covers } from '../address/cidr.js';
import { equals, type IpAddress, print } from '../address/ip-address.js';
import type { SecurityGroupId, SubnetId, VpcId } from '../resource/id.js';
import type { FlowLog } from './flow-log.js';
import type { Network } from './network.js';
import type { NetworkAcl } from './network-acl.js';
import type { NetworkInterface } from './network-interface.js';

/** Everything that is asked often, computed once per network. */
type Index = {
  readonly byAddress: ReadonlyMap<string, readonly NetworkInterface[]>;
  readonly withPrefixes: readonly NetworkInterface[];
  readonly byGroup: ReadonlyMap<SecurityGroupId, readonly NetworkInterface[]>;
  readonly aclBySubnet: ReadonlyMap<SubnetId, NetworkAcl>;
  readonly flowLogsByResource: ReadonlyMap<string, readonly FlowLog[]>;
};

const indexes = new WeakMap<Network, Index>();

const gather = <K, V>(pairs: Iterable<readonly [K, V]>): ReadonlyMap<K, readonly V[]> => {
  const found = new Map<K, V[]>();
  for (const [key, value] of pairs) {
    const list = found.get(key);
    if (list === undefined) found.set(key, [value]);
    else list.push(value);
  }
  return found;
};

const build = (network: Network): Index => {
  const interfaces = [...network.interfaces.values()];
  return {
    byAddress: gather(
      interfaces.flatMap((it) =>
        [...it.privateAddresses, ...it.publicAddresses].map((address) => [print(address), it] as const),
      ),
    ),
    withPrefixes: interfaces.filter((it) => it.prefixes.length > 0),
    byGroup: gather(interfaces.flatMap((it) => (it.securityGroupIds ?? []).map((id) => [id, it] as const))),
    aclBySubnet: new Map(
      [...network.networkAcls.values()].flatMap((acl) => acl.subnetIds.map((id) => [id, acl] as const)),
    ),
    flowLogsByResource: gather([...network.flowLogs.values()].map((log) => [log.resourceId, log] as const)),
  };
};

const indexOf = (network: Network): Index => {
  const known = indexes.get(network) ?? build(network);
  indexes.set(network, known);
  return known;
};

/** Whether the address is one of the interface's private ones; every address of its delegated prefixes is. */
export const holdsPrivately =
  (address: IpAddress) =>
  ({ privateAddresses, prefixes }: NetworkInterface): boolean =>
    privateAddresses.some((own) => equals(own, address)) || prefixes.some(covers(address));

/**
 * The interfaces that hold this address, privately or publicly. VPCs may overlap, so there can be several;
 * with `vpcId` only those of that VPC.
 */
export const interfacesWithAddress = (
  network: Network,
  address: IpAddress,
  vpcId: VpcId | null = null,
): readonly NetworkInterface[] => {
  const { byAddress, withPrefixes } = indexOf(network);
  const single = byAddress.get(print(address)) ?? [];
  const delegated = withPrefixes.filter((it) => it.prefixes.some(covers(address)) && !single.includes(it));
  return [...single, ...delegated].filter((it) => vpcId === null || it.vpcId === vpcId);
};

/** The interfaces that carry the group: the members that a reference to it means. */
export const membersOf = (network: Network, id: SecurityGroupId): readonly NetworkInterface[] =>
  indexOf(network).byGroup.get(id) ?? [];

/** The network ACL of a subnet. Each subnet has exactly one; undefined means that it was not given. */
export const networkAclOf = (network: Network, subnetId: SubnetId): NetworkAcl | undefined =>
  indexOf(network).aclBySubnet.get(subnetId);

/** The VPCs a group may be used in: its own, and those an answer says it is associated with. */
export const vpcsOf = (network: Network, id: SecurityGroupId): readonly VpcId[] => {
  const home = network.securityGroups.get(id)?.vpcId ?? null;
  const further = [...network.securityGroupAssociations.values()]
    .filter((one) => one.groupId === id && one.state?.toLowerCase() === 'associated')
    .map(({ vpcId }) => vpcId);
  return [...new Set([...(home === null ? [] : [home]), ...further])];
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
