import * as fc from 'fast-check';
import type { AwsIpPermission, AwsNetworkAclEntry, WrittenPacket } from '../oracle/filter.js';
import type { AwsRoute, RoutedWorld } from '../oracle/path.js';

/**
 * Two VPCs that may be peered, a public subnet with a NAT gateway, an internet gateway, and route tables that lead now
 * here and now there. `eni-a` (10.0.1.10) may be public, `eni-b` is beside it or in another subnet, `eni-f` in the other VPC.
 */
export type Routed = {
  readonly world: RoutedWorld;
  readonly from: string | null;
  readonly packet: WrittenPacket;
};

const from = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const PEERS = [
  '0.0.0.0/0',
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.0.0.0/16',
  '10.2.0.0/16',
  '203.0.113.0/24',
  '10.0.2.0/24',
];
const RANGES: readonly (readonly [number, number])[] = [
  [0, 65535],
  [443, 443],
  [1024, 65535],
  [32768, 65535],
  [0, 32767],
  [40_000, 40_000],
];

const permission: fc.Arbitrary<AwsIpPermission> = fc
  .record({
    protocol: from('tcp', 'tcp', 'udp', '-1', 'icmp'),
    range: from(...RANGES),
    peer: from(...PEERS),
    group: fc.option(from('sg-a', 'sg-b', 'sg-f'), { freq: 4 }),
  })
  .map(({ protocol, range, peer, group }) => ({
    IpProtocol: protocol,
    ...(protocol === '-1'
      ? {}
      : { FromPort: protocol === 'icmp' ? -1 : range[0], ToPort: protocol === 'icmp' ? -1 : range[1] }),
    IpRanges: group === null ? [{ CidrIp: peer }] : [],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: group === null ? [] : [{ GroupId: group }],
  }));

const ANYTHING: AwsIpPermission = {
  IpProtocol: '-1',
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
};

const permissions = fc.oneof(
  { weight: 3, arbitrary: fc.constant<AwsIpPermission[]>([ANYTHING]) },
  { weight: 2, arbitrary: fc.array(permission, { maxLength: 3 }) },
);

/** Security groups whose rules in each direction are drawn from these. */
export const groupsWith = (rules: fc.Arbitrary<AwsIpPermission[]>) => (GroupId: string, VpcId: string) =>
  fc.tuple(rules, rules).map(([IpPermissions, IpPermissionsEgress]) => ({
    GroupId,
    VpcId,
    OwnerId: '111122223333',
    IpPermissions,
    IpPermissionsEgress,
  }));

const group = groupsWith(permissions);

const entry: fc.Arbitrary<Omit<AwsNetworkAclEntry, 'RuleNumber' | 'Egress'>> = fc
  .record({
    action: from('allow' as const, 'allow' as const, 'deny' as const),
    protocol: from('6', '6', '17', '-1', '1'),
    range: from(...RANGES),
    block: from(...PEERS),
  })
  .map(({ action, protocol, range, block }) => ({
    RuleAction: action,
    Protocol: protocol,
    CidrBlock: block,
    ...(protocol === '6' || protocol === '17' ? { PortRange: { From: range[0], To: range[1] } } : {}),
    ...(protocol === '1' ? { IcmpTypeCode: { Type: -1, Code: -1 } } : {}),
  }));

const FINAL = { RuleNumber: 32767, RuleAction: 'deny' as const, Protocol: '-1', CidrBlock: '0.0.0.0/0' };
const ALLOW = { RuleNumber: 100, RuleAction: 'allow' as const, Protocol: '-1', CidrBlock: '0.0.0.0/0' };

const entries = (Egress: boolean): fc.Arbitrary<AwsNetworkAclEntry[]> =>
  fc
    .oneof(
      { weight: 3, arbitrary: fc.constant([ALLOW]) },
      {
        weight: 2,
        arbitrary: fc
          .array(entry, { minLength: 1, maxLength: 3 })
          .map((rows) => rows.map((row, i) => ({ RuleNumber: 10 * (i + 1), ...row }))),
      },
      {
        weight: 1,
        arbitrary: fc
          .array(entry, { maxLength: 2 })
          .map((rows) => [...rows.map((row, i) => ({ RuleNumber: 10 * (i + 1), ...row })), ALLOW]),
      },
    )
    .map((rows) => [...rows, FINAL].map((row) => ({ ...row, Egress })));

const acl = (NetworkAclId: string, VpcId: string, subnets: readonly string[]) =>
  fc.tuple(entries(false), entries(true)).map(([ingress, egress]) => ({
    NetworkAclId,
    VpcId,
    Associations: subnets.map((SubnetId) => ({ SubnetId })),
    Entries: [...egress, ...ingress],
  }));

