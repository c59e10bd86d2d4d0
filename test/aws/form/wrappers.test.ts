import { describe, expect, it } from 'vitest';
import { networkOf, read, readFiles } from '../read.js';

const SUBNET = { SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' };
const GROUP = { GroupId: 'sg-1', GroupName: 'default', IpPermissions: [], IpPermissionsEgress: [] };
const ACL = { NetworkAclId: 'acl-1', Associations: [], Entries: [] };
const METADATA = {
  RequestId: 'x',
  HTTPStatusCode: 200,
  HTTPHeaders: { Date: 'Wed, 01 May 2024 00:00:00 GMT' },
  RetryAttempts: 0,
};

describe('an answer inside a wrapper', () => {
  it.each([
    ['with the metadata of the SDK for Python', { Subnets: [SUBNET], ResponseMetadata: METADATA }],
    ['with empty metadata', { Subnets: [SUBNET], ResponseMetadata: {} }],
    ['with the metadata of the SDK for JavaScript', { Subnets: [SUBNET], $metadata: { attempts: 1 } }],
    ['with the metadata of the SDK for Go', { Subnets: [SUBNET], NextToken: null, ResultMetadata: {} }],
    ['of a test recorder', { status_code: 200, data: { Subnets: [SUBNET], ResponseMetadata: {} } }],
    [
      'of a snapshot test',
      {
        'tests/test_ec2.py::test_x': {
          'recorded-date': '10-05-2023, 11:22:33',
          'recorded-content': { 'describe-subnets': { Subnets: [SUBNET] } },
        },
      },
    ],
    ['of a collector', { collector_version: '1', subnets: [SUBNET], network_acls: null }],
    ['in a list of pages', [{ Subnets: [], NextToken: 'a' }, { Subnets: [SUBNET] }]],
    ['as a list by itself', [SUBNET]],
    ['as one resource by itself', SUBNET],
    ['of a recorder, in a list', [{ Subnets: [SUBNET], ResponseMetadata: METADATA }]],
  ])('%s is read', (_, document) => {
    const { network, problems } = read(document);
    expect(problems).toEqual([]);
    expect(network.subnets.get('subnet-1')).toEqual(networkOf({ Subnets: [SUBNET] }).subnets.get('subnet-1'));
  });

  it('of one file with all answers is read', () => {
    const { given } = networkOf({ Subnets: [SUBNET], SecurityGroups: [GROUP], NetworkAcls: [ACL] });
    expect([...given].sort()).toEqual(['networkAcls', 'securityGroups', 'subnets']);
  });

  it('that is one merged list of several kinds is read', () => {
    const { subnets, securityGroups } = networkOf([SUBNET, GROUP]);
    expect([subnets.size, securityGroups.size]).toEqual([1, 1]);
  });
});

describe('what is whole', () => {
  const givenBy = (document: unknown) => networkOf(document).given.has('subnets');

  it('a recorded answer and a list of pages up to the last one', () => {
    expect(givenBy({ status_code: 200, data: { Subnets: [SUBNET] } })).toBe(true);
    expect(givenBy([{ Subnets: [SUBNET], NextToken: 'a' }, { Subnets: [] }])).toBe(true);
    expect(givenBy({ subnets: [SUBNET] })).toBe(true);
  });

  it('not a list of pages whose last one goes on', () => {
    const { given, gaps } = networkOf([{ Subnets: [] }, { Subnets: [SUBNET], NextToken: 'a' }]);
    expect(given.has('subnets')).toBe(false);
    expect(gaps).toMatchObject([{ kind: 'subnet', id: null, needs: 'aws ec2 describe-subnets' }]);
  });

  it.each([
    ['a list without its key, as nothing says that it ends', [SUBNET]],
    ['one resource by itself', SUBNET],
    [
      'what a test made',
      { t: { 'recorded-date': '10-05-2023, 11:22:33', 'recorded-content': { s: { Subnets: [SUBNET] } } } },
    ],
  ])('not %s', (_, document) => {
    const { given, gaps } = networkOf(document);
    expect(given.has('subnets')).toBe(false);
    expect(gaps).toMatchObject([{ kind: 'subnet', id: null, reason: 'not-stated' }]);
  });

  it('an answer beside a list that is not', () => {
    const { given, gaps } = networkOf([SUBNET], { Subnets: [SUBNET] });
    expect(given.has('subnets')).toBe(true);
    expect(gaps).toEqual([]);
  });
});

describe('a recorded answer', () => {
  it('has times as objects', () => {
    const CreationTime = {
      __class__: 'datetime',
      year: 2016,
      month: 6,
      day: 8,
      hour: 21,
      minute: 19,
      second: 26,
      microsecond: 5,
    };
    const FlowLogs = [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'ALL', CreationTime }];
    expect(networkOf({ status_code: 200, data: { FlowLogs } }).flowLogs.get('fl-1')?.created).toBe(
      Date.UTC(2016, 5, 8, 21, 19, 26) / 1000,
    );
  });

  it('that was an error is one, and no empty list', () => {
    const error = { Code: 'UnauthorizedOperation', Message: 'You are not authorized.' };
    const { network, problems } = read({ status_code: 403, data: { Error: error, ResponseMetadata: {} } });
    expect(network.given.size).toBe(0);
    expect(problems).toEqual([
      {
        kind: 'aws-error',
        origin: { source: '1.json', line: null },
        code: 'UnauthorizedOperation',
        message: 'You are not authorized.',
        operation: null,
      },
    ]);
  });

  it('with a status of its own and nothing else is an error too', () => {
    expect(read({ status_code: 500, data: {} }).problems).toMatchObject([
      { kind: 'aws-error', code: 'HTTP 500' },
    ]);
  });

  it('whose file is numbered is a call of its own: all calls are put together, and what differs is told', () => {
    const call = (number: number, ...Subnets: readonly unknown[]) => ({
      source: `ec2.DescribeSubnets_${number}.json`,
      json: { status_code: 200, data: { Subnets, ResponseMetadata: {} } },
    });
    const second = { ...SUBNET, SubnetId: 'subnet-2' };
    const { network, problems } = readFiles([call(1, SUBNET, second), call(2, SUBNET), call(3)]);
    expect([...network.subnets.keys()]).toEqual(['subnet-1', 'subnet-2']);
    expect(problems).toEqual([]);
    const moved = readFiles([call(1, SUBNET), call(2, { ...SUBNET, VpcId: 'vpc-2' })]).problems;
    expect(moved).toMatchObject([{ kind: 'conflicting-copies', id: 'subnet-1' }]);
  });

  it('that goes on is not ended by the next call, which may have asked for something else', () => {
    const call = (number: number, data: object) => ({
      source: `ec2.DescribeSubnets_${number}.json`,
      json: { status_code: 200, data },
    });
    const { network } = readFiles([
      call(1, { Subnets: [SUBNET], NextToken: 'x' }),
      call(2, { Subnets: [{ ...SUBNET, SubnetId: 'subnet-2' }] }),
    ]);
    expect([network.subnets.size, network.given.has('subnets')]).toEqual([2, false]);
    expect(network.gaps).toMatchObject([{ kind: 'subnet', id: null, reason: 'more-pages' }]);
  });

  it('is newer than another one by the date that AWS answered', () => {
    const at = (date: string) => ({ HTTPHeaders: { date } });
    const old = {
      Subnets: [{ ...SUBNET, VpcId: 'vpc-old', OwnerId: '111122223333', AvailabilityZone: 'eu-west-1a' }],
      ResponseMetadata: at('Wed, 01 May 2024 00:00:00 GMT'),
    };
    const recent = { Subnets: [SUBNET], ResponseMetadata: at('Thu, 02 May 2024 00:00:00 GMT') };
    for (const documents of [
      [old, recent],
      [recent, old],
    ]) {
      const { network, problems } = read(...documents);
      expect(network.subnets.get('subnet-1')?.vpcId).toBe('vpc-1');
      expect(problems).toMatchObject([{ kind: 'conflicting-copies', because: 'captured-later' }]);
    }
  });
});

