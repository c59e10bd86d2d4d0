import * as Addresses from '../address/address-set.js';
import { ownAddresses } from '../filter/passing.js';
import type { Network } from '../network/network.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { SubnetId } from '../resource/id.js';

/** Every address of a subnet, or of its interfaces where the subnet itself was not given. */
export const addressesOf = (network: Network, subnetId: SubnetId): Addresses.AddressSet => {
  const subnet = network.subnets.get(subnetId);
  const blocks = subnet === undefined ? [] : subnet.cidrs.map(Addresses.ofCidr);
  const inside = [...network.interfaces.values()].filter((it) => it.subnetId === subnetId).map(ownAddresses);
  return unionAll(Addresses.addressSets)(blocks.length > 0 ? blocks : inside);
};
