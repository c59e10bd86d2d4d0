import { isRight } from 'fp-ts/lib/Either.js';
import * as Cidr from '../../src/address/cidr.js';
import * as Ip from '../../src/address/ip-address.js';
import type { Instance } from '../../src/network/instance.js';
import { EMPTY_NETWORK, type Network } from '../../src/network/network.js';
import { inOrder, type NetworkAcl, type NetworkAclEntry } from '../../src/network/network-acl.js';
import type { NetworkInterface } from '../../src/network/network-interface.js';
import type { PrefixList } from '../../src/network/prefix-list.js';
import type { Peer, SecurityGroup, SecurityGroupRule } from '../../src/network/security-group.js';
import type { SecurityGroupAssociation } from '../../src/network/security-group-association.js';
import type { Subnet } from '../../src/network/subnet.js';
import type { Vpc } from '../../src/network/vpc.js';
import type { Direction } from '../../src/traffic/direction.js';
import type { IcmpTypeCode } from '../../src/traffic/icmp.js';
import type { Packet } from '../../src/traffic/packet.js';
import { ICMP, ICMPV6, TCP, UDP } from '../../src/traffic/protocol.js';

/** Short ways to write a network by hand. */

export const ip = (text: string): Ip.IpAddress => {
  const address = Ip.parse(text);
  if (isRight(address)) return address.right;
  throw new Error(text);
};

export const cidr = (text: string): Cidr.Cidr => {
  const block = Cidr.parse(text);
  if (isRight(block)) return block.right;
  throw new Error(text);
};

export const ports = (from: number, to: number = from) => ({ from, to });

export const fromCidr = (text: string): Peer => ({ kind: 'cidr', cidr: cidr(text) });

export const fromGroup = (
  id: string,
  of: { ownerId?: string; vpcId?: string; peeringStatus?: string } = {},
): Peer => ({ kind: 'security-group', id, ownerId: null, vpcId: null, peeringStatus: null, ...of });

export const fromList = (id: string): Peer => ({ kind: 'prefix-list', id });

/** `entries` null: the list was described, its entries were not. */
export const prefixList = (
  id: string,
  entries: readonly string[] | null,
  more: Partial<PrefixList> = {},
): PrefixList => ({
  id,
  name: null,
  ownerId: '111122223333',
  family: null,
  maxEntries: null,
  entries: entries?.map(cidr) ?? null,
  ...more,
});

export const rule = (
  direction: Direction,
  protocol: SecurityGroupRule['protocol'],
  peer: Peer,
  more: Partial<SecurityGroupRule> = {},
): SecurityGroupRule => ({
  id: null,
  direction,
  protocol,
  ports: null,
  icmp: null,
  description: null,
  peer,
  ...more,
});

export const allowAll = (direction: Direction, block: string) => rule(direction, 'all', fromCidr(block));

/** A group of VPC `vpc-1`; without `egress` nothing leaves. */
export const group = (
  id: string,
  rules: readonly SecurityGroupRule[],
  more: Partial<SecurityGroup> = {},
): SecurityGroup => ({
  id,
  name: null,
  vpcId: 'vpc-1',
  ownerId: '111122223333',
  ingress: rules.filter((one) => one.direction === 'ingress'),
  egress: rules.filter((one) => one.direction === 'egress'),
  ...more,
});

export const entry = (
  number: number,
  direction: Direction,
  action: 'allow' | 'deny',
  protocol: NetworkAclEntry['protocol'],
  block: string,
  more: Partial<NetworkAclEntry> = {},
): NetworkAclEntry => ({
  number,
  direction,
  action,
  protocol,
  cidr: cidr(block),
  ports: null,
  icmp: null,
  ...more,
});

export const acl = (id: string, subnetIds: string[], entries: NetworkAclEntry[]): NetworkAcl => ({
  id,
  vpcId: 'vpc-1',
  isDefault: false,
  entries: inOrder(entries),
  subnetIds,
});

export const eni = (
  id: string,
  addresses: readonly string[],
  securityGroupIds: readonly string[] | null,
  more: Partial<NetworkInterface> = {},
): NetworkInterface => ({
  id,
  vpcId: 'vpc-1',
  subnetId: 'subnet-1',
  availabilityZone: null,
  ownerId: '111122223333',
  type: 'interface',
  description: '',
  requesterManaged: false,
  instanceId: null,
  securityGroupIds,
  primaryIpv4: addresses[0] === undefined ? null : ip(addresses[0]),
  privateAddresses: addresses.map(ip),
  prefixes: [],
  publicAddresses: [],
  associations: [],
  sourceDestCheck: true,
  connectionTracking: null,
  ...more,
});

const byId = <T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.map((one) => [one.id, one]));

export const vpc = (blocks: readonly string[], more: Partial<Vpc> = {}): Vpc => ({
  id: 'vpc-1',
  ownerId: null,
  primaryCidr: blocks[0] === undefined ? null : cidr(blocks[0]),
  cidrs: blocks.map(cidr),
  dhcpOptionsId: null,
  blockPublicAccess: null,
  ...more,
});

const VPC = vpc(['10.0.0.0/16']);

export const subnet = (id: string, blocks: readonly string[], more: Partial<Subnet> = {}): Subnet => ({
  id,
  vpcId: 'vpc-1',
  ownerId: null,
  availabilityZone: null,
  availabilityZoneId: null,
  cidrs: blocks.map(cidr),
  blockPublicAccess: null,
  ...more,
});

const SUBNETS: readonly Subnet[] = ['1', '2'].map((n) => subnet(`subnet-${n}`, [`10.0.${n}.0/24`]));

/** VPC 10.0.0.0/16 with subnets 10.0.1.0/24 and 10.0.2.0/24, of which every kind of resource was described. */
export const network = (parts: {
  interfaces?: readonly NetworkInterface[];
  groups?: readonly SecurityGroup[];
  acls?: readonly NetworkAcl[];
  vpcs?: readonly Vpc[];
  subnets?: readonly Subnet[];
  prefixLists?: readonly PrefixList[];
  instances?: readonly Instance[];
  associations?: readonly SecurityGroupAssociation[];
  given?: Network['given'];
  gaps?: Network['gaps'];
}): Network => ({
  ...EMPTY_NETWORK,
  vpcs: byId(parts.vpcs ?? [VPC]),
  subnets: byId(parts.subnets ?? SUBNETS),
  interfaces: byId(parts.interfaces ?? []),
  securityGroups: byId(parts.groups ?? []),
  networkAcls: byId(parts.acls ?? []),
  prefixLists: byId(parts.prefixLists ?? []),
  instances: byId(parts.instances ?? []),
  securityGroupAssociations: byId(parts.associations ?? []),
  given: parts.given ?? new Set(['vpcs', 'subnets', 'interfaces', 'securityGroups', 'networkAcls']),
  gaps: parts.gaps ?? [],
});

const withPorts =
  (protocol: number) =>
  (source: string, destination: string, destinationPort: number | null, sourcePort = 40_000): Packet => ({
    source: ip(source),
    destination: ip(destination),
    protocol,
    sourcePort,
    destinationPort,
    icmp: null,
  });

export const tcp = withPorts(TCP);
export const udp = withPorts(UDP);

export const icmp = (source: string, destination: string, typeCode: IcmpTypeCode | null): Packet => ({
  source: ip(source),
  destination: ip(destination),
  protocol: source.includes(':') ? ICMPV6 : ICMP,
  sourcePort: null,
  destinationPort: null,
  icmp: typeCode,
});

export const other = (protocol: number, source: string, destination: string): Packet => ({
  ...icmp(source, destination, null),
  protocol,
});
