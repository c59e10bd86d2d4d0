import { isRight } from 'fp-ts/lib/Either.js';
import { addressAt, type Cidr, covers } from '../../../address/cidr.js';
import { equals, type IpAddress, parse } from '../../../address/ip-address.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { Packet } from '../../../traffic/packet.js';
import { UDP } from '../../../traffic/protocol.js';

/**
 * Services of the host under the instance: instance metadata, Amazon Time Sync, Amazon DNS, Windows activation.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
const SERVICES = [
  '169.254.169.254',
  '169.254.169.123',
  '169.254.169.253',
  '169.254.169.250',
  '169.254.169.251',
  'fd00:ec2::254',
  'fd00:ec2::123',
  'fd00:ec2::253',
  'fd00:ec2::250',
];

const services: readonly IpAddress[] = SERVICES.flatMap((text) => {
  const address = parse(text);
  return isRight(address) ? [address.right] : [];
});

const isAt = (block: Cidr, offset: number, address: IpAddress): boolean =>
  covers(address)(block) && equals(addressAt(offset)(block), address);

/** Base + 2 of the VPC is the Amazon DNS server, base + 1 of each subnet the router. */
const isReserved = (network: Network, it: NetworkInterface, address: IpAddress): boolean => {
  const vpc = it.vpcId === null ? undefined : network.vpcs.get(it.vpcId);
  if (vpc?.primaryCidr && isAt(vpc.primaryCidr, 2, address)) return true;
  const subnet = it.subnetId === null ? undefined : network.subnets.get(it.subnetId);
  return (subnet?.cidrs ?? []).some((block) => isAt(block, 1, address));
};

const isDhcp = ({ protocol, destinationPort }: Packet): boolean =>
  protocol === UDP && [67, 68, 546, 547].includes(destinationPort ?? 0);

/** Neither filtered nor recorded: "flow logs do not capture all IP traffic". */
export const isNeverLogged = (network: Network, it: NetworkInterface, packet: Packet): boolean =>
  services.some((service) => equals(service, packet.destination)) ||
  isReserved(network, it, packet.destination) ||
  isDhcp(packet);
