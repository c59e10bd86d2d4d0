import * as fc from 'fast-check';
import type { Addressed, AwsRoute, ConnectedWorld } from '../oracle/connected-path.js';
import type { AwsIpPermission, AwsNetworkAclEntry, WrittenPacket } from '../oracle/filter.js';
import { groupsWith } from './routed-world.js';

/**
 * Two VPCs with IPv4 and IPv6 that a peering connection and a transit gateway may join, an internet gateway, an
 * egress-only one, endpoints, a load balancer before `eni-b`, a VPN, and Block Public Access. `eni-a` (10.0.1.10) asks,
 * or is asked.
 */
export type Connected = {
  readonly world: ConnectedWorld;
  readonly from: string | null;
  readonly packet: WrittenPacket;
};

const from = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const PEERS4 = [
  '0.0.0.0/0',
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.2.0.0/16',
  '10.0.1.10/32',
  '10.0.2.0/24',
  '203.0.113.0/24',
];
const PEERS6 = ['::/0', '2001:db8:1::/56', '2001:db8:2::/56'];
const RANGES: readonly (readonly [number, number])[] = [
  [0, 65535],
  [443, 443],
  [8443, 8443],
  [1024, 65535],
  [32768, 65535],
];

const permission: fc.Arbitrary<AwsIpPermission> = fc
  .record({
    protocol: from('tcp', 'tcp', '-1', 'icmp'),
    range: from(...RANGES),
    peer: from(...PEERS4, ...PEERS6),
    group: fc.option(from('sg-a', 'sg-a', 'sg-b', 'sg-f', 'sg-lb'), { freq: 1 }),
  })
  .map(({ protocol, range, peer, group }) => ({
    IpProtocol: protocol,
    ...(protocol === '-1'
      ? {}
      : { FromPort: protocol === 'icmp' ? -1 : range[0], ToPort: protocol === 'icmp' ? -1 : range[1] }),
    IpRanges: group === null && !peer.includes(':') ? [{ CidrIp: peer }] : [],
    Ipv6Ranges: group === null && peer.includes(':') ? [{ CidrIpv6: peer }] : [],
    PrefixListIds: [],
    UserIdGroupPairs: group === null ? [] : [{ GroupId: group }],
  }));

const ANYTHING: AwsIpPermission = {
  IpProtocol: '-1',
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  Ipv6Ranges: [{ CidrIpv6: '::/0' }],
  PrefixListIds: [],
  UserIdGroupPairs: [],
};

const permissions = fc.oneof(
  { weight: 3, arbitrary: fc.constant<AwsIpPermission[]>([ANYTHING]) },
  { weight: 2, arbitrary: fc.array(permission, { maxLength: 3 }) },
);

const group = groupsWith(permissions);

type Row = Omit<AwsNetworkAclEntry, 'RuleNumber' | 'Egress'>;

