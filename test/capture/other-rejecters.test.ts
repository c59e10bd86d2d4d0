import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { recordsAlong } from '../../src/capture/records-along.js';
import { areEnds, findEnds } from '../../src/path/named-end.js';
import { reach } from '../../src/path/reach.js';
import { networkOf } from '../aws/read.js';
import { ip } from '../filter/build.js';

const rule = (Egress: boolean) => ({
  RuleNumber: 100,
  Protocol: '-1',
  RuleAction: 'allow',
  Egress,
  CidrBlock: '0.0.0.0/0',
});
const ALL = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
const OWNER = '111122223333';

/** A server with a public address behind an internet gateway, and an endpoint beside it. */
const world = (...more: readonly unknown[]) =>
  networkOf(
    { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', OwnerId: OWNER }] },
    { Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24', OwnerId: OWNER }] },
    {
      InternetGateways: [
        { InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] },
      ],
    },
    {
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          VpcId: 'vpc-1',
          Associations: [{ Main: true, AssociationState: { State: 'associated' } }],
          Routes: [
            { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
            { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' },
          ],
        },
      ],
    },
    {
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          VpcId: 'vpc-1',
          Associations: [{ NetworkAclId: 'acl-1', SubnetId: 'subnet-1' }],
          Entries: [rule(true), rule(false)],
        },
      ],
    },
    { SecurityGroups: [{ GroupId: 'sg-1', VpcId: 'vpc-1', IpPermissions: ALL, IpPermissionsEgress: ALL }] },
    {
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          InterfaceType: 'interface',
          VpcId: 'vpc-1',
          SubnetId: 'subnet-1',
          SourceDestCheck: true,
          Groups: [{ GroupId: 'sg-1' }],
          PrivateIpAddress: '10.0.1.10',
          PrivateIpAddresses: [
            { PrivateIpAddress: '10.0.1.10', Primary: true, Association: { PublicIp: '198.51.100.10' } },
          ],
        },
        {
          NetworkInterfaceId: 'eni-endpoint',
          InterfaceType: 'vpc_endpoint',
          VpcId: 'vpc-1',
          SubnetId: 'subnet-1',
          SourceDestCheck: true,
          Groups: [{ GroupId: 'sg-1' }],
          PrivateIpAddress: '10.0.1.50',
          PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.50', Primary: true }],
        },
      ],
    },
    ...more,
  );

const blocked = (InternetGatewayBlockMode: string) =>
  world({ VpcBlockPublicAccessOptions: { InternetGatewayBlockMode, AwsAccountId: OWNER } });

const recordsFor = (network: ReturnType<typeof world>, from: string, to: string) => {
  const name = (address: string) => ({ kind: 'address', address: ip(address) }) as const;
  const ends = findEnds(network, name(from), name(to), print);
  if (!areEnds(ends)) throw new Error(ends.reason);
  const packet = {
    source: ends.initiator.address,
    destination: ends.responder.address,
    protocol: 6,
    sourcePort: 40_000,
    destinationPort: 443,
    icmp: null,
  };
  const found = reach(network, { ends, packet, sourcePorts: { from: 40_000, to: 40_000 } });
  return recordsAlong(network, found).map((it) =>
    [
      it.interfaceId,
      it.direction,
      it.leg,
      it.action,
      it.presence,
      it.shows.get('reject-reason')?.join(),
    ].join(' '),
  );
};

/** https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-assess-impact-main.html */
describe('Block Public Access', () => {
  it('may be recorded as a rejection, with its name, at the interface that sends to the internet', () => {
    expect(recordsFor(blocked('block-bidirectional'), '10.0.1.10', '203.0.113.7')).toEqual([
      'eni-1 egress request ACCEPT may -',
      'eni-1 egress request REJECT may BPA,-',
    ]);
  });

  it('may be recorded as a rejection, and as nothing else, where a packet of the internet would have arrived', () => {
    expect(recordsFor(blocked('block-ingress'), '203.0.113.7', '198.51.100.10')).toEqual([
      'eni-1 ingress request REJECT may BPA,-',
    ]);
  });

  it('is no reason where it is off', () => {
    const records = recordsFor(blocked('off'), '203.0.113.7', '198.51.100.10');
    expect(records[0]).toBe('eni-1 ingress request ACCEPT must -');
    expect(records.filter((one) => one.includes('BPA'))).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html */
describe('encryption controls', () => {
  const enforced = world({
    VpcEncryptionControls: [
      { VpcEncryptionControlId: 'vpcec-1', VpcId: 'vpc-1', Mode: 'enforce', State: 'available' },
    ],
  });

  it('may be recorded as a rejection, with their name, at an endpoint', () => {
    const records = recordsFor(enforced, '10.0.1.10', '10.0.1.50').filter((one) =>
      one.startsWith('eni-endpoint'),
    );
    expect(records.slice(0, 2)).toEqual([
      'eni-endpoint ingress request ACCEPT may -',
      'eni-endpoint ingress request REJECT may EC,-',
    ]);
  });

  it('are no reason at other interfaces, nor where they are not enforced', () => {
    for (const records of [
      recordsFor(enforced, '10.0.1.10', '203.0.113.7'),
      recordsFor(world(), '10.0.1.10', '10.0.1.50'),
    ])
      expect(records.filter((one) => one.includes('EC,'))).toEqual([]);
  });
});