describe('an error of AWS', () => {
  it.each([
    ['of the command line', { Error: { Code: 'AuthFailure', Message: 'no' } }],
    ['of the EC2 API', { Response: { Errors: [{ Code: 'AuthFailure', Message: 'no' }] } }],
    ['of a JSON API', { __type: 'com.amazon.coral#AuthFailure', message: 'no' }],
  ])('%s is named', (_, document) => {
    expect(read(document).problems).toMatchObject([
      { kind: 'aws-error', code: 'AuthFailure', message: 'no' },
    ]);
  });
});

describe('a collector’s file', () => {
  it('has null for what is not set, and instances by themselves', () => {
    const { interfaces, instances, securityGroups, given } = networkOf({
      vpcs: null,
      instances: [
        {
          InstanceId: 'InstanceId:7',
          InstanceType: 't3.micro',
          Platform: null,
          NetworkInterfaces: [
            {
              NetworkInterfaceId: 'NetworkInterfaceId:3',
              Groups: [{ GroupId: 'GroupId:10', GroupName: null }],
              PrivateIpAddress: '10.0.0.4',
              PrivateIpAddresses: null,
              Ipv6Addresses: null,
              Attachment: null,
            },
          ],
        },
      ],
      security_groups: [
        {
          GroupId: 'GroupId:10',
          VpcId: 'VpcId:5',
          IpPermissions: [
            {
              IpProtocol: '-1',
              FromPort: null,
              ToPort: null,
              IpRanges: [{ CidrIp: '0.0.0.0/0', Description: null }],
              Ipv6Ranges: null,
              PrefixListIds: null,
              UserIdGroupPairs: null,
            },
          ],
          IpPermissionsEgress: null,
        },
      ],
    });
    expect(interfaces.get('NetworkInterfaceId:3')?.securityGroupIds).toEqual(['GroupId:10']);
    expect(instances.get('InstanceId:7')?.platform).toBe('other');
    expect(securityGroups.get('GroupId:10')?.ingress).toHaveLength(1);
    expect(securityGroups.get('GroupId:10')?.egress).toBeNull();
    expect(given.has('vpcs')).toBe(false);
  });
});

