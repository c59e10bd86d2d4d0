import {
  EVERYTHING,
  type Network,
  type Question,
  type Report,
  readAnswers,
  readText,
  troubleshoot,
} from '../../src/index.js';
import { FORMAT } from './simulator.js';

/** A VPC of two subnets, each with one interface, where everything is open; a test closes what it is about. */

type Entry = readonly [
  number: number,
  action: 'allow' | 'deny',
  protocol: string,
  block: string,
  ports?: readonly [number, number],
];

export type Doors = {
  readonly aclA?: { readonly in?: readonly Entry[]; readonly out?: readonly Entry[] };
  readonly aclB?: { readonly in?: readonly Entry[]; readonly out?: readonly Entry[] };
  readonly groupA?: { readonly in?: readonly unknown[]; readonly out?: readonly unknown[] };
  readonly groupB?: { readonly in?: readonly unknown[]; readonly out?: readonly unknown[] };
  readonly sharedAcl?: boolean;
  readonly moreInterfaces?: readonly unknown[];
  readonly isInstance?: boolean;
};

export const OPEN = {
  IpProtocol: '-1',
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  Ipv6Ranges: [{ CidrIpv6: '::/0' }],
};

export const tcpFrom = (CidrIp: string, port: number) => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  IpRanges: [{ CidrIp }],
});

const OPEN_ENTRIES: readonly Entry[] = [
  [100, 'allow', '-1', '0.0.0.0/0'],
  [101, 'allow', '-1', '::/0'],
];

const row = (Egress: boolean, [RuleNumber, RuleAction, Protocol, block, ports]: Entry) => ({
  RuleNumber,
  RuleAction,
  Egress,
  Protocol,
  ...(block.includes(':') ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
  ...(ports === undefined ? {} : { PortRange: { From: ports[0], To: ports[1] } }),
});

const FINAL: readonly Entry[] = [
  [32_767, 'deny', '-1', '0.0.0.0/0'],
  [32_768, 'deny', '-1', '::/0'],
];

const acl = (id: string, subnets: readonly string[], doors: Doors['aclA'] = {}) => ({
  NetworkAclId: id,
  VpcId: 'vpc-1',
  Associations: subnets.map((SubnetId) => ({ SubnetId })),
  Entries: [
    ...[...(doors.in ?? OPEN_ENTRIES), ...FINAL].map((one) => row(false, one)),
    ...[...(doors.out ?? OPEN_ENTRIES), ...FINAL].map((one) => row(true, one)),
  ],
});

const group = (id: string, doors: Doors['groupA'] = {}) => ({
  GroupId: id,
  VpcId: 'vpc-1',
  OwnerId: '111122223333',
  IpPermissions: doors.in ?? [OPEN],
  IpPermissionsEgress: doors.out ?? [OPEN],
});

export const eni = (
  name: string,
  subnet: number,
  last: number,
  isInstance: boolean,
  groupId = `sg-${name}`,
) => ({
  NetworkInterfaceId: `eni-${name}`,
  VpcId: 'vpc-1',
  SubnetId: `subnet-${subnet}`,
  OwnerId: '111122223333',
  Groups: [{ GroupId: groupId }],
  PrivateIpAddress: `10.0.${subnet}.${last}`,
  Ipv6Addresses: [{ Ipv6Address: `2001:db8:0:${subnet}::${last}` }],
  ...(isInstance ? { Attachment: { InstanceId: `i-${name}` } } : {}),
});

export const answers = (doors: Doors = {}): readonly Readonly<Record<string, readonly unknown[]>>[] => [
  { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] },
  {
    Subnets: [1, 2].map((n) => ({
      SubnetId: `subnet-${n}`,
      VpcId: 'vpc-1',
      CidrBlock: `10.0.${n}.0/24`,
      Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: `2001:db8:0:${n}::/64` }],
    })),
  },
  { SecurityGroups: [group('sg-a', doors.groupA), group('sg-b', doors.groupB)] },
  {
    NetworkAcls: doors.sharedAcl
      ? [acl('acl-b', ['subnet-1', 'subnet-2'], doors.aclB)]
      : [acl('acl-a', ['subnet-1'], doors.aclA), acl('acl-b', ['subnet-2'], doors.aclB)],
  },
  {
    NetworkInterfaces: [
      eni('a', 1, 10, doors.isInstance ?? true),
      eni('b', 2, 10, true),
      ...(doors.moreInterfaces ?? []),
    ],
  },
  {
    FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'ALL', MaxAggregationInterval: 60 }],
  },
];

export const without =
  (...keys: readonly string[]) =>
  (all: ReturnType<typeof answers>): ReturnType<typeof answers> =>
    all.filter((one) => !Object.keys(one).some((key) => keys.includes(key)));

const START = 1_700_000_000;

type Line = {
  readonly at?: string;
  readonly action?: 'ACCEPT' | 'REJECT';
  readonly flags?: number;
  readonly later?: number;
  readonly sourcePort?: number;
  readonly packets?: number;
};

const A = '10.0.1.10';
const B = '10.0.2.10';

const line = (source: string, destination: string, ports: string, protocol: number, more: Line): string => {
  const start = START + (more.later ?? 0);
  const packets = more.packets ?? 4;
  return `${more.at ?? 'eni-b'} ${source} ${destination} ${ports} ${protocol} ${packets} ${84 * packets} ${start} ${start + 60} ${more.action ?? 'ACCEPT'} ${more.flags ?? '-'} OK`;
};

/** From interface a to port 443 of interface b. */
export const request = (more: Line = {}): string => line(A, B, `${more.sourcePort ?? 40_000} 443`, 6, more);
export const reply = (more: Line = {}): string => line(B, A, `443 ${more.sourcePort ?? 40_000}`, 6, more);
export const ping = (more: Line = {}): string => line(A, B, '0 0', 1, more);
export const pong = (more: Line = {}): string => line(B, A, '0 0', 1, more);
/** An interval without data: the log goes that far. */
export const idle = (at: string, later: number): string =>
  `${at} - - - - - - - ${START + later} ${START + later + 60} - - NODATA`;

export const explainBy = (
  documents: readonly unknown[],
  lines: readonly string[],
  question: Question = { ...EVERYTHING, all: true },
): Report => {
  return explainIn(
    readAnswers(documents.map((json) => ({ source: 'network.json', json }))).network,
    lines,
    question,
  );
};

export const explainIn = (
  network: Network,
  lines: readonly string[],
  question: Question = { ...EVERYTHING, all: true },
): Report => {
  const { batches, problems } = readText([FORMAT, ...lines].join('\n'), { source: 'flow.log' });
  return troubleshoot({ batches, problems, network, question });
};
