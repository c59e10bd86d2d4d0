import { describe, expect, it } from 'vitest';
import { networkOf, read } from '../read.js';

type Fields = Readonly<Record<string, unknown>>;

const item = (resourceType: string, resourceId: string, configuration: unknown, more: Fields = {}) => ({
  resourceType,
  resourceId,
  awsRegion: 'eu-west-1',
  accountId: '111122223333',
  configurationItemStatus: 'OK',
  configurationItemCaptureTime: '2024-05-01T00:00:00.000Z',
  relationships: [
    { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relationshipName: 'Is contained in Vpc' },
  ],
  configuration,
  ...more,
});

const GROUP = {
  groupId: 'sg-1',
  groupName: 'web',
  vpcId: 'vpc-1',
  ownerId: '111122223333',
  ipPermissions: [
    {
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      ipRanges: ['0.0.0.0/0'],
      ipv4Ranges: [{ cidrIp: '0.0.0.0/0', description: 'all' }],
      ipv6Ranges: [{ cidrIpv6: '::/0' }],
      prefixListIds: [],
      userIdGroupPairs: [{ groupId: 'sg-2', userId: '111122223333', groupName: null }],
    },
  ],
  ipPermissionsEgress: [],
};
const group = (more: Fields = {}) => item('AWS::EC2::SecurityGroup', 'sg-1', GROUP, more);