const entry: fc.Arbitrary<Row> = fc
  .record({
    action: from('allow' as const, 'allow' as const, 'deny' as const),
    protocol: from('6', '6', '-1'),
    range: from(...RANGES),
    block: from(...PEERS4, ...PEERS6),
  })
  .map(({ action, protocol, range, block }) => ({
    RuleAction: action,
    Protocol: protocol,
    ...(block.includes(':') ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
    ...(protocol === '6' ? { PortRange: { From: range[0], To: range[1] } } : {}),
  }));

const ALL: readonly Row[] = [
  { RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
  { RuleAction: 'allow', Protocol: '-1', Ipv6CidrBlock: '::/0' },
];

const entries = (Egress: boolean): fc.Arbitrary<AwsNetworkAclEntry[]> =>
  fc
    .oneof(
      { weight: 4, arbitrary: fc.constant<readonly Row[]>(ALL) },
      { weight: 1, arbitrary: fc.array(entry, { minLength: 1, maxLength: 3 }) },
      { weight: 1, arbitrary: fc.array(entry, { maxLength: 2 }).map((rows) => [...rows, ...ALL]) },
    )
    .map((rows) => [
      ...rows.map((row, i) => ({ RuleNumber: 10 * (i + 1), Egress, ...row })),
      { RuleNumber: 32767, Egress, RuleAction: 'deny' as const, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
      { RuleNumber: 32768, Egress, RuleAction: 'deny' as const, Protocol: '-1', Ipv6CidrBlock: '::/0' },
    ]);

const acl = (NetworkAclId: string, VpcId: string, subnets: readonly string[]) =>
  fc.tuple(entries(false), entries(true)).map(([ingress, egress]) => ({
    NetworkAclId,
    VpcId,
    Associations: subnets.map((SubnetId) => ({ SubnetId })),
    Entries: [...egress, ...ingress],
  }));

const route = (destination: string, target: string | null): AwsRoute[] => {
  if (target === null) return [];
  const key = destination.startsWith('pl-')
    ? 'DestinationPrefixListId'
    : destination.includes(':')
      ? 'DestinationIpv6CidrBlock'
      : 'DestinationCidrBlock';
  const [kind = '', gone] = target.split(' ');
  const to = kind.startsWith('tgw')
    ? { TransitGatewayId: kind }
    : kind.startsWith('pcx')
      ? { VpcPeeringConnectionId: kind }
      : kind.startsWith('eigw')
        ? { EgressOnlyInternetGatewayId: kind }
        : { GatewayId: kind };
  return [
    {
      [key]: destination,
      State: gone === undefined ? 'active' : 'blackhole',
      Origin: kind === 'local' ? 'CreateRouteTable' : 'CreateRoute',
      ...to,
    },
  ];
};

const networkInterface = (
  id: string,
  subnetId: string,
  address: string,
  groups: readonly string[],
  more: { six?: string; publicIp?: string | null; type?: string; description?: string } = {},
): Addressed => ({
  NetworkInterfaceId: id,
  VpcId: ['subnet-f', 'subnet-e'].includes(subnetId) ? 'vpc-2' : 'vpc-1',
  SubnetId: subnetId,
  OwnerId: '111122223333',
  InterfaceType: more.type ?? 'interface',
  Description: more.description ?? '',
  Groups: groups.map((GroupId) => ({ GroupId })),
  PrivateIpAddress: address,
  PrivateIpAddresses: [
    {
      PrivateIpAddress: address,
      Primary: true,
      ...(more.publicIp == null ? {} : { Association: { PublicIp: more.publicIp } }),
    },
  ],
  Ipv6Addresses: more.six === undefined ? [] : [{ Ipv6Address: more.six }],
});

const A6 = '2001:db8:1:1::10';
const B6 = '2001:db8:1:3::10';
const F6 = '2001:db8:2:1::10';

const BALANCER = '10.0.2.30';

const ENDS: readonly (readonly [string | null, string, string])[] = [
  ['eni-a', '10.0.1.10', '10.0.3.10'],
  ['eni-a', A6, B6],
  ['eni-a', '10.0.1.10', '10.2.1.10'],
  ['eni-a', '10.0.1.10', '10.2.1.10'],
  ['eni-a', A6, F6],
  ['eni-a', '10.0.1.10', '203.0.113.7'],
  ['eni-a', A6, '2600:1f14::99'],
  ['eni-a', '10.0.1.10', '52.218.4.4'],
  ['eni-a', '10.0.1.10', '10.0.3.20'],
  ['eni-a', '10.0.1.10', BALANCER],
  ['eni-a', '10.0.1.10', BALANCER],
  ['eni-a', '10.0.1.10', '192.168.4.4'],
  ['eni-f', '10.2.1.10', '10.0.1.10'],
  ['eni-f', F6, A6],
  ['eni-b', '10.0.3.10', '10.0.1.10'],
  [null, '203.0.113.7', '198.51.100.5'],
  [null, '2600:1f14::99', A6],
];

const ATTACHED = { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' };
const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';

const transitRoute = (block: string, id: string | null, Type: string) => ({
  DestinationCidrBlock: block,
  Type,
  State: id === null ? 'blackhole' : 'active',
  TransitGatewayAttachments: id === null ? [] : [{ TransitGatewayAttachmentId: id }],
});

const TRANSIT_ROUTES = [
  transitRoute('10.0.0.0/16', 'tgw-attach-1', 'propagated'),
  transitRoute('10.2.0.0/16', 'tgw-attach-2', 'propagated'),
  transitRoute('2001:db8:1::/56', 'tgw-attach-1', 'propagated'),
  transitRoute('2001:db8:2::/56', 'tgw-attach-2', 'propagated'),
  transitRoute('192.168.0.0/16', 'tgw-attach-3', 'propagated'),
];

const STATIC_ROUTES = [
  transitRoute('10.2.1.0/24', null, 'static'),
  transitRoute('10.2.0.0/16', null, 'static'),
  transitRoute('10.0.0.0/8', 'tgw-attach-3', 'static'),
];

export const connectedWorld: fc.Arbitrary<Connected> = fc
  .record({
    groups: fc.tuple(
      group('sg-a', 'vpc-1'),
      group('sg-b', 'vpc-1'),
      group('sg-f', 'vpc-2'),
      group('sg-e', 'vpc-1'),
      group('sg-lb', 'vpc-1'),
    ),
    acls: fc.tuple(
      acl('acl-1', 'vpc-1', ['subnet-1', 'subnet-3']),
      acl('acl-2', 'vpc-1', ['subnet-2']),
      acl('acl-3', 'vpc-1', ['subnet-t']),
      acl('acl-f', 'vpc-2', ['subnet-f', 'subnet-e']),
    ),
    far: from('pcx-1', 'tgw-1', 'tgw-1', 'tgw-1 gone', null),
    far6: from('pcx-1', 'tgw-1', 'igw-1', null),
    back: from('pcx-1', 'tgw-1', 'tgw-1', null),
    back6: from('pcx-1', 'tgw-1', null),
    internet: from('igw-1', 'igw-1', null),
    internet6: from('igw-1', 'igw-1', 'eigw-1', null),
    service: from('vpce-s3', 'vpce-s3', null),
    peering: from('active', 'active', 'active', 'deleted'),
    here: from('subnet-1', 'subnet-1', 'subnet-t', 'subnet-3'),
    there: from('subnet-f', 'subnet-f', 'subnet-e'),
    association: from(true, true, true, false),
    transit: fc.tuple(
      fc.oneof(fc.constant(TRANSIT_ROUTES), fc.subarray(TRANSIT_ROUTES)),
      fc.oneof(fc.constant([]), fc.subarray(STATIC_ROUTES, { maxLength: 1 })),
    ),
    references: fc.tuple(from('enable', 'enable', 'disable'), from('enable', 'enable', 'disable')),
    blocking: from('off', 'off', 'block-bidirectional', 'block-ingress'),
    exclusion: fc.option(from('allow-bidirectional', 'allow-egress'), { freq: 2 }),
    isPublic: from(true, true, false),
    balancer: fc.record({
      isNetwork: fc.boolean(),
      /** In the subnet of its target. */
      isNear: from(false, false, true),
      hasGroups: fc.boolean(),
      preserves: from('true', 'false'),
      port: from(443, 443, 443, 80),
      state: from('healthy', 'healthy', 'unhealthy', 'draining'),
    }),
    ends: from(...ENDS),
    isPing: from(false, false, false, true),
    sourcePort: from(40_000, 50_000),
  })
  .map((it): Connected => {
    const { balancer, ends } = it;
    const [fromId, source, wanted] = ends;
    const balancerAddress = balancer.isNear ? '10.0.3.30' : BALANCER;
    const destination = wanted === BALANCER ? balancerAddress : wanted;
    const isIpv6 = source.includes(':');
    const kind = balancer.isNetwork ? 'net' : 'app';
    const path = `${kind}/front/0123456789abcdef`;
    // Only a Network Load Balancer may have been made without groups.
    const balancerGroups = balancer.hasGroups || !balancer.isNetwork ? ['sg-lb'] : [];
    const isOutside = fromId === null && !isIpv6;
    return {
      from: fromId,
      packet: {
        source,
        destination,
        protocol: it.isPing ? (isIpv6 ? 58 : 1) : 6,
        sourcePort: it.isPing ? null : it.sourcePort,
        destinationPort: it.isPing ? null : 443,
        icmpType: it.isPing ? (isIpv6 ? 128 : 8) : null,
        icmpCode: it.isPing ? 0 : null,
      },
      world: {
        SecurityGroups: [...it.groups],
        NetworkAcls: [...it.acls],
        NetworkInterfaces: [
          networkInterface('eni-a', 'subnet-1', '10.0.1.10', ['sg-a'], {
            six: A6,
            publicIp: it.isPublic || isOutside ? '198.51.100.5' : null,
          }),
          networkInterface('eni-b', 'subnet-3', '10.0.3.10', ['sg-b'], { six: B6 }),
          networkInterface('eni-f', 'subnet-f', '10.2.1.10', ['sg-f'], { six: F6 }),
          networkInterface('eni-e', 'subnet-3', '10.0.3.20', ['sg-e'], { type: 'vpc_endpoint' }),
          networkInterface(
            'eni-lb',
            balancer.isNear ? 'subnet-3' : 'subnet-2',
            balancerAddress,
            balancerGroups,
            {
              type: balancer.isNetwork ? 'network_load_balancer' : 'interface',
              description: `ELB ${path}`,
            },
          ),
          networkInterface('eni-tgw-1', it.here, '10.0.9.9', [], { type: 'transit_gateway' }),
          networkInterface('eni-tgw-2', it.there, '10.2.9.9', [], { type: 'transit_gateway' }),
        ],
        Vpcs: [
          {
            VpcId: 'vpc-1',
            CidrBlock: '10.0.0.0/16',
            Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:1::/56' }],
          },
          {
            VpcId: 'vpc-2',
            CidrBlock: '10.2.0.0/16',
            Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:2::/56' }],
          },
        ],
        Subnets: [
          ['subnet-1', 'vpc-1', '10.0.1.0/24', 'a', '2001:db8:1:1::/64'],
          ['subnet-2', 'vpc-1', '10.0.2.0/24', 'a', '2001:db8:1:2::/64'],
          ['subnet-3', 'vpc-1', '10.0.3.0/24', 'b', '2001:db8:1:3::/64'],
          ['subnet-t', 'vpc-1', '10.0.9.0/28', 'a', '2001:db8:1:9::/64'],
          ['subnet-f', 'vpc-2', '10.2.1.0/24', 'a', '2001:db8:2:1::/64'],
          ['subnet-e', 'vpc-2', '10.2.9.0/28', 'b', '2001:db8:2:9::/64'],
        ].map(([SubnetId = '', VpcId = '', CidrBlock = '', AvailabilityZone = '', Ipv6CidrBlock = '']) => ({
          SubnetId,
          VpcId,
          CidrBlock,
          AvailabilityZone,
          Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock, Ipv6CidrBlockState: { State: 'associated' } }],
        })),
        RouteTables: [
          {
            RouteTableId: 'rtb-1',
            VpcId: 'vpc-1',
            Associations: [{ Main: true }],
            Routes: [
              ...route('10.0.0.0/16', 'local'),
              ...route('2001:db8:1::/56', 'local'),
              ...route('10.2.0.0/16', it.far),
              ...route('2001:db8:2::/56', it.far6),
              ...route('0.0.0.0/0', it.internet),
              ...route('::/0', it.internet6),
              ...route('pl-s3', it.service),
              ...route('192.168.0.0/16', 'tgw-1'),
            ],
          },
          {
            RouteTableId: 'rtb-f',
            VpcId: 'vpc-2',
            Associations: [{ Main: true }],
            Routes: [
              ...route('10.2.0.0/16', 'local'),
              ...route('2001:db8:2::/56', 'local'),
              ...route('10.0.0.0/16', it.back),
              ...route('2001:db8:1::/56', it.back6),
            ],
          },
        ],
        InternetGateways: [
          { InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] },
        ],
        PrefixLists: [{ PrefixListId: 'pl-s3', PrefixListName: 's3', Cidrs: ['52.218.0.0/17'] }],
        VpcPeeringConnections: [
          {
            VpcPeeringConnectionId: 'pcx-1',
            Status: { Code: it.peering },
            RequesterVpcInfo: { VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', Region: 'eu-west-1' },
            AccepterVpcInfo: { VpcId: 'vpc-2', CidrBlock: '10.2.0.0/16', Region: 'eu-west-1' },
          },
        ],
        TransitGateways: [
          {
            TransitGatewayId: 'tgw-1',
            Options: { SecurityGroupReferencingSupport: it.references[0] },
          },
        ],
        TransitGatewayVpcAttachments: [
          ['tgw-attach-1', 'vpc-1', it.here] as const,
          ['tgw-attach-2', 'vpc-2', it.there] as const,
        ].map(([TransitGatewayAttachmentId, VpcId, SubnetId]) => ({
          TransitGatewayAttachmentId,
          TransitGatewayId: 'tgw-1',
          VpcId,
          State: 'available',
          SubnetIds: [SubnetId],
          Options: { SecurityGroupReferencingSupport: it.references[1] },
        })),
        TransitGatewayAttachments: [
          ['tgw-attach-1', 'vpc', 'vpc-1', it.association] as const,
          ['tgw-attach-2', 'vpc', 'vpc-2', true] as const,
          ['tgw-attach-3', 'vpn', 'vpn-1', true] as const,
        ].map(([TransitGatewayAttachmentId, ResourceType, ResourceId, isAssociated]) => ({
          TransitGatewayAttachmentId,
          TransitGatewayId: 'tgw-1',
          ResourceType,
          ResourceId,
          State: 'available',
          ...(isAssociated ? { Association: ATTACHED } : {}),
        })),
        TransitGatewayRoutes: [...it.transit[0], ...it.transit[1]],
        VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: it.blocking },
        VpcBlockPublicAccessExclusions:
          it.exclusion === null
            ? []
            : [
                {
                  ExclusionId: 'vpcbpa-exclude-1',
                  ResourceArn: 'arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1',
                  InternetGatewayExclusionMode: it.exclusion,
                  State: 'create-complete',
                },
              ],
        LoadBalancers: [
          {
            LoadBalancerArn: `${ARN}:loadbalancer/${path}`,
            LoadBalancerName: 'front',
            Type: balancer.isNetwork ? 'network' : 'application',
            SecurityGroups: balancerGroups,
          },
        ],
        Listeners: [
          {
            ListenerArn: `${ARN}:listener/${path}/1`,
            LoadBalancerArn: `${ARN}:loadbalancer/${path}`,
            Port: balancer.port,
            Protocol: balancer.isNetwork ? 'TCP' : 'HTTP',
            DefaultActions: [{ Type: 'forward', TargetGroupArn: `${ARN}:targetgroup/back/73e2d6bc24d8a067` }],
          },
        ],
        TargetHealthDescriptions: [
          { Target: { Id: '10.0.3.10', Port: 8443 }, TargetHealth: { State: balancer.state } },
        ],
        TargetGroupAttributes: [{ Key: 'preserve_client_ip.enabled', Value: balancer.preserves }],
      },
    };
  });

const TARGET_GROUP = `${ARN}:targetgroup/back/73e2d6bc24d8a067`;

/** The answers as files: some do not name what they are about, so their files do. */
export const connectedAnswers = ({
  TransitGatewayRoutes,
  TargetHealthDescriptions,
  TargetGroupAttributes,
  ...rest
}: ConnectedWorld): readonly { readonly source: string; readonly json: unknown }[] => {
  const target = encodeURIComponent(TARGET_GROUP);
  const [balancer] = rest.LoadBalancers;
  const TargetGroups = [
    {
      TargetGroupArn: TARGET_GROUP,
      TargetType: 'ip',
      Protocol: balancer?.Type === 'network' ? 'TCP' : 'HTTP',
      LoadBalancerArns: [balancer?.LoadBalancerArn],
    },
  ];
  const tables = [{ TransitGatewayRouteTableId: 'tgw-rtb-1', TransitGatewayId: 'tgw-1', State: 'available' }];
  const files: readonly (readonly [string, unknown])[] = [
    ...Object.entries(rest).map(([key, value]) => [key, { [key]: value }] as const),
    ['TargetGroups', { TargetGroups }],
    ['TransitGatewayRouteTables', { TransitGatewayRouteTables: tables }],
    ['transit-gateway-routes-tgw-rtb-1', { Routes: TransitGatewayRoutes, AdditionalRoutesAvailable: false }],
    [`target-health-${target}`, { TargetHealthDescriptions }],
    [`target-group-attributes-${target}`, { Attributes: TargetGroupAttributes }],
    [
      'egress-only-internet-gateways',
      {
        EgressOnlyInternetGateways: [
          { EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [{ VpcId: 'vpc-1', State: 'attached' }] },
        ],
      },
    ],
    [
      'vpc-endpoints',
      {
        VpcEndpoints: [
          {
            VpcEndpointId: 'vpce-s3',
            VpcEndpointType: 'Gateway',
            VpcId: 'vpc-1',
            ServiceName: 'com.amazonaws.eu-west-1.s3',
            State: 'available',
          },
          {
            VpcEndpointId: 'vpce-if',
            VpcEndpointType: 'Interface',
            VpcId: 'vpc-1',
            ServiceName: 'com.amazonaws.eu-west-1.sqs',
            State: 'available',
            NetworkInterfaceIds: ['eni-e'],
          },
        ],
      },
    ],
  ];
  return files.map(([name, json]) => ({ source: `${name}.json`, json }));
};
