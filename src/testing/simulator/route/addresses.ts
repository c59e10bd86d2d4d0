import { covers } from '../../../address/cidr.js';
import { equals, type IpAddress } from '../../../address/ip-address.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { VpcId } from '../../../resource/id.js';

/** Whether the address is one of the interface's own. */
export const owns = (it: NetworkInterface, address: IpAddress): boolean =>
  it.privateAddresses.some((own) => equals(own, address)) || it.prefixes.some(covers(address));

/** Who has this private address in a VPC. */
export const holderIn = (
  network: Network,
  vpcId: VpcId | null,
  address: IpAddress,
): NetworkInterface | null =>
  [...network.interfaces.values()].find((it) => it.vpcId === vpcId && owns(it, address)) ?? null;

/** The public address that an internet gateway writes in place of a private one; null: there is none. */
export const publicAddressOf = (
  network: Network,
  vpcId: VpcId | null,
  address: IpAddress,
): IpAddress | null => {
  if (address.family === 6) return address;
  for (const it of network.interfaces.values()) {
    if (it.vpcId !== vpcId) continue;
    const found = it.associations.find(({ privateAddress }) => equals(privateAddress, address));
    if (found !== undefined) return found.publicAddress;
  }
  return null;
};

/** The interface behind a public address, and its private one. */
export const behindPublicAddress = (
  network: Network,
  address: IpAddress,
): { readonly interface: NetworkInterface; readonly privateAddress: IpAddress } | null => {
  for (const it of network.interfaces.values()) {
    if (address.family === 6 && owns(it, address)) return { interface: it, privateAddress: address };
    const found = it.associations.find(({ publicAddress }) => equals(publicAddress, address));
    if (found !== undefined) return { interface: it, privateAddress: found.privateAddress };
  }
  return null;
};