const DESTINATIONS = [
  '0.0.0.0/0',
  '10.2.0.0/16',
  '203.0.113.0/24',
  '10.2.1.0/24',
  '10.0.0.0/16',
  '10.0.1.0/24',
];

const target: fc.Arbitrary<Partial<AwsRoute>> = from<Partial<AwsRoute>>(
  { GatewayId: 'igw-1', State: 'active' },
  { GatewayId: 'igw-1', State: 'active' },
  { NatGatewayId: 'nat-1', State: 'active' },
  { NatGatewayId: 'nat-1', State: 'active' },
  { VpcPeeringConnectionId: 'pcx-1', State: 'active' },
  { VpcPeeringConnectionId: 'pcx-1', State: 'active' },
  { NatGatewayId: 'nat-gone', State: 'blackhole' },
);

/** No gateway of another VPC can be the target of a route. */
const peered: fc.Arbitrary<Partial<AwsRoute>> = from<Partial<AwsRoute>>(
  { VpcPeeringConnectionId: 'pcx-1', State: 'active' },
  { VpcPeeringConnectionId: 'pcx-1', State: 'blackhole' },
);

const routes = (
  block: string,
  useful: readonly AwsRoute[],
  to: fc.Arbitrary<Partial<AwsRoute>> = target,
): fc.Arbitrary<AwsRoute[]> =>
  fc
    .tuple(
      fc.subarray([...useful]),
      fc.uniqueArray(
        fc.tuple(from(...DESTINATIONS.filter((one) => one !== block && one !== '10.0.1.0/24')), to),
        {
          maxLength: 2,
          selector: ([destination]) => destination,
        },
      ),
    )
    .map(([wanted, stray]) => {
      const chosen = [
        ...wanted,
        ...stray.map(
          ([DestinationCidrBlock, leadsTo]): AwsRoute => ({
            DestinationCidrBlock,
            Origin: 'CreateRoute',
            State: 'active',
            ...leadsTo,
          }),
        ),
      ];
      const local: AwsRoute = {
        DestinationCidrBlock: block,
        GatewayId: 'local',
        State: 'active',
        Origin: 'CreateRouteTable',
      };
      return [
        local,
        ...chosen.filter(
          (one, i) =>
            chosen.findIndex((other) => other.DestinationCidrBlock === one.DestinationCidrBlock) === i,
        ),
      ];
    });

const active = (DestinationCidrBlock: string, to: Partial<AwsRoute>): AwsRoute => ({
  DestinationCidrBlock,
  State: 'active',
  Origin: 'CreateRoute',
  ...to,
});

const networkInterface = (
  id: string,
  VpcId: string,
  SubnetId: string,
  address: string,
  groups: readonly string[],
  publicIp: string | null,
) => ({
  NetworkInterfaceId: id,
  VpcId,
  SubnetId,
  OwnerId: '111122223333',
  InterfaceType: id === 'eni-nat' ? 'nat_gateway' : 'interface',
  SourceDestCheck: id !== 'eni-nat',
  Groups: groups.map((GroupId) => ({ GroupId })),
  PrivateIpAddress: address,
  PrivateIpAddresses: [
    {
      PrivateIpAddress: address,
      Primary: true,
      ...(publicIp === null ? {} : { Association: { PublicIp: publicIp } }),
    },
  ],
  Ipv6Addresses: [],
});

const OUTSIDE = '203.0.113.7';

