import * as fc from 'fast-check';
import type {
  AwsIpPermission,
  AwsNetworkAcl,
  AwsNetworkAclEntry,
  AwsNetworkInterface,
  AwsPrefixList,
  AwsSecurityGroup,
  AwsWorld,
  WrittenPacket,
} from '../oracle/filter.js';
import { isIpv6Text, numberOf } from '../oracle/filter.js';

/**
 * Small VPCs in the JSON that AWS prints, and packets drawn near the edges of their rules. Everything is built, nothing
 * is filtered out. The judged interface is always `eni-1` in `subnet-1`.
 */

const V4_BLOCKS = [
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '10.0.0.0/8',
  '10.0.0.0/16',
  '10.0.1.0/24',
  '10.0.2.0/24',
  '10.0.2.0/23',
  '10.0.2.128/25',
  '10.0.2.10/32',
  '10.0.2.11/32',
  '192.0.2.0/28',
  '255.255.255.255/32',
];
const V6_BLOCKS = [
  '::/0',
  '2001:db8::/32',
  '2001:db8:0:2::/64',
  '2001:db8:0:2::10/128',
  '2001:db8:0:2::/126',
  'fd00:1::/32',
  '8000::/1',
];

const PORTS = [0, 1, 22, 53, 80, 443, 1023, 1024, 5432, 32768, 61000, 65535];
const TYPES = [-1, 0, 3, 8, 11, 128, 129];
const CODES = [-1, 0, 4];

const from = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** One range in three is "all ports", as in real rules: connection tracking turns on it. */
const portRange = fc.oneof(
  { weight: 1, arbitrary: from({ from: 0, to: 65535 }, { from: 1, to: 65535 }, { from: 0, to: 65534 }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(from(...PORTS), from(...PORTS))
      .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
  },
);

const typeCode = fc
  .tuple(from(...TYPES), from(...CODES))
  .map(([type, code]) => ({ type, code: type === -1 ? -1 : code }));

const permissionTraffic: fc.Arbitrary<Pick<AwsIpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'>> = fc.oneof(
  fc.record({ IpProtocol: from('tcp', 'udp'), range: portRange }).map(({ IpProtocol, range }) => ({
    IpProtocol,
    FromPort: range.from,
    ToPort: range.to,
  })),
  fc.record({ IpProtocol: from('icmp', 'icmpv6'), icmp: typeCode }).map(({ IpProtocol, icmp }) => ({
    IpProtocol,
    FromPort: icmp.type,
    ToPort: icmp.code,
  })),
  from({ IpProtocol: '-1' }, { IpProtocol: '47' }, { IpProtocol: '47', FromPort: 80, ToPort: 80 }),
);

export const GROUP_IDS = ['sg-1', 'sg-2', 'sg-3', 'sg-4'];

const oftenAny = (any: string, blocks: readonly string[]): fc.Arbitrary<string[]> =>
  fc.oneof(fc.constant<string[]>([any]), fc.subarray([...blocks], { maxLength: 2 }));

const PREFIX_LIST_IDS = ['pl-4', 'pl-6', 'pl-empty'];

const ipPermission: fc.Arbitrary<AwsIpPermission> = fc
  .record({
    traffic: permissionTraffic,
    v4: oftenAny('0.0.0.0/0', V4_BLOCKS),
    v6: oftenAny('::/0', V6_BLOCKS),
    groups: fc.array(
      fc.record(
        { GroupId: from(...GROUP_IDS), PeeringStatus: from('active', 'deleted') },
        { requiredKeys: ['GroupId'] },
      ),
      { maxLength: 2 },
    ),
    lists: fc.subarray(PREFIX_LIST_IDS, { maxLength: 1 }),
  })
  .map(({ traffic, v4, v6, groups, lists }) => ({
    ...traffic,
    IpRanges: v4.map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: v6.map((CidrIpv6) => ({ CidrIpv6 })),
    PrefixListIds: lists.map((PrefixListId) => ({ PrefixListId })),
    UserIdGroupPairs: groups,
  }));

const securityGroup = (GroupId: string): fc.Arbitrary<AwsSecurityGroup> =>
  fc.record({
    GroupId: fc.constant(GroupId),
    VpcId: fc.constant('vpc-1'),
    OwnerId: fc.constant('111122223333'),
    IpPermissions: fc.array(ipPermission, { maxLength: 3 }),
    IpPermissionsEgress: fc.array(ipPermission, { maxLength: 3 }),
  });

