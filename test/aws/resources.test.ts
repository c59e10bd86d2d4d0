import { describe, expect, it } from 'vitest';
import { print as printCidr } from '../../src/address/cidr.js';
import { print } from '../../src/address/ip-address.js';
import { networkOf } from './read.js';

const interfaceOf = (more: Readonly<Record<string, unknown>>) => {
  const answer = { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', ...more }] };
  const found = networkOf(answer).interfaces.get('eni-1');
  if (found === undefined) throw new Error('eni-1');
  return found;
};

describe('describe-network-interfaces', () => {
  it('gives primary, secondary and IPv6 addresses, each once', () => {
    const it = interfaceOf({
      PrivateIpAddress: '10.0.1.10',
      PrivateIpAddresses: [
        { Primary: true, PrivateIpAddress: '10.0.1.10' },
        { Primary: false, PrivateIpAddress: '10.0.1.11' },
      ],
      Ipv6Addresses: [{ Ipv6Address: '2001:DB8::1', IsPrimaryIpv6: false }],
    });
    expect(it.privateAddresses.map(print)).toEqual(['10.0.1.10', '10.0.1.11', '2001:db8::1']);
    expect(it.primaryIpv4 && print(it.primaryIpv4)).toBe('10.0.1.10');
  });

  it('gives public addresses of the interface and of its secondary addresses, each once', () => {
    const it = interfaceOf({
      Association: { PublicIp: '203.0.113.5', IpOwnerId: 'amazon' },
      PrivateIpAddresses: [
        { PrivateIpAddress: '10.0.1.10', Association: { PublicIp: '203.0.113.5' } },
        { PrivateIpAddress: '10.0.1.11', Association: { PublicIp: '203.0.113.6' } },
      ],
    });
    expect(it.publicAddresses.map(print)).toEqual(['203.0.113.5', '203.0.113.6']);
  });

  it('tells an interface without security groups from one whose groups are not in the answer', () => {
    expect(interfaceOf({ InterfaceType: 'nat_gateway', Groups: [] }).securityGroupIds).toEqual([]);
    expect(interfaceOf({ Groups: null }).securityGroupIds).toBeNull();
    expect(interfaceOf({}).securityGroupIds).toBeNull();
    expect(interfaceOf({ Groups: [{ GroupId: 'sg-1', GroupName: 'a' }] }).securityGroupIds).toEqual(['sg-1']);
  });

  it('knows the instance only where the attachment names one', () => {
    expect(interfaceOf({ Attachment: { InstanceId: 'i-1' } }).instanceId).toBe('i-1');
    expect(interfaceOf({ Attachment: { InstanceOwnerId: 'amazon-elb' } }).instanceId).toBeNull();
    expect(interfaceOf({ Attachment: null }).instanceId).toBeNull();
    expect(interfaceOf({}).instanceId).toBeNull();
  });

  it('keeps the kind of an interface as AWS spelled it, known or not', () => {
    for (const kind of ['interface', 'nat_gateway', 'natGateway', 'efs', 'something_new'])
      expect(interfaceOf({ InterfaceType: kind }).type).toBe(kind);
    expect(interfaceOf({ InterfaceType: null }).type).toBeNull();
  });

  it('reads the sparsest answer there is', () => {
    expect(interfaceOf({ TagSet: [] })).toMatchObject({ privateAddresses: [], vpcId: null, subnetId: null });
  });
});

describe('describe-subnets', () => {
  it('gives the blocks of both families; an IPv6-only subnet has no CidrBlock', () => {
    const { subnets } = networkOf({
      Subnets: [
        {
          SubnetId: 'subnet-1',
          VpcId: 'vpc-1',
          AvailabilityZone: 'eu-west-1a',
          CidrBlock: '10.0.1.0/24',
          Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:0:1::/64' }],
        },
        {
          SubnetId: 'subnet-2',
          Ipv6Native: true,
          Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8:0:2::/64' }],
        },
        { SubnetId: 'subnet-3', CidrBlock: '10.0.3.0/24', Ipv6CidrBlockAssociationSet: null },
      ],
    });
    expect([...subnets.values()].map(({ cidrs }) => cidrs.map(printCidr))).toEqual([
      ['10.0.1.0/24', '2001:db8:0:1::/64'],
      ['2001:db8:0:2::/64'],
      ['10.0.3.0/24'],
    ]);
    expect(subnets.get('subnet-1')).toMatchObject({ vpcId: 'vpc-1', availabilityZone: 'eu-west-1a' });
  });
});

describe('describe-vpcs', () => {
  it('gives the primary block first and every other attached block once', () => {
    const { vpcs } = networkOf({
      Vpcs: [
        {
          VpcId: 'vpc-1',
          CidrBlock: '10.0.0.0/16',
          CidrBlockAssociationSet: [
            { CidrBlock: '10.1.0.0/16', CidrBlockState: { State: 'associated' } },
            { CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } },
            { CidrBlock: '10.2.0.0/16', CidrBlockState: { State: 'disassociated' } },
            { CidrBlock: '10.3.0.0/16', CidrBlockState: null },
          ],
          Ipv6CidrBlockAssociationSet: [
            { Ipv6CidrBlock: '2001:db8::/56', Ipv6CidrBlockState: { State: 'associated' } },
            { Ipv6CidrBlock: '2001:db8:1::/56', Ipv6CidrBlockState: { State: 'failed' } },
          ],
        },
      ],
    });
    const it = vpcs.get('vpc-1');
    expect(it?.primaryCidr && printCidr(it.primaryCidr)).toBe('10.0.0.0/16');
    expect(it?.cidrs.map(printCidr)).toEqual(['10.0.0.0/16', '10.1.0.0/16', '10.3.0.0/16', '2001:db8::/56']);
  });
});

describe('describe-flow-logs', () => {
  const flowLogOf = (more: Readonly<Record<string, unknown>>) =>
    networkOf({ FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1', ...more }] }).flowLogs.get('fl-1');

  it('reads the fields of a custom format in order', () => {
    const names = ['version', 'interface-id', 'tcp-flags'];
    const LogFormat = names.map((name) => `\${${name}}`).join(' ');
    expect(flowLogOf({ LogFormat })?.logFormat).toEqual(names);
  });

  it('takes an answer from before custom formats as the default format in windows of ten minutes', () => {
    expect(flowLogOf({ TrafficType: 'ALL' })).toMatchObject({
      logFormat: null,
      maxAggregationInterval: 600,
      trafficType: 'ALL',
    });
    expect(flowLogOf({ MaxAggregationInterval: 60 })?.maxAggregationInterval).toBe(60);
  });

  it('says where the records go: to a bucket and how its files are written, to a log group by which role', () => {
    expect(
      flowLogOf({
        LogDestinationType: 's3',
        LogDestination: 'arn:aws:s3:::bucket/prefix/',
        DestinationOptions: { FileFormat: 'parquet', PerHourPartition: true },
      }),
    ).toMatchObject({
      destinationArn: 'arn:aws:s3:::bucket/prefix/',
      logGroupName: null,
      fileOptions: { fileFormat: 'parquet', hiveCompatiblePartitions: false, perHourPartition: true },
    });
    const role = 'arn:aws:iam::111122223333:role/flow-logs';
    expect(flowLogOf({ LogGroupName: 'logs', DeliverLogsPermissionArn: role })).toMatchObject({
      logGroupName: 'logs',
      deliveryRoleArn: role,
      fileOptions: null,
    });
  });
});
