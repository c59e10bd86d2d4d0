import { covers } from '../address/cidr.js';
import { equals, type IpAddress } from '../address/ip-address.js';
import { interfacesWithAddress } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { oncePer } from '../prelude/once-per.js';
import type { SubnetId, VpcId } from '../resource/id.js';

const withPrefixes = new WeakMap<Network, readonly NetworkInterface[]>();

const interfacesWithPrefixes = (network: Network): readonly NetworkInterface[] => {
  const known =
    withPrefixes.get(network) ??
    [...network.interfaces.values()].filter(({ prefixes }) => prefixes.length > 0);
  withPrefixes.set(network, known);
  return known;
};

/** Whether the address is the interface's own: primary, secondary, IPv6, or in a prefix delegated to it. */
export const owns = (it: NetworkInterface, address: IpAddress): boolean =>
  it.privateAddresses.some((own) => equals(own, address)) || it.prefixes.some(covers(address));

/** The interfaces of a VPC that hold this private address; one, unless the input contradicts itself. */
export const holdersIn = (
  network: Network,
  vpcId: VpcId,
  address: IpAddress,
): readonly NetworkInterface[] => {
  const listed = interfacesWithAddress(network, address, vpcId).filter((it) => owns(it, address));
  return listed.length > 0
    ? listed
    : interfacesWithPrefixes(network).filter((it) => it.vpcId === vpcId && owns(it, address));
};

/** The public IPv4 address that an internet gateway puts in the place of this private one; null when there is none. */
export const publicAddressOf = (it: NetworkInterface, address: IpAddress): IpAddress | null => {
  const said = it.associations.find(({ privateAddress }) => equals(privateAddress, address));
  if (said !== undefined) return said.publicAddress;
  // Older answers name the public address of the interface without saying which private one it stands for.
  const isPrimary = it.primaryIpv4 !== null && equals(it.primaryIpv4, address);
  return it.associations.length === 0 && isPrimary ? (it.publicAddresses[0] ?? null) : null;
};

/** The private address that a public one stands for; null when the interface does not have it. */
export const privateAddressOf = (it: NetworkInterface, address: IpAddress): IpAddress | null => {
  const said = it.associations.find(({ publicAddress }) => equals(publicAddress, address));
  if (said !== undefined) return said.privateAddress;
  return it.associations.length === 0 && it.publicAddresses.some((own) => equals(own, address))
    ? it.primaryIpv4
    : null;
};

/** An interface that must be there although it was not described: all that is known of it is where it is. */
export const undescribed = (
  id: string,
  type: string,
  vpcId: VpcId | null,
  subnetId: SubnetId | null,
  addresses: readonly IpAddress[],
): NetworkInterface => ({
  id,
  vpcId,
  subnetId,
  availabilityZone: null,
  ownerId: null,
  type,
  description: '',
  requesterManaged: true,
  instanceId: null,
  securityGroupIds: [],
  primaryIpv4: addresses.find(({ family }) => family === 4) ?? null,
  privateAddresses: addresses,
  prefixes: [],
  publicAddresses: [],
  associations: [],
  sourceDestCheck: false,
  connectionTracking: null,
});

const subnetsOfAttachments = oncePer(
  ({ transitGatewayAttachments, interfaces }: Network): ReadonlySet<SubnetId | null> =>
    new Set([
      ...[...transitGatewayAttachments.values()].flatMap(({ subnetIds }) => subnetIds),
      ...[...interfaces.values()].flatMap(({ type, subnetId }) =>
        type === 'transit_gateway' ? [subnetId] : [],
      ),
    ]),
);

/**
 * Whether a transit gateway attachment is in the subnet of an interface: what comes out of it there does not enter the
 * subnet, and meets no network ACL. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export const isBesideAttachment = (network: Network, { subnetId }: NetworkInterface): boolean =>
  subnetId !== null && subnetsOfAttachments(network).has(subnetId);

/** AWS spells some types in two ways. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html */
export const isNatGatewayInterface = ({ type }: NetworkInterface): boolean =>
  type === 'nat_gateway' || type === 'natGateway';

export const zoneOf = (network: Network, subnetId: SubnetId | null): string | null =>
  subnetId === null ? null : (network.subnets.get(subnetId)?.availabilityZone ?? null);
