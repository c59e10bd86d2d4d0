import { describe, expect, it } from 'vitest';
import { print as printCidr } from '../../src/address/cidr.js';
import { print } from '../../src/address/ip-address.js';
import { entriesFor, isFinalDeny } from '../../src/network/network-acl.js';
import { networkOf, read, readFiles } from './read.js';

/**
 * What real recordings of AWS's answers look like where they differ from the documentation or from each other: one row for
 * each. Rows that stand in other files of this folder (protocol spellings, ports, ICMP, sparse lists) are not repeated.
 */

type Fields = Readonly<Record<string, unknown>>;

const group = (more: Fields) =>
  networkOf({ SecurityGroups: [{ GroupId: 'sg-1', ...more }] }).securityGroups.get('sg-1');
const rules = (...IpPermissions: readonly Fields[]) => group({ IpPermissions })?.ingress ?? [];
const ANYWHERE = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const row = (more: Fields) => ({ SecurityGroupRuleId: 'sgr-1', GroupId: 'sg-1', IsEgress: false, ...more });
const flat = (...SecurityGroupRules: readonly Fields[]) =>
  networkOf({ SecurityGroupRules }).securityGroups.get('sg-1');
const acl = (Entries: readonly Fields[], more: Fields = {}) =>
  networkOf({ NetworkAcls: [{ NetworkAclId: 'acl-1', Entries, ...more }] }).networkAcls.get('acl-1');