describe('a scanner’s resource', () => {
  it('has its id and name where every other kind has them', () => {
    const { securityGroups } = networkOf({
      AccountId: '111122223333',
      ARN: 'arn:aws:ec2:us-west-2:111122223333:security-group/sg-9',
      ID: 'sg-9',
      Name: 'web',
      Region: 'us-west-2',
      ResourceId: 'arn:aws:ec2:us-west-2:111122223333:security-group/sg-9',
      ResourceType: 'AWS.EC2.SecurityGroup',
      Tags: { team: 'x' },
      IpPermissions: [
        {
          FromPort: 3306,
          ToPort: 3306,
          IpProtocol: '-1',
          IpRanges: [{ CidrIp: '0.0.0.0/0', Description: null }],
          Ipv6Ranges: null,
          PrefixListIds: null,
          UserIdGroupPairs: null,
        },
      ],
      IpPermissionsEgress: null,
      OwnerId: '111122223333',
      VpcId: 'vpc-1',
    });
    expect(securityGroups.get('sg-9')).toMatchObject({
      name: 'web',
      vpcId: 'vpc-1',
      ingress: [{ protocol: 'all', ports: null }],
      egress: null,
    });
  });

  it('that is a VPC holds its tables, ACLs, groups and flow logs', () => {
    const { vpcs, routeTables, networkAcls, securityGroups, flowLogs } = networkOf({
      ResourceType: 'AWS.EC2.VPC',
      ID: 'vpc-1',
      Tags: null,
      CidrBlock: '10.0.0.0/16',
      CidrBlockAssociationSet: null,
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          VpcId: 'vpc-1',
          Associations: [{ Main: true, SubnetId: null, GatewayId: null }],
          Routes: [
            {
              DestinationCidrBlock: '0.0.0.0/0',
              DestinationIpv6CidrBlock: null,
              GatewayId: 'igw-1',
              NatGatewayId: null,
              InstanceId: null,
              State: 'active',
            },
          ],
        },
      ],
      NetworkAcls: [ACL],
      SecurityGroups: [GROUP],
      FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'ALL' }],
    });
    expect([vpcs, routeTables, networkAcls, securityGroups, flowLogs].map(({ size }) => size)).toEqual([
      1, 1, 1, 1, 1,
    ]);
    expect(routeTables.get('rtb-1')?.isMain).toBe(true);
  });
});

describe('what is no answer is named for what it is', () => {
  it.each([
    [
      'a CloudFormation template',
      { AWSTemplateFormatVersion: '2010-09-09', Resources: {} },
      { kind: 'foreign-document', looksLike: 'cloudformation-template' },
    ],
    [
      'a template without a version, with numbers, intrinsics and conditions',
      {
        Resources: {
          Web: {
            Type: 'AWS::EC2::SecurityGroup',
            Condition: 'IsProd',
            Properties: {
              SecurityGroupIngress: { 'Fn::If': ['A', { IpProtocol: -1 }, { Ref: 'AWS::NoValue' }] },
            },
          },
        },
      },
      { kind: 'foreign-document', looksLike: 'cloudformation-template' },
    ],
    [
      'a list with keys of its own, by --query',
      [{ Name: 'web', ID: 'sg-1' }],
      { kind: 'foreign-document', looksLike: 'query-output', keys: ['Name', 'ID'] },
    ],
    [
      'a list of lists, by --query',
      [['sg-1', 'web']],
      { kind: 'foreign-document', looksLike: 'query-output', keys: [] },
    ],
    [
      'a list of ids, by --query',
      ['sg-1'],
      { kind: 'foreign-document', looksLike: 'query-output', keys: [] },
    ],
    ['an object with other keys', { Name: 'web' }, { kind: 'not-an-aws-answer', keys: ['Name'] }],
    [
      'what a snapshot test recorded beside answers',
      {
        t: {
          'recorded-date': 'x',
          'recorded-content': { delete: { ok: true } },
        },
      },
      { kind: 'not-an-aws-answer', keys: ['ok'] },
    ],
  ])('%s', (_, document, problem) => {
    const { network, problems } = read(document);
    expect(problems).toMatchObject([problem]);
    expect(network.given.size).toBe(0);
  });
});