export const routedWorld: fc.Arbitrary<Routed> = fc
  .record({
    groups: fc.tuple(group('sg-a', 'vpc-1'), group('sg-b', 'vpc-1'), group('sg-f', 'vpc-2')),
    acls: fc.tuple(
      acl('acl-1', 'vpc-1', ['subnet-1', 'subnet-3']),
      acl('acl-2', 'vpc-1', ['subnet-2']),
      acl('acl-f', 'vpc-2', ['subnet-f']),
    ),
    main: routes('10.0.0.0/16', [
      active('0.0.0.0/0', { NatGatewayId: 'nat-1' }),
      active('10.2.0.0/16', { VpcPeeringConnectionId: 'pcx-1' }),
    ]),
    one: fc.option(
      routes('10.0.0.0/16', [
        active('0.0.0.0/0', { GatewayId: 'igw-1' }),
        active('10.2.0.0/16', { VpcPeeringConnectionId: 'pcx-1' }),
      ]),
      { freq: 1 },
    ),
    two: routes('10.0.0.0/16', [active('0.0.0.0/0', { GatewayId: 'igw-1' })]),
    far: routes('10.2.0.0/16', [active('10.0.0.0/16', { VpcPeeringConnectionId: 'pcx-1' })], peered),
    isPublic: fc.boolean(),
    near: fc.boolean(),
    peering: from('active', 'active', 'active', 'deleted'),
    ends: from(
      ['eni-a', '10.0.3.10'],
      ['eni-a', '10.2.1.10'],
      ['eni-a', OUTSIDE],
      ['eni-a', OUTSIDE],
      ['eni-b', '10.0.1.10'],
      ['eni-f', '10.0.1.10'],
      [null, '198.51.100.5'],
      ['eni-b', '198.51.100.5'],
    ) as fc.Arbitrary<[string | null, string]>,
    protocol: from(6, 6, 6, 17, 1),
    sourcePort: from(40_000, 1025, 50_000),
  })
  .map(({ groups, acls, main, one, two, far, isPublic, near, peering, ends, protocol, sourcePort }) => {
    const b = near ? ['subnet-1', '10.0.1.20'] : ['subnet-3', '10.0.3.10'];
    const addresses: Readonly<Record<string, string>> = {
      'eni-a': '10.0.1.10',
      'eni-b': b[1] as string,
      'eni-f': '10.2.1.10',
    };
    const [fromId, wanted] = ends;
    const isPortless = protocol === 1;
    const table = (RouteTableId: string, VpcId: string, SubnetId: string | null, Routes: AwsRoute[]) => ({
      RouteTableId,
      VpcId,
      Associations: [SubnetId === null ? { Main: true } : { Main: false, SubnetId }],
      Routes,
    });
    return {
      from: fromId,
      packet: {
        source: fromId === null ? OUTSIDE : (addresses[fromId] as string),
        destination: wanted === '10.0.3.10' ? (b[1] as string) : wanted,
        protocol,
        sourcePort: isPortless ? null : sourcePort,
        destinationPort: isPortless ? null : 443,
        icmpType: isPortless ? 8 : null,
        icmpCode: isPortless ? 0 : null,
      },
      world: {
        SecurityGroups: [...groups],
        NetworkAcls: [...acls],
        NetworkInterfaces: [
          networkInterface(
            'eni-a',
            'vpc-1',
            'subnet-1',
            '10.0.1.10',
            ['sg-a'],
            isPublic || fromId === null ? '198.51.100.5' : null,
          ),
          networkInterface('eni-b', 'vpc-1', b[0] as string, b[1] as string, ['sg-b'], null),
          networkInterface('eni-f', 'vpc-2', 'subnet-f', '10.2.1.10', ['sg-f'], null),
          networkInterface('eni-nat', 'vpc-1', 'subnet-2', '10.0.2.5', [], '198.51.100.9'),
        ],
        Vpcs: [
          { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' },
          { VpcId: 'vpc-2', CidrBlock: '10.2.0.0/16' },
        ],
        Subnets: [
          { SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' },
          { SubnetId: 'subnet-2', VpcId: 'vpc-1', CidrBlock: '10.0.2.0/24' },
          { SubnetId: 'subnet-3', VpcId: 'vpc-1', CidrBlock: '10.0.3.0/24' },
          { SubnetId: 'subnet-f', VpcId: 'vpc-2', CidrBlock: '10.2.1.0/24' },
        ],
        RouteTables: [
          table('rtb-main', 'vpc-1', null, main),
          ...(one === null ? [] : [table('rtb-1', 'vpc-1', 'subnet-1', one)]),
          table('rtb-2', 'vpc-1', 'subnet-2', two),
          table('rtb-f', 'vpc-2', null, far),
        ],
        InternetGateways: [
          { InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] },
        ],
        NatGateways: [
          {
            NatGatewayId: 'nat-1',
            VpcId: 'vpc-1',
            SubnetId: 'subnet-2',
            State: 'available',
            ConnectivityType: 'public',
            NatGatewayAddresses: [
              { NetworkInterfaceId: 'eni-nat', PrivateIp: '10.0.2.5', PublicIp: '198.51.100.9' },
            ],
          },
        ],
        VpcPeeringConnections: [
          {
            VpcPeeringConnectionId: 'pcx-1',
            Status: { Code: peering },
            RequesterVpcInfo: { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', Region: 'eu-west-1' },
            AccepterVpcInfo: { VpcId: 'vpc-2', CidrBlock: '10.2.0.0/16', Region: 'eu-west-1' },
          },
        ],
      },
    };
  });
