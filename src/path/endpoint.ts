import type { IpAddress } from '../address/ip-address.js';
import { whoseAddress } from '../network/look-up.js';
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

/** One of the two ends. */
export type Side = 'initiator' | 'responder';

export type Ends = { readonly initiator: Endpoint; readonly responder: Endpoint };

export const outside = (address: IpAddress): Endpoint => ({ kind: 'outside', address });

export const atInterface = (address: IpAddress, it: NetworkInterface): Endpoint => ({
  kind: 'interface',
  address,
  interface: it,
});

/**
 * The end that an address stands for, seen from `vpcId`. An address of that VPC wins; an address outside its blocks that
 * only one other VPC holds is taken to be there. A public address is outside: filters at both ends see it as a foreign
 * address, even when one of our own interfaces is behind it.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export const endpointOf = (network: Network, address: IpAddress, vpcId: VpcId | null): Endpoint => {
  const { interfaces, place } = whoseAddress(network, address, vpcId);
  const [found, ...more] = place === 'unknown' && vpcId !== null ? [] : interfaces;
  return found === undefined || more.length > 0 ? outside(address) : atInterface(address, found);
};