const entryTraffic: fc.Arbitrary<Pick<AwsNetworkAclEntry, 'Protocol' | 'PortRange' | 'IcmpTypeCode'>> =
  fc.oneof(
    fc.record({ Protocol: from('6', '17'), range: portRange }).map(({ Protocol, range }) => ({
      Protocol,
      PortRange: { From: range.from, To: range.to },
    })),
    fc.record({ Protocol: from('1', '58'), icmp: typeCode }).map(({ Protocol, icmp }) => ({
      Protocol,
      IcmpTypeCode: { Type: icmp.type, Code: icmp.code },
    })),
    from({ Protocol: '-1' }, { Protocol: '6' }, { Protocol: '47' }),
  );

const entryBlock = fc.oneof(
  from(...V4_BLOCKS).map((CidrBlock) => ({ CidrBlock })),
  from(...V6_BLOCKS).map((Ipv6CidrBlock) => ({ Ipv6CidrBlock })),
);

export const networkAclEntry: fc.Arbitrary<Omit<AwsNetworkAclEntry, 'RuleNumber' | 'Egress'>> = fc
  .record({ action: from('allow' as const, 'deny' as const), traffic: entryTraffic, block: entryBlock })
  .map(({ action, traffic, block }) => ({ RuleAction: action, ...traffic, ...block }));

const FINAL_DENIES: readonly AwsNetworkAclEntry[] = [true, false].flatMap((Egress) => [
  { RuleNumber: 32767, RuleAction: 'deny', Egress, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
  { RuleNumber: 32768, RuleAction: 'deny', Egress, Protocol: '-1', Ipv6CidrBlock: '::/0' },
]);

const entries = (Egress: boolean): fc.Arbitrary<AwsNetworkAclEntry[]> =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 32764 }), networkAclEntry), {
      maxLength: 6,
      selector: ([number]) => number,
    })
    .map((pairs) => pairs.map(([RuleNumber, entry]) => ({ RuleNumber, Egress, ...entry })));

