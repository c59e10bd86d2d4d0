import { addressAt } from '../address/cidr.js';
import { equals, type IpAddress, print } from '../address/ip-address.js';
import { interfacesWithAddress } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { Vpc } from '../network/vpc.js';
import { type Protocol, TCP, UDP } from '../traffic/protocol.js';
import type { TrafficFilter } from '../traffic/traffic-filter.js';

export type NeverLoggedCode =
  | 'never-logged-instance-metadata'
  | 'never-logged-time-sync'
  | 'never-logged-dhcp'
  | 'never-logged-amazon-dns'
  | 'never-logged-windows-licensing';

/** Traffic of which the flow-log service writes no record, whatever the flow log is set to. */
export type NeverLogged = {
  readonly code: NeverLoggedCode;
  /** Addresses of the service; `any` where the ports alone tell it. */
  readonly addresses: readonly string[] | 'any';
  /** Those of `addresses` that AWS's list of what is not logged does not name, though the service is the same. */
  readonly assumed?: readonly string[];
  /** The service also answers at this offset of the primary block of each VPC. */
  readonly vpcOffset: number | null;
  /** Null: every protocol. */
  readonly protocols: readonly Protocol[] | null;
  /** Ports of the service. Null: every port of its addresses. */
  readonly ports: readonly number[] | null;
  /** `documented`: the limitations page names it; each address comes from `addressSource`. */
  readonly basis: 'documented' | 'assumed' | 'observed';
  readonly source: string;
  readonly addressSource: string;
};

const LIMITATIONS = 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html';
const EC2 = 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide';

/** One row per kind; an own DNS server, public NTP and an own KMS host match none and are logged as any traffic. */
export const NEVER_LOGGED = [
  {
    code: 'never-logged-instance-metadata',
    addresses: ['169.254.169.254', 'fd00:ec2::254'],
    assumed: ['fd00:ec2::254'],
    vpcOffset: null,
    protocols: null,
    ports: null,
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: `${EC2}/instancedata-data-retrieval.html`,
  },
  {
    code: 'never-logged-time-sync',
    addresses: ['169.254.169.123', 'fd00:ec2::123'],
    assumed: ['fd00:ec2::123'],
    vpcOffset: null,
    protocols: null,
    ports: null,
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: `${EC2}/configure-ec2-ntp.html`,
  },
  {
    code: 'never-logged-dhcp',
    addresses: 'any',
    vpcOffset: null,
    protocols: [UDP],
    ports: [67, 68, 546, 547],
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: 'https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html',
  },
  {
    code: 'never-logged-amazon-dns',
    addresses: ['169.254.169.253', 'fd00:ec2::253'],
    vpcOffset: 2,
    protocols: [UDP, TCP],
    ports: [53],
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: 'https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html',
  },
  {
    code: 'never-logged-windows-licensing',
    addresses: ['169.254.169.250', '169.254.169.251', 'fd00:ec2::250'],
    vpcOffset: null,
    protocols: [TCP],
    ports: [1688],
    basis: 'documented',
    source: LIMITATIONS,
    addressSource: `${EC2}/common-messages.html`,
  },
] as const satisfies readonly NeverLogged[];

/** The VPCs whose server it can be: those of the interfaces at the ends, else any. */
const vpcsOf = (network: Network, ends: readonly IpAddress[]): readonly Vpc[] => {
  const own = ends.flatMap((end) => interfacesWithAddress(network, end)).map(({ vpcId }) => vpcId);
  const all = [...network.vpcs.values()];
  return own.length === 0 ? all : all.filter(({ id }) => own.includes(id));
};

const isServerOf =
  (offset: number, vpcs: readonly Vpc[]) =>
  (address: IpAddress): boolean =>
    vpcs.some(({ primaryCidr }) => primaryCidr !== null && equals(addressAt(offset)(primaryCidr), address));

const matches =
  (network: Network, { source, destination, protocol, port, sourcePort }: TrafficFilter) =>
  (row: NeverLogged): boolean => {
    const ends = [source, destination].filter((end) => end !== null);
    const ports = [port, sourcePort].filter((it) => it !== null);
    const literal = ends.some((end) => row.addresses !== 'any' && row.addresses.includes(print(end)));
    const inVpc = row.vpcOffset !== null && ends.some(isServerOf(row.vpcOffset, vpcsOf(network, ends)));
    const byPort = row.addresses === 'any' && ports.length > 0;
    if (!literal && !inVpc && !byPort) return false;
    if (protocol !== null && row.protocols !== null && !row.protocols.includes(protocol)) return false;
    return row.ports === null || ports.length === 0 || ports.some((it) => row.ports?.includes(it));
  };

/** Traffic told by its ports alone is that service only if it is UDP, and an address that AWS does not list is a guess. */
const isAssumed = ({ source, destination, protocol }: TrafficFilter, row: NeverLogged): boolean =>
  (row.addresses === 'any' && protocol === null) ||
  [source, destination].some((end) => end !== null && (row.assumed?.includes(print(end)) ?? false));

/** The row that says why traffic like this leaves no record; null when records of it are to be expected. */
export const neverLogged = (network: Network, filter: TrafficFilter): NeverLogged | null => {
  const row = (NEVER_LOGGED as readonly NeverLogged[]).find(matches(network, filter)) ?? null;
  return row !== null && isAssumed(filter, row) ? { ...row, basis: 'assumed' } : row;
};