describe('items of AWS Config', () => {
  it.each([
    ['a snapshot', { fileVersion: '1.0', configSnapshotId: 'x', configurationItems: [group()] }],
    ['a history', { configurationItems: [group({ configuration: JSON.stringify(GROUP) })], nextToken: '' }],
    [
      'batch-get-resource-config',
      { baseConfigurationItems: [group({ configuration: JSON.stringify(GROUP) })] },
    ],
    ['an item by itself', group()],
    ['items in a list', [group()]],
    ['an advanced query', { Results: [JSON.stringify(group())], QueryInfo: { SelectFields: [] } }],
    [
      'a rule’s event',
      {
        invokingEvent: JSON.stringify({ configurationItem: group(), messageType: 'X' }),
        ruleParameters: '{}',
      },
    ],
    [
      'a message of SNS',
      {
        Type: 'Notification',
        Message: JSON.stringify({
          configurationItemDiff: { changedProperties: {}, changeType: 'UPDATE' },
          configurationItem: group(),
        }),
      },
    ],
    [
      'a message of SNS to Lambda',
      {
        Records: [
          { EventSource: 'aws:sns', Sns: { Message: JSON.stringify({ configurationItem: group() }) } },
        ],
      },
    ],
    [
      'a message of SNS in SQS',
      {
        Records: [
          {
            body: JSON.stringify({
              Type: 'Notification',
              Message: JSON.stringify({ configurationItem: group() }),
            }),
          },
        ],
      },
    ],
    ['an event of EventBridge', { 'detail-type': 'X', detail: { configurationItem: group() } }],
    [
      'other names for the same fields',
      {
        configurationItems: [
          {
            ARN: 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1',
            awsAccountId: '111122223333',
            configurationStateId: 7,
            configurationItemVersion: '1.0',
            availabilityZone: 'Not Applicable',
            configurationItemStatus: 'ResourceDiscovered',
            configurationItemCaptureTime: 1714521600,
            resourceType: 'AWS::EC2::SecurityGroup',
            resourceId: 'sg-1',
            tags: { a: 'b' },
            configuration: { ...GROUP, tags: [{ tagName: 'a', tagValue: 'b' }] },
          },
        ],
      },
    ],
    [
      'what is spelled otherwise in AWS’s samples, with places that are no zone',
      {
        configurationItems: ['Not Applicable', 'Multiple Availability Zones', 'Regional'].map((zone) =>
          group({
            version: '1.3',
            arn: 'arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1',
            configurationItemMD5Hash: '',
            configurationStateMd5Hash: '',
            configurationStateId: '1714521600000',
            availabilityZone: zone,
            availibilityZone: zone,
            relationships: [
              { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', name: 'Is contained in Vpc' },
            ],
          }),
        ),
      },
    ],
    [
      'a message that tells what changed, of which only what holds now',
      {
        configurationItemDiff: {
          changeType: 'UPDATE',
          changedProperties: {
            'Configuration.IpPermissions.0': {
              previousValue: { ipProtocol: '-1', ipRanges: ['10.0.0.0/8'] },
              updatedValue: null,
              changeType: 'DELETE',
            },
          },
        },
        configurationItem: group(),
      },
    ],
  ])('%s is read', (_, document) => {
    const { network, problems } = read(document);
    expect(problems).toEqual([]);
    expect(network.securityGroups.get('sg-1')).toMatchObject({
      name: 'web',
      vpcId: 'vpc-1',
      ownerId: '111122223333',
      egress: [],
    });
    // IPv4 once, IPv6, and the group.
    expect(network.securityGroups.get('sg-1')?.ingress).toHaveLength(3);
  });

  it('count IPv4 ranges once, whether they are stated once or twice', () => {
    const permission = { ipProtocol: '-1', ipRanges: ['10.0.0.0/8'] };
    const old = { ...GROUP, ipPermissions: [permission] };
    const both = { ...GROUP, ipPermissions: [{ ...permission, ipv4Ranges: [{ cidrIp: '10.0.0.0/8' }] }] };
    const rules = [old, both].map(
      (it) => networkOf(item('AWS::EC2::SecurityGroup', 'sg-1', it)).securityGroups.get('sg-1')?.ingress,
    );
    expect(rules[0]).toHaveLength(1);
    expect(rules[0]).toEqual(rules[1]);
  });

  it('that were deleted are gone, also from a history that remembers them', () => {
    const deleted = group({
      configurationItemStatus: 'ResourceDeleted',
      configuration: 'null',
      configurationItemCaptureTime: '2024-05-02T00:00:00.000Z',
    });
    for (const configurationItems of [
      [group(), deleted],
      [deleted, group()],
    ]) {
      const { network, problems } = read({ configurationItems });
      expect([network.securityGroups.size, problems]).toEqual([0, []]);
    }
    const notRecorded = group({ configurationItemStatus: 'ResourceDeletedNotRecorded', configuration: null });
    expect(read(notRecorded).network.securityGroups.size).toBe(0);
  });

  it('of several times are used as of the newest', () => {
    const older = group({
      configuration: { ...GROUP, ipPermissions: [] },
      configurationItemCaptureTime: '2024-04-01T00:00:00.000Z',
    });
    for (const configurationItems of [
      [group(), older],
      [older, group()],
    ])
      expect(networkOf({ configurationItems }).securityGroups.get('sg-1')?.ingress).toHaveLength(3);
  });

  it('never say that there is nothing else', () => {
    const { given, gaps } = networkOf(group());
    expect(given.size).toBe(0);
    expect(gaps).toContainEqual({
      kind: 'security-group',
      id: null,
      needs: 'aws ec2 describe-security-groups',
      reason: 'not-stated',
    });
  });

  it('in files that were cut by size make one network, and a history that goes on says no more than one', () => {
    const subnet = item('AWS::EC2::Subnet', 'subnet-1', { subnetId: 'subnet-1', cidrBlock: '10.0.1.0/24' });
    const { network, problems } = read(
      { configurationItems: [subnet] },
      { configurationItems: [group()], nextToken: 'x' },
    );
    expect(problems).toEqual([]);
    expect([network.subnets.size, network.securityGroups.size, network.given.size]).toEqual([1, 1, 0]);
    expect(network.gaps).toContainEqual(
      expect.objectContaining({ kind: 'security-group', id: null, reason: 'not-stated' }),
    );
  });

  it('of a group tell no members, and of a rule no entries of its prefix list: both are gaps', () => {
    const ipPermissions = [
      { ipProtocol: '-1', prefixListIds: [{ prefixListId: 'pl-1' }] },
      { ipProtocol: '-1', userIdGroupPairs: [{ groupId: 'sg-2', userId: '111122223333' }] },
    ];
    const relationships = [
      {
        resourceType: 'AWS::EC2::NetworkInterface',
        resourceId: 'eni-1',
        relationshipName: 'Is associated with NetworkInterface',
      },
    ];
    const { interfaces, gaps } = networkOf(
      group({ relationships, configuration: { ...GROUP, ipPermissions } }),
    );
    expect(interfaces.size).toBe(0);
    expect(gaps).toContainEqual(expect.objectContaining({ kind: 'prefix-list-entries', id: 'pl-1' }));
    expect(gaps).toContainEqual(expect.objectContaining({ kind: 'security-group-members', id: 'sg-2' }));
  });

  it('that were too large to be sent are named, with the call that gives them', () => {
    const { problems } = read({
      configurationItemSummary: { resourceType: 'AWS::EC2::SecurityGroup', resourceId: 'sg-1' },
      s3DeliverySummary: { s3BucketLocation: 'x' },
    });
    expect(problems).toMatchObject([
      { kind: 'item-without-configuration', type: 'AWS::EC2::SecurityGroup', id: 'sg-1' },
    ]);
  });

  it('that are not recorded are named', () => {
    const it = group({ configurationItemStatus: 'ResourceNotRecorded', configuration: null });
    expect(read(it).problems).toMatchObject([{ kind: 'item-without-configuration', id: 'sg-1' }]);
  });

  it('of types that bear on the network and are not read are named, others are not', () => {
    const { problems } = read({
      configurationItems: [
        item('AWS::EC2::VPNGateway', 'vgw-1', { vpnGatewayId: 'vgw-1' }),
        item('AWS::S3::Bucket', 'x', { name: 'x' }),
        item('AWS::EC2::Volume', 'vol-1', { volumeId: 'vol-1' }),
      ],
    });
    expect(problems).toMatchObject([{ kind: 'unread-types', types: ['AWS::EC2::VPNGateway'] }]);
  });

  it('of every kind are read', () => {
    const network = networkOf({
      configurationItems: [
        item('AWS::EC2::VPC', 'vpc-1', {
          vpcId: 'vpc-1',
          cidrBlock: '10.0.0.0/16',
          state: { value: 'available' },
          cidrBlockAssociationSet: [{ cidrBlock: '10.0.0.0/16', cidrBlockState: { state: 'associated' } }],
        }),
        item('AWS::EC2::Subnet', 'subnet-1', {
          subnetId: 'subnet-1',
          vpcId: 'vpc-1',
          cidrBlock: '10.0.1.0/24',
          state: { value: 'available' },
        }),
        item('AWS::EC2::NetworkInterface', 'eni-1', {
          networkInterfaceId: 'eni-1',
          subnetId: 'subnet-1',
          vpcId: 'vpc-1',
          interfaceType: 'nat_gateway',
          groups: [],
          privateIpAddress: '10.0.1.4',
          privateIpAddresses: [
            { primary: true, privateIpAddress: '10.0.1.4', association: { publicIp: '203.0.113.4' } },
          ],
          tagSet: [{ key: 'a', value: 'b' }],
        }),
        item('AWS::EC2::Instance', 'i-1', {
          instanceId: 'i-1',
          instanceType: 't3.micro',
          platform: 'windows',
          state: { code: 16, name: 'running' },
          networkInterfaces: [],
        }),
        item('AWS::EC2::NetworkAcl', 'acl-1', {
          networkAclId: 'acl-1',
          vpcId: 'vpc-1',
          isDefault: true,
          entries: [
            {
              ruleNumber: 100,
              protocol: '6',
              ruleAction: 'allow',
              egress: false,
              cidrBlock: '0.0.0.0/0',
              portRange: { from: 80, to: 80 },
            },
            {
              ruleNumber: 110,
              protocol: '1',
              ruleAction: 'allow',
              egress: false,
              cidrBlock: '0.0.0.0/0',
              icmpTypeCode: { type: 8, code: -1 },
            },
          ],
          associations: [{ networkAclId: 'acl-1', subnetId: 'subnet-1' }],
        }),
        item('AWS::EC2::RouteTable', 'rtb-1', {
          routeTableId: 'rtb-1',
          vpcId: 'vpc-1',
          associations: [{ main: true, routeTableId: 'rtb-1' }],
          routes: [
            {
              destinationCidrBlock: '0.0.0.0/0',
              natGatewayId: 'nat-1',
              state: 'active',
              origin: 'CreateRoute',
            },
          ],
        }),
        item('AWS::EC2::PrefixList', 'pl-1', {
          PrefixListId: 'pl-1',
          PrefixListName: 'offices',
          AddressFamily: 'IPv4',
          MaxEntries: 5,
          Entries: [{ Cidr: '192.0.2.0/24' }, { Cidr: '198.51.100.0/24' }],
        }),
        item('AWS::EC2::VPCPeeringConnection', 'pcx-1', {
          vpcPeeringConnectionId: 'pcx-1',
          status: 'active',
          requesterVpcInfo: { vpcId: 'vpc-1' },
          accepterVpcInfo: { vpcId: 'vpc-2' },
        }),
        item('AWS::EC2::NatGateway', 'nat-1', {
          natGatewayId: 'nat-1',
          subnetId: 'subnet-1',
          vpcId: 'vpc-1',
          state: { value: 'available' },
          natGatewayAddresses: [
            { privateIp: '10.0.1.4', publicIp: '203.0.113.4', networkInterfaceId: 'eni-1' },
          ],
        }),
        item('AWS::EC2::InternetGateway', 'igw-1', {
          internetGatewayId: 'igw-1',
          attachments: [{ vpcId: 'vpc-1', state: 'available' }],
        }),
        item('AWS::EC2::EgressOnlyInternetGateway', 'eigw-1', {
          egressOnlyInternetGatewayId: 'eigw-1',
          attachments: [{ vpcId: 'vpc-1', state: 'attached' }],
        }),
        item('AWS::EC2::VPCEndpoint', 'vpce-1', {
          vpcEndpointId: 'vpce-1',
          vpcEndpointType: 'Gateway',
          vpcId: 'vpc-1',
          state: { value: 'Available' },
          routeTableIds: ['rtb-1'],
        }),
        item('AWS::EC2::TransitGateway', 'tgw-1', { Id: 'tgw-1', SecurityGroupReferencingSupport: 'enable' }),
        item('AWS::EC2::TransitGatewayAttachment', 'tgw-attach-1', {
          Id: 'tgw-attach-1',
          TransitGatewayId: 'tgw-1',
          VpcId: 'vpc-1',
          SubnetIds: ['subnet-1'],
        }),
        item('AWS::EC2::TransitGatewayRouteTable', 'tgw-rtb-1', {
          Id: 'tgw-rtb-1',
          TransitGatewayId: 'tgw-1',
        }),
        item('AWS::EC2::FlowLog', 'fl-1', {
          flowLogId: 'fl-1',
          resourceId: 'vpc-1',
          trafficType: 'REJECT',
          maxAggregationInterval: 60,
          creationTime: '2024-01-01T00:00:00Z',
        }),
        item('AWS::EC2::DHCPOptions', 'dopt-1', {
          DhcpOptionsId: 'dopt-1',
          DomainNameServers: ['AmazonProvidedDNS'],
          NtpServers: ['10.0.0.123'],
        }),
        item('AWS::EC2::VPCBlockPublicAccessOptions', 'x', {
          AccountId: '111122223333',
          InternetGatewayBlockMode: 'block-ingress',
        }),
        item('AWS::EC2::VPCBlockPublicAccessExclusion', 'vpcbpa-exclude-1', {
          ExclusionId: 'vpcbpa-exclude-1',
          SubnetId: 'subnet-1',
          InternetGatewayExclusionMode: 'allow-egress',
        }),
        item('AWS::ElasticLoadBalancingV2::LoadBalancer', 'arn:lb', {
          loadBalancerArn: 'arn:lb',
          loadBalancerName: 'web',
          type: 'network',
          dNSName: 'x',
          scheme: 'internal',
          state: { code: 'active' },
          securityGroups: [{ value: 'sg-1' }],
          availabilityZones: [{ subnetId: 'subnet-1' }],
        }),
        item('AWS::ElasticLoadBalancingV2::Listener', 'arn:listener', {
          ListenerArn: 'arn:listener',
          LoadBalancerArn: 'arn:lb',
          Port: 443,
          Protocol: 'TCP',
          DefaultActions: [{ Type: 'forward', TargetGroupArn: 'arn:tg' }],
        }),
      ],
    });
    expect(network.interfaces.get('eni-1')).toMatchObject({ type: 'nat_gateway', securityGroupIds: [] });
    expect(network.interfaces.get('eni-1')?.publicAddresses).toHaveLength(1);
    expect(network.instances.get('i-1')).toMatchObject({ platform: 'windows', state: 'running' });
    expect(network.networkAcls.get('acl-1')).toMatchObject({ isDefault: true, subnetIds: ['subnet-1'] });
    expect(network.networkAcls.get('acl-1')?.entries[0]).toMatchObject({ ports: { from: 80, to: 80 } });
    expect(network.routeTables.get('rtb-1')).toMatchObject({ isMain: true });
    expect(network.prefixLists.get('pl-1')).toMatchObject({ name: 'offices', family: 4, maxEntries: 5 });
    expect(network.prefixLists.get('pl-1')?.entries).toHaveLength(2);
    expect(network.peeringConnections.get('pcx-1')?.status).toBe('active');
    expect(network.natGateways.get('nat-1')).toMatchObject({ state: 'available', subnetId: 'subnet-1' });
    expect(network.internetGateways.get('igw-1')?.vpcIds).toEqual(['vpc-1']);
    expect(network.internetGateways.get('eigw-1')).toMatchObject({ egressOnly: true, vpcIds: ['vpc-1'] });
    expect(network.vpcEndpoints.get('vpce-1')).toMatchObject({ type: 'gateway', state: 'available' });
    expect(network.transitGateways.get('tgw-1')?.securityGroupReferencing).toBe(true);
    expect(network.transitGatewayAttachments.get('tgw-attach-1')).toMatchObject({
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1'],
      routeTableId: 'unknown',
    });
    expect(network.transitGatewayRouteTables.get('tgw-rtb-1')?.routes).toBeNull();
    expect(network.flowLogs.get('fl-1')).toMatchObject({ trafficType: 'REJECT', maxAggregationInterval: 60 });
    expect(network.dhcpOptions.get('dopt-1')?.domainNameServers).toEqual(['AmazonProvidedDNS']);
    expect([...network.blockPublicAccess.values()]).toMatchObject([
      { mode: 'block-ingress', region: 'eu-west-1' },
    ]);
    expect(network.blockPublicAccessExclusions.get('vpcbpa-exclude-1')?.resourceId).toBe('subnet-1');
    expect(network.loadBalancers.get('arn:lb')).toMatchObject({
      type: 'network',
      state: 'active',
      securityGroupIds: ['sg-1'],
      subnetIds: ['subnet-1'],
    });
  });
});