const entry = (RuleNumber: number, more: Fields = {}) => ({
  RuleNumber,
  RuleAction: 'allow',
  Egress: false,
  Protocol: '-1',
  CidrBlock: '0.0.0.0/0',
  ...more,
});
const eni = (more: Fields) =>
  networkOf({ NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', ...more }] }).interfaces.get('eni-1');
const table = (more: Fields, vpc: Fields | null = null) =>
  networkOf(
    { RouteTables: [{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', ...more }] },
    ...(vpc === null ? [] : [{ Vpcs: [{ VpcId: 'vpc-1', ...vpc }] }]),
  ).routeTables.get('rtb-1');
const route = (more: Fields) =>
  table({ Routes: [{ DestinationCidrBlock: '0.0.0.0/0', ...more }] })?.routes[0];

describe('security groups', () => {
  it('take -1 with missing, null, -1 and stray ports as all traffic, in both views', () => {
    const written = [
      {},
      { FromPort: null, ToPort: null },
      { FromPort: -1, ToPort: -1 },
      { FromPort: 3306, ToPort: 3306 },
    ];
    for (const ports of written) {
      expect(rules({ IpProtocol: '-1', ...ports, ...ANYWHERE })).toMatchObject([
        { protocol: 'all', ports: null },
      ]);
      expect(flat(row({ IpProtocol: '-1', ...ports, CidrIpv4: '0.0.0.0/0' }))?.ingress).toMatchObject([
        { protocol: 'all', ports: null },
      ]);
    }
  });

  it('tell tcp 0-65535 from all traffic', () => {
    expect(rules({ IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, ...ANYWHERE })[0]?.protocol).toBe(6);
    expect(rules({ IpProtocol: 'udp', FromPort: 0, ToPort: 65535, ...ANYWHERE })[0]?.protocol).toBe(17);
  });

  it('take a first port above the last as type and code for ICMP only', () => {
    expect(rules({ IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...ANYWHERE })[0]).toMatchObject({
      icmp: { type: 8, code: 'any' },
      ports: null,
    });
    expect(
      flat(row({ IpProtocol: 'icmpv6', FromPort: 128, ToPort: 0, CidrIpv6: '::/0' }))?.ingress,
    ).toMatchObject([{ protocol: 58, icmp: { type: 128, code: 0 } }]);
  });

  it('read recordings from before IPv6, which have no Ipv6Ranges', () => {
    expect(
      rules({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, ...ANYWHERE, UserIdGroupPairs: [] }),
    ).toHaveLength(1);
  });

  it('read a row that names a group, a prefix list or a block, and refuse one that names nothing', () => {
    const peers = flat(
      row({ IpProtocol: 'tcp', CidrIpv4: '10.0.0.0/8' }),
      row({ IpProtocol: 'tcp', CidrIpv6: '2001:db8::/32' }),
      row({ IpProtocol: 'tcp', PrefixListId: 'pl-1' }),
      row({ IpProtocol: 'tcp', ReferencedGroupInfo: { GroupId: 'sg-2', UserId: '111122223333' } }),
    )?.ingress?.map(({ peer }) => peer.kind);
    expect(peers?.sort()).toEqual(['cidr', 'cidr', 'prefix-list', 'security-group']);
    const { problems, network } = read({ SecurityGroupRules: [row({ IpProtocol: 'tcp' })] });
    expect(problems).toMatchObject([{ kind: 'unreadable-item', path: 'SecurityGroupRules[0]' }]);
    expect(network.securityGroups.size).toBe(0);
  });

  it('read pairs of every shape: with nulls, of EC2-Classic, of a peer VPC', () => {
    const pairs = [
      { GroupId: 'sg-2', UserId: '111122223333' },
      {
        GroupId: 'sg-3',
        UserId: null,
        GroupName: null,
        VpcId: null,
        Description: null,
        PeeringStatus: null,
        VpcPeeringConnectionId: null,
      },
      { GroupId: 'sg-4', GroupName: 'amazon-elb-sg', UserId: 'amazon-elb' },
      {
        VpcId: 'vpc-9',
        UserId: '444455556666',
        GroupId: 'sg-5',
        VpcPeeringConnectionId: 'pcx-1',
        PeeringStatus: 'active',
      },
    ];
    expect(rules({ IpProtocol: '-1', UserIdGroupPairs: pairs }).map(({ peer }) => peer)).toMatchObject([
      { id: 'sg-2', ownerId: '111122223333', peeringStatus: null },
      { id: 'sg-3', ownerId: null, peeringStatus: null },
      { id: 'sg-4', ownerId: 'amazon-elb' },
      { id: 'sg-5', ownerId: '444455556666', vpcId: 'vpc-9', peeringStatus: 'active' },
    ]);
  });

  it('mark a rule that is listed as stale although its peering is called active, and that rule only', () => {
    const pair = (GroupId: string) => ({
      GroupId,
      UserId: '444455556666',
      VpcId: 'vpc-9',
      PeeringStatus: 'active',
    });
    const permission = (port: number, GroupId: string) => ({
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      UserIdGroupPairs: [pair(GroupId)],
    });
    const { securityGroups } = networkOf(
      {
        StaleSecurityGroupSet: [
          {
            GroupId: 'sg-1',
            VpcId: 'vpc-1',
            StaleIpPermissions: [permission(22, 'sg-9')],
            StaleIpPermissionsEgress: [],
          },
        ],
      },
      {
        SecurityGroups: [
          {
            GroupId: 'sg-1',
            IpPermissions: [permission(22, 'sg-9'), permission(23, 'sg-9'), permission(22, 'sg-8')],
            IpPermissionsEgress: [permission(22, 'sg-9')],
          },
        ],
      },
    );
    const it = securityGroups.get('sg-1');
    const isStale = (all: readonly { readonly peer: object }[] | null | undefined) =>
      all?.map(({ peer }) => 'isStale' in peer);
    expect(isStale(it?.ingress)).toEqual([false, true, false]);
    expect(isStale(it?.egress)).toEqual([false]);
  });

  it('leave a gap for a group that is named and nowhere in the input, and none for a stale reference', () => {
    const { gaps } = networkOf({
      SecurityGroups: [
        {
          GroupId: 'sg-1',
          IpPermissions: [
            {
              IpProtocol: '-1',
              UserIdGroupPairs: [{ GroupId: 'sg-of-another-account', UserId: '9' }, { GroupId: 'sg-1' }],
            },
            { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-deleted', PeeringStatus: 'deleted' }] },
          ],
          IpPermissionsEgress: [],
        },
      ],
    });
    expect(gaps).toMatchObject([
      { kind: 'security-group-members', id: 'sg-of-another-account', reason: 'not-given' },
    ]);
  });

  it('may share a name, lack a VPC, and have ids of any length', () => {
    const { securityGroups } = networkOf({
      SecurityGroups: [
        { GroupId: 'sg-11111111', GroupName: 'default', VpcId: 'vpc-1' },
        { GroupId: 'sg-0123456789abcdef0', GroupName: 'default', VpcId: 'vpc-2' },
        {
          GroupId: 'sg-1',
          GroupName: '9<b>',
          SecurityGroupArn: 'arn:aws:ec2:eu-west-1:1:security-group/sg-1',
        },
      ],
    });
    expect([...securityGroups.values()].map(({ name, vpcId }) => [name, vpcId])).toEqual([
      ['default', 'vpc-2'],
      ['9<b>', null],
      ['default', 'vpc-1'],
    ]);
  });

  it.each(['associated', 'associating', 'disassociating'])('may be used in further VPCs: %s', (State) => {
    const { securityGroupAssociations } = networkOf({
      SecurityGroupVpcAssociations: [{ GroupId: 'sg-1', VpcId: 'vpc-2', VpcOwnerId: '1', State }],
    });
    expect([...securityGroupAssociations.values()]).toEqual([
      { id: 'sg-1 vpc-2', groupId: 'sg-1', vpcId: 'vpc-2', state: State },
    ]);
  });

  it('may belong to another account than the shared VPC they are in', () => {
    const { securityGroups, vpcs } = networkOf({
      SecurityGroups: [{ GroupId: 'sg-1', VpcId: 'vpc-1', OwnerId: '222233334444' }],
      Vpcs: [{ VpcId: 'vpc-1', OwnerId: '111122223333' }],
    });
    expect(securityGroups.get('sg-1')?.ownerId).toBe('222233334444');
    expect(vpcs.get('vpc-1')?.ownerId).toBe('111122223333');
  });

  it('name a prefix list with or without a description', () => {
    const PrefixListIds = [{ PrefixListId: 'pl-1', Description: 'offices' }, { PrefixListId: 'pl-2' }];
    expect(
      rules({ IpProtocol: '-1', PrefixListIds }).map(({ peer, description }) => [peer, description]),
    ).toEqual([
      [{ kind: 'prefix-list', id: 'pl-1' }, 'offices'],
      [{ kind: 'prefix-list', id: 'pl-2' }, null],
    ]);
  });
});

describe('network ACLs', () => {
  it('keep an IPv6 entry that has no CidrBlock, and the same number in both directions', () => {
    const it = acl([
      entry(100),
      entry(100, { Egress: true }),
      entry(101, { CidrBlock: undefined, Ipv6CidrBlock: '::/0' }),
    ]);
    if (it === undefined) throw new Error('acl-1');
    expect(entriesFor(it, 'ingress', 6).map(({ number }) => number)).toEqual([101, 32768]);
    expect(entriesFor(it, 'ingress', 4).map(({ number }) => number)).toEqual([100, 32767]);
    expect(entriesFor(it, 'egress', 4).map(({ number }) => number)).toEqual([100, 32767]);
  });

  it('have the final deny of each family filled in and marked where the form does not state it', () => {
    const filled = acl([entry(100)])?.entries.filter(({ filledIn }) => filledIn === true);
    expect(filled?.map(({ direction, number, action }) => [direction, number, action])).toEqual([
      ['ingress', 32767, 'deny'],
      ['egress', 32767, 'deny'],
    ]);
    const deny = { RuleAction: 'deny', Protocol: '-1' };
    const whole = acl([entry(32767, deny), entry(32767, { ...deny, Egress: true })]);
    expect(whole?.entries.some(({ filledIn }) => filledIn === true)).toBe(false);
    expect(whole?.entries.every(isFinalDeny)).toBe(true);
  });

  it('have the final deny of IPv6 only where the VPC or an entry has IPv6', () => {
    const vpc = {
      Vpcs: [
        {
          VpcId: 'vpc-1',
          CidrBlock: '10.0.0.0/16',
          Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/56' }],
        },
      ],
    };
    const { networkAcls } = networkOf(vpc, {
      NetworkAcls: [{ NetworkAclId: 'acl-1', VpcId: 'vpc-1', Entries: [] }],
    });
    expect(networkAcls.get('acl-1')?.entries.map(({ number }) => number)).toEqual([
      32767, 32768, 32767, 32768,
    ]);
  });

  it('ignore a PortRange of -1, and take none for 6 as every port', () => {
    const PortRange = { From: 22, To: 22 };
    expect(acl([entry(1, { PortRange })])?.entries[0]?.ports).toBeNull();
    expect(acl([entry(1, { Protocol: '6', PortRange: null })])?.entries[0]?.ports).toBeNull();
    expect(acl([entry(1, { Protocol: '47', PortRange })])?.entries[0]?.ports).toBeNull();
  });

  it('leave a gap for a subnet without association: AWS always has one', () => {
    const { gaps } = networkOf(
      { Subnets: [{ SubnetId: 'subnet-1' }, { SubnetId: 'subnet-2' }] },
      {
        NetworkAcls: [
          {
            NetworkAclId: 'acl-1',
            Entries: [],
            Associations: [{ SubnetId: 'subnet-1', NetworkAclId: 'acl-other' }],
          },
        ],
      },
    );
    expect(gaps).toEqual([
      {
        kind: 'network-acl',
        id: 'subnet-2',
        needs: 'aws ec2 describe-network-acls --filters Name=association.subnet-id,Values=subnet-2',
        reason: 'not-given',
      },
    ]);
  });
});

describe('network interfaces', () => {
  it.each([
    'nat_gateway',
    'natGateway',
    'efs',
    'lambda',
    'vpc_endpoint',
    'transit_gateway',
    'branch',
    'trunk',
    'efa',
    'efa-only',
    'load_balancer',
    'network_load_balancer',
    'gateway_load_balancer',
    'gateway_load_balancer_endpoint',
    'quicksight',
    'global_accelerator_managed',
    'api_gateway_managed',
    'iot_rules_managed',
    'aws_codestar_connections_managed',
    'new_kind',
  ])('may be of kind %s', (InterfaceType) => {
    expect(eni({ InterfaceType })?.type).toBe(InterfaceType);
  });

  it('of old answers have no kind', () => {
    expect(eni({})?.type).toBeNull();
  });

  it('may be detached, or attached to something without an instance', () => {
    expect(eni({ Status: 'available' })?.instanceId).toBeNull();
    for (const InstanceOwnerId of ['amazon-elb', 'amazon-aws', 'amazon-rds', '111122223333'])
      expect(eni({ Attachment: { InstanceOwnerId, Status: 'attached' } })?.instanceId).toBeNull();
  });

  it.each(['transit_gateway', 'gateway_load_balancer', 'network_load_balancer'])(
    'of kind %s may carry no groups, which is not the same as not known',
    (InterfaceType) => {
      expect(eni({ InterfaceType, Groups: [] })?.securityGroupIds).toEqual([]);
    },
  );

  it.each([
    ['ELB app/web/0123456789abcdef', true],
    ['Interface for NAT Gateway nat-1', true],
    ['VPC Endpoint Interface vpce-1', true],
    ['EFS mount target for fs-1 (fsmt-1)', true],
    ['arn:aws:ecs:eu-west-1:111122223333:attachment/1', true],
    ['RDSNetworkInterface', true],
    ['AWS created network interface for directory d-1', true],
    ['Network Interface for Transit Gateway Attachment tgw-attach-1', false],
    ['AWS Lambda VPC ENI-web-01234567-89ab-cdef-0123-456789abcdef', false],
    ['AWS Lambda VPC ENI: 01234567-89ab-cdef-0123-456789abcdef', false],
  ])('are described by their owner as %s, managed: %s', (Description, RequesterManaged) => {
    expect(eni({ Description, RequesterManaged })).toMatchObject({
      description: Description,
      requesterManaged: RequesterManaged,
    });
  });

  it('have public addresses on secondary addresses only in the element', () => {
    const it = eni({
      PrivateIpAddress: '10.0.0.5',
      PrivateIpAddresses: [
        { PrivateIpAddress: '10.0.0.5', Primary: true },
        {
          PrivateIpAddress: '10.0.0.6',
          Primary: false,
          Association: { PublicIp: '203.0.113.9', IpOwnerId: 'amazon' },
        },
      ],
    });
    expect(it?.associations.map((one) => [print(one.privateAddress), print(one.publicAddress)])).toEqual([
      ['10.0.0.6', '203.0.113.9'],
    ]);
  });

  it('hold delegated prefixes of both families', () => {
    const it = eni({
      PrivateIpAddress: '10.0.0.5',
      Ipv4Prefixes: [{ Ipv4Prefix: '10.0.9.16/28' }],
      Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8::/80' }],
    });
    expect(it?.prefixes.map(printCidr)).toEqual(['10.0.9.16/28', '2001:db8::/80']);
  });

  it('are read from instances too, which never override the full answer, and sparse ones leave a gap', () => {
    const nested = {
      NetworkInterfaceId: 'eni-1',
      PrivateIpAddress: '10.0.0.5',
      Groups: [{ GroupId: 'sg-1' }],
      VpcId: 'vpc-1',
      Attachment: { DeviceIndex: 0 },
    };
    const Reservations = [
      {
        ReservationId: 'r-1',
        Instances: [{ InstanceId: 'i-1', InstanceType: 'm5.large', NetworkInterfaces: [nested] }],
      },
      {
        ReservationId: 'r-2',
        Instances: [{ InstanceId: 'i-2', State: { Name: 'terminated' }, NetworkInterfaces: [] }],
      },
    ];
    const alone = networkOf({ Reservations });
    expect(alone.interfaces.get('eni-1')).toMatchObject({ instanceId: 'i-1', availabilityZone: null });
    expect(alone.given.has('interfaces')).toBe(false);
    expect(alone.instances.get('i-2')).toMatchObject({ state: 'terminated', platform: null });

    const full = {
      ...nested,
      AvailabilityZone: 'eu-west-1a',
      Groups: [{ GroupId: 'sg-2' }],
      Attachment: { InstanceId: 'i-1' },
    };
    const { network, problems } = read({ NetworkInterfaces: [full] }, { Reservations });
    expect(network.interfaces.get('eni-1')).toMatchObject({
      securityGroupIds: ['sg-2'],
      availabilityZone: 'eu-west-1a',
    });
    expect(problems).toMatchObject([{ kind: 'conflicting-copies', id: 'eni-1', used: '1.json' }]);

    const sparse = { NetworkInterfaceId: 'eni-1', TagSet: [] };
    expect(networkOf({ NetworkInterfaces: [sparse] }).gaps).toMatchObject([
      { kind: 'interface', id: 'eni-1', reason: 'not-stated' },
    ]);
    const both = networkOf({ NetworkInterfaces: [sparse] }, { Reservations });
    expect(both.interfaces.get('eni-1')?.privateAddresses.map(print)).toEqual(['10.0.0.5']);
  });

  it('of an instance keep their own groups: those of the instance are those of its primary interface', () => {
    const nested = (id: string, group: string) => ({
      NetworkInterfaceId: id,
      PrivateIpAddress: '10.0.0.5',
      Groups: [{ GroupId: group }],
    });
    const { interfaces } = networkOf({
      Reservations: [
        {
          Instances: [
            {
              InstanceId: 'i-1',
              SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'web' }],
              NetworkInterfaces: [nested('eni-1', 'sg-1'), nested('eni-2', 'sg-2')],
            },
          ],
        },
      ],
    });
    expect([...interfaces.values()].map(({ id, securityGroupIds }) => [id, securityGroupIds])).toEqual([
      ['eni-1', ['sg-1']],
      ['eni-2', ['sg-2']],
    ]);
  });

  it('may carry groups that no answer describes, which is a gap and no denial', () => {
    const it = networkOf(
      {
        NetworkInterfaces: [
          { NetworkInterfaceId: 'eni-1', PrivateIpAddress: '10.0.0.5', Groups: [{ GroupId: 'sg-shared' }] },
        ],
      },
      { SecurityGroups: [] },
    );
    expect(it.gaps).toMatchObject([{ kind: 'security-group', id: 'sg-shared', reason: 'not-given' }]);
  });

  it('given three times over with one id are told when they differ', () => {
    const copy = (PrivateIpAddress: string) => ({ NetworkInterfaceId: 'eni-00000000', PrivateIpAddress });
    const { problems } = read({ NetworkInterfaces: [copy('10.0.0.1'), copy('10.0.0.2'), copy('10.0.0.1')] });
    expect(problems).toMatchObject([{ kind: 'conflicting-copies', id: 'eni-00000000' }]);
    expect(read({ NetworkInterfaces: [copy('10.0.0.1'), copy('10.0.0.1')] }).problems).toEqual([]);
  });

  it('of today have keys that old ones lack', () => {
    const today = {
      Operator: { Managed: true, Principal: 'eks.amazonaws.com' },
      AssociatedSubnets: ['subnet-2'],
      AvailabilityZoneId: 'euw1-az1',
      PublicIpDnsNameOptions: { DnsHostnameType: 'public-dual-stack-dns-name' },
      DenyAllIgwTraffic: false,
      Ipv6Native: false,
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::5', IsPrimaryIpv6: true }],
    };
    const it = eni({ SubnetId: 'subnet-1', ...today });
    expect(it).toMatchObject({ subnetId: 'subnet-1', primaryIpv4: null, prefixes: [] });
    expect(it?.privateAddresses.map(print)).toEqual(['2001:db8::5']);
  });

  it('tell their idle timeouts', () => {
    const it = eni({
      ConnectionTrackingConfiguration: { TcpEstablishedTimeout: 350 },
      Operator: { Managed: false },
    });
    expect(it?.connectionTracking).toEqual({
      tcpEstablishedTimeout: 350,
      udpStreamTimeout: null,
      udpTimeout: null,
    });
  });
});

describe('instances', () => {
  it.each([
    [{ Platform: 'windows', InstanceType: 'm5.large' }, 'windows'],
    [{ PlatformDetails: 'Windows with SQL Server', InstanceType: 'm5.large' }, 'windows'],
    [{ PlatformDetails: 'Linux/UNIX', InstanceType: 'm5.large' }, 'other'],
    [{ InstanceType: 'm5.large' }, 'other'],
    [{}, null],
  ] as const)('%j run %j', (more, platform) => {
    const Reservations = [{ Instances: [{ InstanceId: 'i-1', ...more }] }];
    expect(networkOf({ Reservations }).instances.get('i-1')?.platform).toBe(platform);
  });

  it('of a reservation without a list are told', () => {
    expect(read({ Reservations: [{ ReservationId: 'r-1' }] }).problems).toMatchObject([
      { kind: 'unreadable-item', path: 'Reservations[0].Instances', expected: 'a list' },
    ]);
  });
});

describe('route tables', () => {
  it('are main by an association without a subnet, and may have explicit ones too', () => {
    expect(
      table({
        Associations: [
          { Main: true, RouteTableAssociationId: 'x' },
          { Main: false, SubnetId: 'subnet-1' },
        ],
      }),
    ).toMatchObject({ isMain: true, subnetIds: ['subnet-1'] });
    expect(table({ Associations: [{ Main: false, SubnetId: 'subnet-1' }] })?.isMain).toBe(false);
  });

  it('may steer a gateway, and drop associations that are on their way out', () => {
    expect(
      table({
        Associations: [
          { Main: false, GatewayId: 'igw-1', AssociationState: { State: 'associated' } },
          { Main: false, SubnetId: 'subnet-1', AssociationState: { State: 'disassociated' } },
        ],
      }),
    ).toMatchObject({ gatewayIds: ['igw-1'], subnetIds: [] });
  });

  it.each([
    [{ GatewayId: 'local' }, { kind: 'local' }],
    [{ GatewayId: 'igw-1' }, { kind: 'internet-gateway', id: 'igw-1' }],
    [{ GatewayId: 'vgw-1' }, { kind: 'virtual-private-gateway', id: 'vgw-1' }],
    [{ GatewayId: 'vpce-1' }, { kind: 'vpc-endpoint', id: 'vpce-1' }],
    [{ NatGatewayId: 'nat-1' }, { kind: 'nat-gateway', id: 'nat-1' }],
    [{ TransitGatewayId: 'tgw-1' }, { kind: 'transit-gateway', id: 'tgw-1' }],
    [{ VpcPeeringConnectionId: 'pcx-1' }, { kind: 'vpc-peering-connection', id: 'pcx-1' }],
    [{ EgressOnlyInternetGatewayId: 'eigw-1' }, { kind: 'egress-only-internet-gateway', id: 'eigw-1' }],
    [{ NetworkInterfaceId: 'eni-1' }, { kind: 'network-interface', id: 'eni-1' }],
    [
      { InstanceId: 'i-1', InstanceOwnerId: '111122223333', NetworkInterfaceId: 'eni-1' },
      { kind: 'network-interface', id: 'eni-1' },
    ],
    [{ InstanceId: 'i-1' }, { kind: 'instance', id: 'i-1' }],
    [{ LocalGatewayId: 'lgw-1' }, { kind: 'local-gateway', id: 'lgw-1' }],
    [{ CarrierGatewayId: 'cagw-1' }, { kind: 'carrier-gateway', id: 'cagw-1' }],
    [{ CoreNetworkArn: 'arn:core' }, { kind: 'core-network', id: 'arn:core' }],
    [{ OdbNetworkArn: 'arn:odb' }, { kind: 'unknown', id: 'arn:odb' }],
    [{ GatewayId: 'GatewayId:5' }, { kind: 'unknown', id: 'GatewayId:5' }],
    [
      { GatewayId: null, NatGatewayId: null, InstanceId: '', TransitGatewayId: 'tgw-1' },
      { kind: 'transit-gateway', id: 'tgw-1' },
    ],
  ] as const)('lead with %j to %j', (target, expected) => {
    expect(route(target)?.target).toEqual(expected);
  });

  it.each([
    [{ DestinationCidrBlock: '10.1.0.0/16' }, 'cidr'],
    [{ DestinationCidrBlock: null, DestinationIpv6CidrBlock: '::/0' }, 'cidr'],
    [
      { DestinationCidrBlock: undefined, DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' },
      'prefix-list',
    ],
  ] as const)('go to one of three destinations: %j', (more, kind) => {
    expect(route(more)?.destination.kind).toBe(kind);
  });

  it('say what became of a route and where it came from, or nothing', () => {
    expect(route({ State: 'filtered' })?.state).toBe('filtered');
    expect(route({ State: 'blackhole', Origin: 'EnableVgwRoutePropagation' })).toMatchObject({
      state: 'blackhole',
      origin: 'propagated',
    });
    expect(route({ Origin: 'Advertisement' })?.origin).toBe('advertisement');
    expect(route({})).toMatchObject({ state: 'active', origin: null });
  });

  it('have the local route of each block of the VPC filled in and marked, unless it has another target', () => {
    const vpc = { CidrBlock: '10.0.0.0/16', CidrBlockAssociationSet: [{ CidrBlock: '10.1.0.0/16' }] };
    const Routes = [{ DestinationCidrBlock: '10.1.0.0/16', NetworkInterfaceId: 'eni-1' }];
    expect(
      table({ Routes }, vpc)?.routes.map(({ destination, target, filledIn }) => [
        destination.kind === 'cidr' && printCidr(destination.cidr),
        target.kind,
        filledIn === true,
      ]),
    ).toEqual([
      ['10.0.0.0/16', 'local', true],
      ['10.1.0.0/16', 'network-interface', false],
    ]);
  });

  it('that lead to a gateway endpoint name a prefix list whose blocks are in another answer', () => {
    const { gaps } = networkOf({
      RouteTables: [
        { RouteTableId: 'rtb-1', Routes: [{ DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' }] },
      ],
    });
    expect(gaps).toMatchObject([{ kind: 'prefix-list-entries', id: 'pl-1', reason: 'not-given' }]);
  });

  it('without a destination are told', () => {
    expect(
      read({ RouteTables: [{ RouteTableId: 'rtb-1', Routes: [{ GatewayId: 'local' }] }] }).problems,
    ).toMatchObject([{ kind: 'unreadable-item', path: 'RouteTables[0].Routes[0]' }]);
  });
});

describe('subnets, VPCs, peering and gateways', () => {
  it('say what Block Public Access does to them', () => {
    const BlockPublicAccessStates = { InternetGatewayBlockMode: 'block-ingress' };
    const it = networkOf({
      Subnets: [{ SubnetId: 'subnet-1', BlockPublicAccessStates }],
      Vpcs: [
        {
          VpcId: 'vpc-1',
          BlockPublicAccessStates,
          EncryptionControl: { VpcEncryptionControlId: 'vpcec-1', Mode: 'enforce', State: 'available' },
        },
      ],
      VpcBlockPublicAccessOptions: {
        AwsAccountId: '111122223333',
        AwsRegion: 'eu-west-1',
        InternetGatewayBlockMode: 'block-bidirectional',
        State: 'update-complete',
      },
      VpcBlockPublicAccessExclusions: [
        {
          ExclusionId: 'vpcbpa-exclude-1',
          InternetGatewayExclusionMode: 'allow-egress',
          ResourceArn: 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1',
          State: 'create-complete',
        },
      ],
    });
    expect(it.subnets.get('subnet-1')?.blockPublicAccess).toBe('block-ingress');
    expect(it.vpcs.get('vpc-1')?.blockPublicAccess).toBe('block-ingress');
    expect([...it.blockPublicAccess.values()]).toMatchObject([
      { id: '111122223333 eu-west-1', mode: 'block-bidirectional' },
    ]);
    expect([...it.blockPublicAccessExclusions.values()]).toMatchObject([
      { resourceId: 'vpc-1', mode: 'allow-egress' },
    ]);
    expect(it.encryptionControls.get('vpcec-1')).toMatchObject({ vpcId: 'vpc-1', mode: 'enforce' });
  });

  it.each(['off', 'block-bidirectional', 'block-ingress'])(
    'say of each subnet what Block Public Access does to it: %s',
    (InternetGatewayBlockMode) => {
      const Subnets = [{ SubnetId: 'subnet-1', BlockPublicAccessStates: { InternetGatewayBlockMode } }];
      expect(networkOf({ Subnets }).subnets.get('subnet-1')?.blockPublicAccess).toBe(
        InternetGatewayBlockMode,
      );
    },
  );

  it('say the same of a subnet with the keys of 2015 and with those of today', () => {
    const old = {
      SubnetId: 'subnet-1',
      VpcId: 'vpc-1',
      CidrBlock: '10.0.1.0/24',
      AvailabilityZone: 'eu-west-1a',
      State: 'available',
      AvailableIpAddressCount: 251,
      DefaultForAz: false,
      MapPublicIpOnLaunch: false,
    };
    const today = {
      ...old,
      AvailabilityZoneId: 'euw1-az1',
      MapCustomerOwnedIpOnLaunch: false,
      AssignIpv6AddressOnCreation: false,
      Ipv6CidrBlockAssociationSet: [],
      Tags: [{ Key: 'Name', Value: 'a' }],
      SubnetArn: 'arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1',
      EnableDns64: false,
      Ipv6Native: false,
      PrivateDnsNameOptionsOnLaunch: { HostnameType: 'ip-name', EnableResourceNameDnsARecord: false },
    };
    const { AvailabilityZoneId } = today;
    expect(networkOf({ Subnets: [today] }).subnets).toEqual(
      networkOf({ Subnets: [{ ...old, AvailabilityZoneId }] }).subnets,
    );
  });

  it('lack the blocks of a peer that is pending or in another Region', () => {
    const it = networkOf({
      VpcPeeringConnections: [
        {
          VpcPeeringConnectionId: 'pcx-1',
          Status: { Code: 'pending-acceptance', Message: 'x' },
          RequesterVpcInfo: {
            VpcId: 'vpc-1',
            CidrBlock: '10.0.0.0/16',
            CidrBlockSet: [{ CidrBlock: '10.0.0.0/16' }],
          },
          AccepterVpcInfo: { VpcId: 'vpc-2', OwnerId: '2', Region: 'us-east-1' },
        },
      ],
    }).peeringConnections.get('pcx-1');
    expect(it?.requester.cidrs.map(printCidr)).toEqual(['10.0.0.0/16']);
    expect(it).toMatchObject({ status: 'pending-acceptance', accepter: { cidrs: [], region: 'us-east-1' } });
  });

  it('include NAT gateways without a subnet or an interface, and those from before there was a choice', () => {
    const { natGateways } = networkOf({
      NatGateways: [
        {
          NatGatewayId: 'nat-1',
          VpcId: 'vpc-1',
          AvailabilityMode: 'regional',
          RouteTableId: 'rtb-9',
          ConnectivityType: 'public',
          NatGatewayAddresses: [{ PublicIp: '203.0.113.4', AvailabilityZoneId: 'euw1-az1' }],
        },
        {
          NatGatewayId: 'nat-2',
          SubnetId: 'subnet-1',
          NatGatewayAddresses: [
            { PrivateIp: '10.0.0.4', NetworkInterfaceId: 'eni-1', Status: 'succeeded' },
            { PrivateIp: '10.0.0.9', Status: 'failed' },
          ],
        },
      ],
    });
    expect(natGateways.get('nat-1')).toMatchObject({
      subnetId: null,
      availability: 'regional',
      addresses: [{ interfaceId: null, availabilityZone: 'euw1-az1' }],
    });
    expect(natGateways.get('nat-2')).toMatchObject({ availability: 'zonal', connectivity: 'public' });
    expect(natGateways.get('nat-2')?.addresses).toHaveLength(1);
  });

  it('take an internet gateway for attached when its attachment is called available', () => {
    const { internetGateways } = networkOf({
      InternetGateways: [
        { InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] },
        { InternetGatewayId: 'igw-2', Attachments: [{ VpcId: 'vpc-1', State: 'detaching' }] },
      ],
      EgressOnlyInternetGateways: [
        { EgressOnlyInternetGatewayId: 'eigw-1', Attachments: [{ VpcId: 'vpc-1', State: 'attached' }] },
      ],
    });
    expect(
      [...internetGateways.values()].map(({ id, egressOnly, vpcIds }) => [id, egressOnly, vpcIds]),
    ).toEqual([
      ['eigw-1', true, ['vpc-1']],
      ['igw-1', false, ['vpc-1']],
      ['igw-2', false, []],
    ]);
  });

  it('compare the states of endpoints without capitals, and know their kinds', () => {
    const { vpcEndpoints } = networkOf({
      VpcEndpoints: [
        {
          VpcEndpointId: 'vpce-1',
          VpcEndpointType: 'Interface',
          State: 'available',
          NetworkInterfaceIds: ['eni-2', 'eni-1'],
          Groups: [{ GroupId: 'sg-1' }],
        },
        { VpcEndpointId: 'vpce-2', VpcEndpointType: 'Gateway', State: 'Available', RouteTableIds: ['rtb-1'] },
        { VpcEndpointId: 'vpce-3', VpcEndpointType: 'GatewayLoadBalancer', State: 'Pending' },
        { VpcEndpointId: 'vpce-4', VpcEndpointType: 'ServiceNetwork' },
        { VpcEndpointId: 'vpce-5' },
      ],
    });
    expect([...vpcEndpoints.values()].map(({ type, state }) => [type, state])).toEqual([
      ['interface', 'available'],
      ['gateway', 'available'],
      ['gateway-load-balancer', 'pending'],
      ['other', null],
      ['gateway', null],
    ]);
  });

  it('name their own servers in DHCP options, or those of Amazon', () => {
    const options = (...Values: readonly string[]) => [
      { Key: 'domain-name-servers', Values: Values.map((Value) => ({ Value })) },
    ];
    const { dhcpOptions } = networkOf({
      DhcpOptions: [
        { DhcpOptionsId: 'dopt-1', DhcpConfigurations: options('AmazonProvidedDNS') },
        {
          DhcpOptionsId: 'dopt-2',
          DhcpConfigurations: [
            ...options('10.0.0.2', 'dns.example.com'),
            { Key: 'ntp-servers', Values: [{ Value: '10.0.0.3' }] },
          ],
        },
      ],
    });
    expect(dhcpOptions.get('dopt-1')?.domainNameServers).toEqual(['AmazonProvidedDNS']);
    expect(dhcpOptions.get('dopt-2')).toMatchObject({
      domainNameServers: [{ family: 4 }],
      timeServers: [{ family: 4 }],
    });
  });
});

describe('flow logs', () => {
  const flowLog = (more: Fields) =>
    networkOf({ FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1', ...more }] }).flowLogs.get('fl-1');

  it('from before 2018 and 2019 lack the destination, the format and the interval', () => {
    expect(flowLog({ LogGroupName: 'g' })).toMatchObject({
      destination: null,
      logFormat: null,
      maxAggregationInterval: 600,
    });
  });

  it('may fail to deliver, and belong to any resource', () => {
    expect(
      flowLog({ DeliverLogsStatus: 'FAILED', DeliverLogsErrorMessage: 'Access error' })?.deliveryError,
    ).toBe('Access error');
    expect(flowLog({ DeliverLogsStatus: 'FAILED' })?.deliveryError).toBe('FAILED');
    expect(flowLog({ DeliverLogsStatus: 'SUCCESS' })?.deliveryError).toBeNull();
    for (const ResourceId of ['vpc-1', 'subnet-1', 'eni-1', 'tgw-1'])
      expect(flowLog({ ResourceId })?.resourceId).toBe(ResourceId);
  });

  it.each(['ACCEPT', 'REJECT', 'ALL'])('may record of all traffic only %s', (TrafficType) => {
    expect(flowLog({ TrafficType })?.trafficType).toBe(TrafficType);
  });

  it('in a bucket say where and how files are written', () => {
    const DestinationOptions = {
      FileFormat: 'parquet',
      HiveCompatiblePartitions: true,
      PerHourPartition: true,
    };
    const LogDestination = 'arn:aws:s3:::logs/prefix';
    expect(flowLog({ LogDestinationType: 's3', LogDestination, DestinationOptions })?.destination).toBe('s3');
  });

  it.each([
    ['2024-05-01T10:00:00.000Z', 1714557600],
    ['2024-05-01T10:00:00+00:00', 1714557600],
    [new Date(1714557600000), 1714557600],
    [1714557600, 1714557600],
    ['<datetime>', null],
  ])('were created at %s', (CreationTime, created) => {
    expect(flowLog({ CreationTime })?.created).toBe(created);
  });
});

describe('prefix lists', () => {
  const file = (source: string, json: unknown) => ({ source, json });
  const lists = {
    PrefixLists: [
      {
        PrefixListId: 'pl-1',
        PrefixListName: 'office',
        AddressFamily: 'IPv4',
        MaxEntries: 5,
        OwnerId: '1',
        State: 'create-complete',
      },
    ],
  };
  const referring = {
    SecurityGroups: [
      {
        GroupId: 'sg-1',
        IpPermissions: [{ IpProtocol: '-1', PrefixListIds: [{ PrefixListId: 'pl-1' }] }],
        IpPermissionsEgress: [],
      },
    ],
  };

  it('lack their entries until the second call is given, whose file name says which list it is of', () => {
    const without = networkOf(lists, referring);
    expect(without.prefixLists.get('pl-1')).toMatchObject({ name: 'office', family: 4, entries: null });
    expect(without.gaps).toMatchObject([{ kind: 'prefix-list-entries', id: 'pl-1', reason: 'not-stated' }]);
    const { network, problems } = readFiles([
      file('lists.json', lists),
      file('groups.json', referring),
      file('calls/entries-pl-1.json', {
        Entries: [{ Cidr: '192.0.2.0/24', Description: 'x' }, { Cidr: '10.0.0.0/8' }],
      }),
    ]);
    expect(problems).toEqual([]);
    expect(network.gaps).toEqual([]);
    expect(network.prefixLists.get('pl-1')?.entries?.map(printCidr)).toEqual(['10.0.0.0/8', '192.0.2.0/24']);
  });

  it('may be empty, which is not the same as not given', () => {
    const { network } = readFiles([file('entries-pl-1.json', { Entries: [] }), file('g.json', referring)]);
    expect(network.prefixLists.get('pl-1')?.entries).toEqual([]);
    expect(network.gaps).toEqual([]);
  });

  it('are never guessed for entries that name no list', () => {
    const { network, problems } = readFiles([
      file('entries.json', { Entries: [{ Cidr: '10.0.0.0/8' }] }),
      file('l.json', lists),
    ]);
    expect(network.prefixLists.get('pl-1')?.entries).toBeNull();
    expect(problems).toMatchObject([
      { kind: 'unnamed-answer', needs: 'prefix-list', call: 'ec2 get-managed-prefix-list-entries' },
    ]);
  });

  it('of AWS come without MaxEntries, and from the older call with their blocks', () => {
    const { prefixLists } = networkOf({
      PrefixLists: [
        {
          PrefixListId: 'pl-6da54004',
          PrefixListName: 'com.amazonaws.eu-west-1.s3',
          OwnerId: 'AWS',
          State: 'active',
        },
        { PrefixListId: 'pl-2', PrefixListName: 'com.amazonaws.eu-west-1.dynamodb', Cidrs: ['52.94.5.0/24'] },
      ],
    });
    expect(prefixLists.get('pl-6da54004')).toMatchObject({ maxEntries: null, entries: null, ownerId: 'AWS' });
    expect(prefixLists.get('pl-2')?.entries?.map(printCidr)).toEqual(['52.94.5.0/24']);
  });
});

describe('transit gateways', () => {
  it('are put together from six answers', () => {
    const { network, problems } = readFiles([
      {
        source: 'tgw.json',
        json: {
          TransitGateways: [
            {
              TransitGatewayId: 'tgw-1',
              State: 'available',
              Options: { SecurityGroupReferencingSupport: 'disable' },
            },
          ],
        },
      },
      {
        source: 'vpc-attachments.json',
        json: {
          TransitGatewayVpcAttachments: [
            {
              TransitGatewayAttachmentId: 'tgw-attach-1',
              TransitGatewayId: 'tgw-1',
              VpcId: 'vpc-1',
              SubnetIds: ['subnet-2', 'subnet-1'],
              State: 'available',
              Options: { SecurityGroupReferencingSupport: 'enable', ApplianceModeSupport: 'disable' },
            },
          ],
        },
      },
      {
        source: 'attachments.json',
        json: {
          TransitGatewayAttachments: [
            {
              TransitGatewayAttachmentId: 'tgw-attach-1',
              TransitGatewayId: 'tgw-1',
              ResourceType: 'vpc',
              ResourceId: 'vpc-1',
              State: 'available',
              Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' },
            },
            {
              TransitGatewayAttachmentId: 'tgw-attach-2',
              TransitGatewayId: 'tgw-1',
              ResourceType: 'vpn',
              ResourceId: 'vpn-1',
              State: 'available',
            },
          ],
        },
      },
      {
        source: 'tables.json',
        json: {
          TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: 'tgw-rtb-1', TransitGatewayId: 'tgw-1' }],
        },
      },
      {
        source: 'routes-tgw-rtb-1.json',
        json: {
          Routes: [
            {
              DestinationCidrBlock: '10.1.0.0/16',
              Type: 'propagated',
              State: 'active',
              TransitGatewayAttachments: [
                { ResourceId: 'vpc-1', TransitGatewayAttachmentId: 'tgw-attach-1', ResourceType: 'vpc' },
              ],
            },
            { DestinationCidrBlock: '10.2.0.0/16', Type: 'static', State: 'blackhole' },
            { DestinationCidrBlock: '10.3.0.0/16', State: 'deleted' },
          ],
          AdditionalRoutesAvailable: false,
        },
      },
      {
        source: 'propagations-tgw-rtb-1.json',
        json: {
          TransitGatewayRouteTablePropagations: [
            { TransitGatewayAttachmentId: 'tgw-attach-1', State: 'enabled' },
          ],
        },
      },
    ]);
    expect(problems).toEqual([]);
    expect(network.transitGateways.get('tgw-1')?.securityGroupReferencing).toBe(false);
    expect(network.transitGatewayAttachments.get('tgw-attach-1')).toMatchObject({
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1', 'subnet-2'],
      securityGroupReferencing: true,
      applianceMode: false,
      routeTableId: 'tgw-rtb-1',
    });
    expect(network.transitGatewayAttachments.get('tgw-attach-2')).toMatchObject({
      vpcId: null,
      routeTableId: null,
    });
    const it = network.transitGatewayRouteTables.get('tgw-rtb-1');
    expect(it?.routes?.map(({ state, attachmentIds }) => [state, attachmentIds])).toEqual([
      ['active', ['tgw-attach-1']],
      ['blackhole', []],
    ]);
    expect(it?.propagatingAttachmentIds).toEqual(['tgw-attach-1']);
  });

  it('do not know the table of an attachment that only the VPC call described, until its associations are given', () => {
    const attachment = {
      TransitGatewayVpcAttachments: [
        { TransitGatewayAttachmentId: 'tgw-attach-1', VpcId: 'vpc-1', SubnetIds: [] },
      ],
    };
    const known = networkOf(attachment).transitGatewayAttachments.get('tgw-attach-1');
    expect(known).toMatchObject({ resourceType: 'vpc', routeTableId: 'unknown' });
    const { network } = readFiles([
      { source: 'a.json', json: attachment },
      {
        source: 'associations-tgw-rtb-7.json',
        json: {
          Associations: [
            {
              TransitGatewayAttachmentId: 'tgw-attach-1',
              ResourceId: 'vpc-1',
              ResourceType: 'vpc',
              State: 'associated',
            },
          ],
        },
      },
    ]);
    expect(network.transitGatewayAttachments.get('tgw-attach-1')?.routeTableId).toBe('tgw-rtb-7');
  });

  it('leave their routes unknown when there were more of them than the answer holds', () => {
    const { network } = readFiles([
      {
        source: 'routes-tgw-rtb-1.json',
        json: {
          Routes: [{ DestinationCidrBlock: '10.1.0.0/16', State: 'active' }],
          AdditionalRoutesAvailable: true,
        },
      },
    ]);
    expect(network.transitGatewayRouteTables.get('tgw-rtb-1')?.routes ?? null).toBeNull();
    expect(network.gaps).toMatchObject([{ kind: 'transit-gateway', id: 'tgw-rtb-1', reason: 'more-pages' }]);
  });
});

describe('load balancers', () => {
  const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/0123456789abcdef';
  const BALANCER =
    'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/edge/0123456789abcdef';

  it('are put together from five answers, of which two are named by their files', () => {
    const named = encodeURIComponent(GROUP);
    const { network, problems } = readFiles([
      {
        source: 'lb.json',
        json: {
          LoadBalancers: [
            {
              LoadBalancerArn: BALANCER,
              LoadBalancerName: 'edge',
              Type: 'network',
              Scheme: 'internal',
              VpcId: 'vpc-1',
              State: { Code: 'active' },
              AvailabilityZones: [{ SubnetId: 'subnet-1' }],
              EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
            },
          ],
        },
      },
      {
        source: 'listeners.json',
        json: {
          Listeners: [
            {
              ListenerArn: 'arn:l',
              LoadBalancerArn: BALANCER,
              Protocol: 'TCP',
              Port: 443,
              DefaultActions: [
                {
                  Type: 'forward',
                  TargetGroupArn: GROUP,
                  ForwardConfig: { TargetGroups: [{ TargetGroupArn: GROUP, Weight: 1 }] },
                },
              ],
            },
          ],
        },
      },
      {
        source: 'tg.json',
        json: {
          TargetGroups: [
            {
              TargetGroupArn: GROUP,
              TargetGroupName: 'web',
              Protocol: 'TCP',
              Port: 8443,
              VpcId: 'vpc-1',
              TargetType: 'ip',
              HealthCheckPort: 'traffic-port',
              LoadBalancerArns: [BALANCER],
            },
          ],
        },
      },
      {
        source: `attributes-${named}.json`,
        json: {
          Attributes: [
            { Key: 'preserve_client_ip.enabled', Value: 'false' },
            { Key: 'stickiness.enabled', Value: 'true' },
          ],
        },
      },
      {
        source: `health/${named}`,
        json: {
          TargetHealthDescriptions: [
            {
              Target: { Id: '10.0.0.5', Port: 8443 },
              HealthCheckPort: '8443',
              TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout' },
            },
          ],
        },
      },
    ]);
    expect(problems).toEqual([]);
    expect(network.loadBalancers.get(BALANCER)).toMatchObject({
      securityGroupIds: null,
      enforcesInboundOnPrivateLink: false,
      listeners: [{ port: 443, targetGroupIds: [GROUP] }],
    });
    expect(network.targetGroups.get(GROUP)).toMatchObject({
      preservesClientIp: false,
      healthCheckPort: 'traffic-port',
      targets: [{ id: '10.0.0.5', address: { family: 4 }, state: 'unhealthy', reason: 'Target.Timeout' }],
    });
  });

  it('are not known by listeners alone, but for what their ARN says', () => {
    const { network } = readFiles([
      { source: 'l.json', json: { Listeners: [{ ListenerArn: 'arn:l', LoadBalancerArn: BALANCER }] } },
    ]);
    expect(network.loadBalancers.get(BALANCER)).toMatchObject({ type: 'network', name: 'edge' });
    expect(network.given.has('loadBalancers')).toBe(false);
  });

  it('refuse health and attributes that name no target group', () => {
    const { problems } = readFiles([
      { source: 'h.json', json: { TargetHealthDescriptions: [], Attributes: [] } },
    ]);
    expect(problems.map(({ kind }) => kind)).toEqual(['unnamed-answer', 'unnamed-answer']);
  });
});