/** What every second list ends with: without it most packets would only ever meet the final deny. */
const OPEN_END: readonly AwsNetworkAclEntry[] = [true, false].flatMap((Egress) => [
  { RuleNumber: 32765, RuleAction: 'allow', Egress, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
  { RuleNumber: 32766, RuleAction: 'allow', Egress, Protocol: '-1', Ipv6CidrBlock: '::/0' },
]);

/** As AWS answers: in no promised order, with the final denies; or as Terraform keeps it: without them. */
const networkAcl: fc.Arbitrary<AwsNetworkAcl> = fc
  .record({
    ingress: entries(false),
    egress: entries(true),
    showsFinalDeny: fc.boolean(),
    endsOpen: fc.boolean(),
  })
  .map(({ ingress, egress, showsFinalDeny, endsOpen }) => ({
    NetworkAclId: 'acl-1',
    VpcId: 'vpc-1',
    Associations: [{ SubnetId: 'subnet-1' }],
    Entries: [...(endsOpen ? OPEN_END : []), ...egress, ...(showsFinalDeny ? FINAL_DENIES : []), ...ingress],
  }));

/** Each list is of one family; every third time a list holds the whole of it. */
const prefixList = (
  PrefixListId: string,
  any: string,
  blocks: readonly string[],
): fc.Arbitrary<AwsPrefixList> =>
  fc
    .tuple(
      fc.subarray(
        [...blocks].filter((block) => block !== any),
        { maxLength: 3 },
      ),
      from(true, false, false),
    )
    .map(([some, isOpen]) => ({
      PrefixListId,
      Entries: (isOpen ? [...some, any] : some).map((Cidr) => ({ Cidr })),
    }));

const networkInterface = (
  id: string,
  v4: string,
  v6: string,
  least: number,
  prefixes: { v4: string; v6: string } | null = null,
) =>
  fc.subarray(GROUP_IDS, { minLength: least, maxLength: 3 }).map(
    (groups): AwsNetworkInterface => ({
      NetworkInterfaceId: id,
      VpcId: 'vpc-1',
      SubnetId: 'subnet-1',
      OwnerId: '111122223333',
      Groups: groups.map((GroupId) => ({ GroupId })),
      PrivateIpAddresses: [{ PrivateIpAddress: v4 }],
      Ipv6Addresses: [{ Ipv6Address: v6 }],
      Ipv4Prefixes: prefixes === null ? [] : [{ Ipv4Prefix: prefixes.v4 }],
      Ipv6Prefixes: prefixes === null ? [] : [{ Ipv6Prefix: prefixes.v6 }],
    }),
  );

export const awsWorld: fc.Arbitrary<AwsWorld> = fc.record({
  SecurityGroups: fc.tuple(...GROUP_IDS.map(securityGroup)),
  NetworkAcls: fc.tuple(networkAcl),
  NetworkInterfaces: fc.tuple(
    networkInterface('eni-1', '10.0.1.10', '2001:db8:0:1::10', 1),
    networkInterface('eni-2', '10.0.2.10', '2001:db8:0:2::10', 0),
    networkInterface('eni-3', '10.0.2.11', '2001:db8:0:2::11', 0),
    networkInterface('eni-4', '10.0.3.12', '2001:db8:0:3::12', 0, {
      v4: '10.0.3.32/28',
      v6: '2001:db8:0:3:1::/80',
    }),
  ),
  PrefixLists: fc.tuple(
    prefixList('pl-4', '0.0.0.0/0', V4_BLOCKS),
    prefixList('pl-6', '::/0', V6_BLOCKS),
    fc.constant<AwsPrefixList>({ PrefixListId: 'pl-empty', Entries: [] }),
  ),
});

const textOf = (value: bigint, isIpv6: boolean): string =>
  isIpv6
    ? Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(':')
    : Array.from({ length: 4 }, (_, i) => String((value >> BigInt(24 - 8 * i)) & 0xffn)).join('.');

/** The addresses at both edges of a block, and just outside. */
const edgesOf = (block: string): readonly string[] => {
  const [base = '', length = ''] = block.split('/');
  const bits = isIpv6Text(base) ? 128 : 32;
  const size = 2n ** BigInt(bits - Number(length));
  const first = numberOf(base);
  return [first - 1n, first, first + size - 1n, first + size]
    .filter((value) => value >= 0n && value < 2n ** BigInt(bits))
    .map((value) => textOf(value, bits === 128));
};

const PEERS_V4 = [...new Set(['10.0.2.10', '10.0.2.11', '10.0.3.12', ...V4_BLOCKS.flatMap(edgesOf)])];
const PEERS_V6 = [
  ...new Set(['2001:db8:0:2::10', '2001:db8:0:2::11', '2001:db8:0:3::12', ...V6_BLOCKS.flatMap(edgesOf)]),
];
const PACKET_PORTS = [...new Set(PORTS.flatMap((port) => [port - 1, port, port + 1]))].filter(isPort);

function isPort(port: number): boolean {
  return port >= 0 && port <= 65535;
}

/** What a packet must be like to come near one rule. */
type Target = {
  readonly protocols: readonly number[];
  readonly peers: readonly string[];
  readonly ports: readonly number[];
  readonly types: readonly number[];
  readonly codes: readonly number[];
};

const ANYTHING: Target = {
  protocols: [1, 6, 6, 17, 47, 58],
  peers: [...PEERS_V4, ...PEERS_V6],
  ports: PACKET_PORTS,
  types: [0, 1, 3, 8, 11, 128, 129, 255],
  codes: [0, 1, 4],
};

const PROTOCOLS: Readonly<Record<string, readonly number[]>> = {
  tcp: [6],
  udp: [17],
  icmp: [1],
  icmpv6: [58],
  '-1': ANYTHING.protocols,
};

const near = (low: number | undefined, high: number | undefined): readonly number[] =>
  [low ?? 0, low ?? 0, high ?? 65535, (low ?? 0) - 1, (high ?? 65535) + 1].filter(isPort);

/** A type or code of a rule; ports of other rules, which stand in the same place, are none. */
const exactly = (value: number | undefined, otherwise: readonly number[]): readonly number[] =>
  value === undefined || value < 0 || value > 255 ? otherwise : [value];

const permissionTargets = (world: AwsWorld, permission: AwsIpPermission): readonly Target[] => {
  const members = world.NetworkInterfaces.filter((one) =>
    permission.UserIdGroupPairs.some((pair) => one.Groups.some((group) => group.GroupId === pair.GroupId)),
  );
  const lists = (world.PrefixLists ?? []).filter((list) =>
    permission.PrefixListIds.some(({ PrefixListId }) => PrefixListId === list.PrefixListId),
  );
  const peers = [
    ...lists.flatMap((list) => list.Entries.flatMap((row) => edgesOf(row.Cidr))),
    ...permission.IpRanges.flatMap((range) => edgesOf(range.CidrIp)),
    ...permission.Ipv6Ranges.flatMap((range) => edgesOf(range.CidrIpv6)),
    ...members.flatMap((one) => one.PrivateIpAddresses.map((own) => own.PrivateIpAddress)),
    ...members.flatMap((one) => one.Ipv6Addresses.map((own) => own.Ipv6Address)),
    ...members.flatMap((one) => (one.Ipv4Prefixes ?? []).flatMap((own) => edgesOf(own.Ipv4Prefix))),
    ...members.flatMap((one) => (one.Ipv6Prefixes ?? []).flatMap((own) => edgesOf(own.Ipv6Prefix))),
  ];
  const target = {
    protocols: PROTOCOLS[permission.IpProtocol] ?? [Number(permission.IpProtocol)],
    peers,
    ports: near(permission.FromPort, permission.ToPort),
    types: exactly(permission.FromPort, ANYTHING.types),
    codes: exactly(permission.ToPort, ANYTHING.codes),
  };
  return peers.length === 0 ? [] : [target];
};

const entryTarget = (row: AwsNetworkAclEntry): Target => ({
  protocols: PROTOCOLS[row.Protocol] ?? [Number(row.Protocol)],
  peers: edgesOf(row.CidrBlock ?? row.Ipv6CidrBlock ?? ''),
  ports: near(row.PortRange?.From, row.PortRange?.To),
  types: exactly(row.IcmpTypeCode?.Type, ANYTHING.types),
  codes: exactly(row.IcmpTypeCode?.Code, ANYTHING.codes),
});

const targetsOf = (world: AwsWorld, egress: boolean): readonly Target[] => {
  const attached = world.NetworkInterfaces[0]?.Groups.map((group) => group.GroupId) ?? [];
  const permissions = world.SecurityGroups.filter((group) => attached.includes(group.GroupId)).flatMap(
    (group) => (egress ? group.IpPermissionsEgress : group.IpPermissions),
  );
  return [
    ANYTHING,
    ...permissions.flatMap((permission) => permissionTargets(world, permission)),
    ...world.NetworkAcls.flatMap((acl) =>
      acl.Entries.filter((row) => row.Egress === egress && row.RuleNumber < 32767).map(entryTarget),
    ),
  ];
};

const OWN_V4 = '10.0.1.10';
const OWN_V6 = '2001:db8:0:1::10';

/** A packet aimed at one rule; now and then a field goes astray. */
const aimedAt = (target: Target, egress: boolean): fc.Arbitrary<WrittenPacket> => {
  const mostly = <K extends keyof Target>(key: K) =>
    fc.oneof(
      { weight: 7, arbitrary: from(...target[key]) },
      { weight: 1, arbitrary: from(...ANYTHING[key]) },
    ) as fc.Arbitrary<Target[K][number]>;
  return fc
    .record({
      protocol: mostly('protocols'),
      peer: mostly('peers'),
      sourcePort: from(...PACKET_PORTS),
      destinationPort: mostly('ports'),
      icmpType: mostly('types'),
      icmpCode: mostly('codes'),
    })
    .map(({ protocol, peer, sourcePort, destinationPort, icmpType, icmpCode }) => {
      const own = isIpv6Text(peer) ? OWN_V6 : OWN_V4;
      const hasPorts = protocol === 6 || protocol === 17;
      const isIcmp = protocol === 1 || protocol === 58;
      return {
        source: egress ? own : peer,
        destination: egress ? peer : own,
        protocol,
        sourcePort: hasPorts ? sourcePort : null,
        destinationPort: hasPorts ? destinationPort : null,
        icmpType: isIcmp ? icmpType : null,
        icmpCode: isIcmp ? icmpCode : null,
      };
    });
};

export type WorldAndPacket = {
  readonly world: AwsWorld;
  readonly egress: boolean;
  readonly packet: WrittenPacket;
};

/** A world, a direction, and a packet between `eni-1` and somebody that comes near a rule of that direction. */
export const worldAndPacket: fc.Arbitrary<WorldAndPacket> = fc
  .tuple(awsWorld, fc.boolean())
  .chain(([world, egress]) =>
    from(...targetsOf(world, egress))
      .chain((target) => aimedAt(target, egress))
      .map((packet) => ({ world, egress, packet })),
  );

/** A world and many packets that come in near its rules. */
export const worldAndPackets: fc.Arbitrary<{
  readonly world: AwsWorld;
  readonly packets: readonly WrittenPacket[];
}> = awsWorld.chain((world) =>
  fc
    .array(
      from(...targetsOf(world, false)).chain((target) => aimedAt(target, false)),
      { minLength: 40, maxLength: 60 },
    )
    .map((packets) => ({ world, packets })),
);
