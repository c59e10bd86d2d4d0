import * as fc from 'fast-check';
import { addressAt, blockOf, type Cidr } from '../../address/cidr.js';
import { bitsOf, type Family, type IpAddress, ipv4, ipv6 } from '../../address/ip-address.js';

const TOP_OF_IPV6 = 2n ** 128n - 1n;

/** Every IPv4 address; they shrink towards 0.0.0.0. */
export const ipv4Addresses: fc.Arbitrary<IpAddress> = fc.nat({ max: 0xffffffff }).map(ipv4);

/** Every IPv6 address; they shrink towards `::`. */
export const ipv6Addresses: fc.Arbitrary<IpAddress> = fc.bigInt({ min: 0n, max: TOP_OF_IPV6 }).map(ipv6);

/** Addresses of both families; they shrink towards 0.0.0.0. */
export const addresses: fc.Arbitrary<IpAddress> = fc.oneof(ipv4Addresses, ipv6Addresses);

/** Blocks without host bits; they shrink towards 0.0.0.0/0, everything. */
export const cidrs = (family: Family = 4): fc.Arbitrary<Cidr> =>
  fc
    .tuple(family === 4 ? ipv4Addresses : ipv6Addresses, fc.nat({ max: bitsOf(family) }))
    .map(([address, length]) => blockOf(address, length));

/** The address at a place counted from the start of a block, round the end of all addresses. */
const at = ({ network }: Cidr, offset: bigint): IpAddress => {
  const all = 1n << BigInt(bitsOf(network.family));
  const value = (((BigInt(network.value) + offset) % all) + all) % all;
  return network.family === 4 ? ipv4(Number(value)) : ipv6(value);
};

/** Addresses where a mistake would show: the first and last of a block, those just outside, and one in it. */
export const addressesNear = (cidr: Cidr): fc.Arbitrary<IpAddress> => {
  const size = 1n << BigInt(bitsOf(cidr.network.family) - cidr.prefixLength);
  return fc.oneof(
    fc.constantFrom(addressAt(0)(cidr), at(cidr, size - 1n), at(cidr, -1n), at(cidr, size)),
    fc.bigInt({ min: 0n, max: size - 1n }).map((offset) => at(cidr, offset)),
  );
};
