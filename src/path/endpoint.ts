import { equals, type IpAddress } from '../address/ip-address.js';
import { interfacesWithAddress, vpcHolds } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { VpcId } from '../resource/id.js';

/**
 * An end of a conversation: an interface of the input, or *outside*, an address of no interface in the input.
 * Outside has no filters that could be judged.
 */
export type Endpoint =
  | { readonly kind: 'interface'; readonly address: IpAddress; readonly interface: NetworkInterface }
  | { readonly kind: 'outside'; readonly address: IpAddress };

export type Ends = { readonly initiator: Endpoint; readonly responder: Endpoint };

export const outside = (address: IpAddress): Endpoint => ({ kind: 'outside', address });

export const atInterface = (address: IpAddress, it: NetworkInterface): Endpoint => ({
  kind: 'interface',
  address,
  interface: it,
});

const holds = (address: IpAddress) => (it: NetworkInterface) =>
  it.privateAddresses.some((own) => equals(own, address));

/** The address can belong to another VPC only when it is for sure no address of this one: connected VPCs do not overlap. */
const canBeElsewhere = (network: Network, address: IpAddress, vpcId: VpcId | null): boolean =>
  vpcId === null || (network.vpcs.has(vpcId) && !vpcHolds(network, vpcId, address));

/**
 * The end that an address stands for, seen from `vpcId`. An address of that VPC wins; an address outside its blocks that
 * only one other VPC holds is taken to be there. A public address is outside: filters at both ends see it as a foreign
 * address, even when one of our own interfaces is behind it.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export const endpointOf = (network: Network, address: IpAddress, vpcId: VpcId | null): Endpoint => {
  const candidates = interfacesWithAddress(network, address).filter(holds(address));
  const [own, ...more] = vpcId === null ? candidates : candidates.filter((it) => it.vpcId === vpcId);
  const elsewhere = canBeElsewhere(network, address, vpcId);
  const only = elsewhere && candidates.length === 1 ? candidates[0] : undefined;
  const found = more.length === 0 ? (own ?? only) : undefined;
  return found === undefined ? outside(address) : atInterface(address, found);
};
