import { addressAt, blockOf } from '../address/cidr.js';
import { equals, type IpAddress, print } from '../address/ip-address.js';
import { interfacesWithAddress } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Gap } from '../problem/gap.js';
import type { Packet } from '../traffic/packet.js';
import { hasPorts, type Protocol, TCP, UDP } from '../traffic/protocol.js';
import { allowed, undetermined, type Verdict } from './verdict.js';

/** Traffic that neither security groups nor network ACLs see. */
export type UnfilteredService = {
  readonly id: string;
  /** AWS's name of it. */
  readonly service: string;
  /** `any`: told by its ports alone, at both ends. */
  readonly addresses: readonly string[] | 'any';
  /** The address at this offset of the interface's subnet, or of the primary block of its VPC. */
  readonly reserved: { readonly block: 'vpc' | 'subnet'; readonly offset: number } | null;
  /** Null: every protocol. */
  readonly protocols: readonly Protocol[] | null;
  /** Ports at the end of the service; null: every port. */
  readonly ports: readonly number[] | null;
  readonly source: string;
};

const NACLS = 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html';
const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide';

/**
 * "Network ACLs can't block" and security groups do not filter: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 * and https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html name the services, `source` their addresses.
 * The router's EUI-64 link-local address is not listed: no configuration tells it.
 */
export const UNFILTERED_SERVICES = [
  {
    id: 'amazon-dns',
    service: 'Amazon DNS',
    addresses: ['169.254.169.253', 'fd00:ec2::253'],
    reserved: { block: 'vpc', offset: 2 },
    protocols: [TCP, UDP],
    ports: [53],
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html',
  },
  {
    id: 'dhcp',
    service: 'DHCP',
    addresses: 'any',
    reserved: null,
    protocols: [UDP],
    ports: [67, 68, 546, 547],
    source: NACLS,
  },
  {
    id: 'instance-metadata',
    service: 'Amazon EC2 instance metadata',
    addresses: ['169.254.169.254', 'fd00:ec2::254'],
    reserved: null,
    protocols: null,
    ports: null,
    source: `${EC2}/ec2-instance-metadata.html`,
  },
  {
    id: 'ecs-task-metadata',
    service: 'Amazon ECS task metadata endpoint',
    addresses: ['169.254.170.2'],
    reserved: null,
    protocols: null,
    ports: null,
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v2.html',
  },
  {
    id: 'windows-licensing',
    service: 'license activation for Windows instances',
    addresses: ['169.254.169.250', '169.254.169.251', 'fd00:ec2::250'],
    reserved: null,
    protocols: [TCP],
    ports: [1688],
    source: `${EC2}/common-messages.html`,
  },
  {
    id: 'time-sync',
    service: 'Amazon Time Sync Service',
    addresses: ['169.254.169.123', 'fd00:ec2::123'],
    reserved: null,
    protocols: null,
    ports: null,
    source: `${EC2}/configure-ec2-ntp.html`,
  },
  {
    id: 'default-router',
    service: 'default VPC router',
    addresses: ['fe80:ec2::1'],
    reserved: { block: 'subnet', offset: 1 },
    protocols: null,
    ports: null,
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html',
  },
] as const satisfies readonly UnfilteredService[];

type End = { readonly address: IpAddress; readonly port: number | null };

const endsOf = (packet: Packet): readonly End[] => [
  { address: packet.source, port: packet.sourcePort },
  { address: packet.destination, port: packet.destinationPort },
];

/** The addresses AWS reserves for this service around the interface. */
export const reservedAddresses = (
  network: Network,
  it: NetworkInterface,
  { reserved }: UnfilteredService,
): readonly IpAddress[] => {
  if (reserved === null) return [];
  const { block, offset } = reserved;
  const subnet = network.subnets.get(it.subnetId ?? '')?.cidrs ?? [];
  const primary = network.vpcs.get(it.vpcId ?? '')?.primaryCidr ?? null;
  const blocks = block === 'subnet' ? subnet : primary === null ? [] : [primary];
  return blocks.map(addressAt(offset));
};

const isAt = (service: UnfilteredService, network: Network, it: NetworkInterface, end: End): boolean =>
  (service.ports === null || (end.port !== null && service.ports.includes(end.port))) &&
  (service.addresses === 'any' ||
    service.addresses.includes(print(end.address)) ||
    reservedAddresses(network, it, service).some((address) => equals(address, end.address)));

/** The service this packet is to or from, when it is one that filters never see. */
export const unfilteredService = (
  network: Network,
  it: NetworkInterface,
  packet: Packet,
): UnfilteredService | null => {
  const ends = endsOf(packet);
  const found = (UNFILTERED_SERVICES as readonly UnfilteredService[]).find((service) => {
    if (service.protocols !== null && !service.protocols.includes(packet.protocol)) return false;
    const at = (end: End) => isAt(service, network, it, end);
    return service.addresses === 'any' ? ends.every(at) : ends.some(at);
  });
  return found ?? null;
};

/**
 * Where Amazon DNS may be when nobody said where the VPC begins: base + 2 of every block of a size a VPC can have around
 * the interface's own address (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html), unless an
 * interface of the input holds that address. Assumes that the own address lies in the primary block.
 */
export const possibleAmazonDns = (network: Network, it: NetworkInterface): readonly IpAddress[] => {
  const primary = network.vpcs.get(it.vpcId ?? '')?.primaryCidr ?? null;
  if (primary !== null) return [];
  const sizes = Array.from({ length: 13 }, (_, i) => 16 + i);
  return it.privateAddresses
    .filter((own) => own.family === 4)
    .flatMap((own) => sizes.map((size) => addressAt(2)(blockOf(own, size))))
    .filter((address) => interfacesWithAddress(network, address).length === 0);
};

const couldBeAmazonDns = (network: Network, it: NetworkInterface, packet: Packet): boolean =>
  hasPorts(packet.protocol) &&
  endsOf(packet).some(
    ({ address, port }) =>
      port === 53 && possibleAmazonDns(network, it).some((candidate) => equals(candidate, address)),
  );

const vpcGap = (it: NetworkInterface): Gap => ({
  kind: 'vpc',
  id: it.vpcId,
  needs: it.vpcId === null ? 'aws ec2 describe-vpcs' : `aws ec2 describe-vpcs --vpc-ids ${it.vpcId}`,
});

/** The filter's verdict, asked only for traffic that filters see. */
export const unlessUnfiltered = (
  network: Network,
  it: NetworkInterface,
  packet: Packet,
  judge: () => Verdict,
): Verdict => {
  const found = unfilteredService(network, it, packet);
  if (found !== null)
    return allowed({ kind: 'unfiltered-service', service: found.service, source: found.source });
  const verdict = judge();
  return verdict.outcome === 'denied' && couldBeAmazonDns(network, it, packet)
    ? undetermined([vpcGap(it)], verdict.deciding)
    : verdict;
};
