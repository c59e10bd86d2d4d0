import { covers } from '../../address/cidr.js';
import { equals, type IpAddress } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import { interfacesWithAddress } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { VpcId } from '../../resource/id.js';
import { holdersIn, privateAddressOf, publicAddressOf } from '../holder.js';

const regionalAddresses = (network: Network) =>
  [...network.natGateways.values()]
    .filter(({ availability }) => availability === 'regional')
    .flatMap((gateway) => gateway.addresses.map((at) => ({ gateway, address: at.publicAddress })));

/** The public address of a source inside the VPC; a regional NAT gateway sends from its public one already. */
export const sourceOutside = (network: Network, vpcId: VpcId, source: IpAddress): IpAddress | null => {
  if (source.family === 6) return isPrivate(source) ? null : source;
  const [holder] = holdersIn(network, vpcId, source);
  const listed = holder === undefined ? null : publicAddressOf(holder, source);
  if (listed !== null) return listed;
  const addresses = [...network.natGateways.values()]
    .filter((gateway) => gateway.vpcId === vpcId)
    .flatMap((gateway) => gateway.addresses);
  const own = addresses.find(
    ({ privateAddress, publicAddress }) =>
      (privateAddress !== null && equals(privateAddress, source)) ||
      (publicAddress !== null && equals(publicAddress, source)),
  );
  return own?.publicAddress ?? null;
};

type Inside = { readonly vpcId: VpcId };

/** The VPC of the input that an address of the internet belongs to. */
export const insideOf = (network: Network, address: IpAddress): Inside | null => {
  const holder = interfacesWithAddress(network, address).find((it) =>
    address.family === 4 ? privateAddressOf(it, address) !== null : !isPrivate(address),
  );
  if (holder?.vpcId != null) return { vpcId: holder.vpcId };
  const regional = regionalAddresses(network).find(
    (it) => it.address !== null && equals(it.address, address),
  );
  const zonal = [...network.natGateways.values()].find(({ addresses }) =>
    addresses.some(({ publicAddress }) => publicAddress !== null && equals(publicAddress, address)),
  );
  const vpcId = regional?.gateway.vpcId ?? zonal?.vpcId ?? null;
  if (vpcId !== null) return { vpcId };
  if (address.family === 4 || isPrivate(address)) return null;
  const vpc = [...network.vpcs.values()].find(({ cidrs }) => cidrs.some(covers(address)));
  return vpc === undefined ? null : { vpcId: vpc.id };
};

export const privateDestination = (network: Network, vpcId: VpcId, address: IpAddress): IpAddress | null => {
  if (address.family === 6) return address;
  const holder = interfacesWithAddress(network, address, vpcId).find(
    (it) => privateAddressOf(it, address) !== null,
  );
  if (holder !== undefined) return privateAddressOf(holder, address);
  const own = [...network.natGateways.values()]
    .filter((gateway) => gateway.vpcId === vpcId)
    .flatMap(({ addresses }) => addresses)
    .find(({ publicAddress }) => publicAddress !== null && equals(publicAddress, address));
  return own?.privateAddress ?? null;
};
