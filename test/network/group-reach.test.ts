import { describe, expect, it } from 'vitest';
import { groupReach, membersSeenFrom } from '../../src/network/group-reach.js';
import { networkOf } from '../aws/read.js';

const vpcInfo = (VpcId: string, Region = 'eu-west-1') => ({ VpcId, Region, OwnerId: '111122223333' });
const peering = (Code: string, accepter = vpcInfo('vpc-b')) => ({
  VpcPeeringConnections: [
    {
      VpcPeeringConnectionId: 'pcx-1',
      Status: { Code },
      RequesterVpcInfo: vpcInfo('vpc-a'),
      AccepterVpcInfo: accepter,
    },
  ],
});

const gateway = (support: string, attachments: readonly (string | undefined)[]) => ({
  VpcPeeringConnections: [],
  TransitGateways: [
    { TransitGatewayId: 'tgw-1', State: 'available', Options: { SecurityGroupReferencingSupport: support } },
  ],
  TransitGatewayVpcAttachments: attachments.map((SecurityGroupReferencingSupport, i) => ({
    TransitGatewayAttachmentId: `tgw-attach-${i}`,
    TransitGatewayId: 'tgw-1',
    VpcId: i === 0 ? 'vpc-a' : 'vpc-b',
    SubnetIds: [],
    State: 'available',
    Options: { SecurityGroupReferencingSupport },
  })),
});

const reach = (answers: object, direction: 'ingress' | 'egress' = 'ingress') =>
  groupReach(networkOf(answers), 'vpc-a', 'vpc-b', direction);

describe('a reference to a group', () => {
  it('reaches the own VPC, and over an active peering connection the peer, in both directions', () => {
    expect(groupReach(networkOf({ Vpcs: [] }), 'vpc-a', 'vpc-a', 'egress')).toBe('reaches');
    expect(reach(peering('active'))).toBe('reaches');
    expect(reach(peering('active'), 'egress')).toBe('reaches');
    expect(groupReach(networkOf(peering('active')), 'vpc-b', 'vpc-a', 'ingress')).toBe('reaches');
  });

  it.each(['deleted', 'pending-acceptance', 'rejected', 'expired', 'failed', 'provisioning', 'deleting'])(
    'does not reach over a peering connection that is %s',
    (status) => {
      expect(reach(peering(status), 'egress')).toBe('does-not-reach');
    },
  );

  it('does not reach another Region', () => {
    expect(reach(peering('active', vpcInfo('vpc-b', 'us-east-1')), 'egress')).toBe('does-not-reach');
  });

  it('reaches over a transit gateway only inbound, and only with the switch on at all three places', () => {
    expect(reach(gateway('enable', ['enable', 'enable']))).toBe('reaches');
    expect(reach(gateway('enable', ['enable', 'enable']), 'egress')).toBe('does-not-reach');
    expect(reach(gateway('disable', ['enable', 'enable']))).toBe('does-not-reach');
    expect(reach(gateway('enable', ['enable', 'disable']))).toBe('does-not-reach');
    expect(reach(gateway('enable', ['enable', undefined]))).toBe('unknown');
    expect(reach(gateway('enable', ['enable']))).toBe('does-not-reach');
  });

  it('is not known to miss where the connections were not given', () => {
    expect(reach({ Vpcs: [] })).toBe('unknown');
    expect(reach({ VpcPeeringConnections: [] })).toBe('unknown');
    expect(reach({ VpcPeeringConnections: [], TransitGatewayAttachments: [] })).toBe('does-not-reach');
  });

  it('means the interfaces that carry the group where it reaches', () => {
    const eni = (id: string, VpcId: string | null) => ({
      NetworkInterfaceId: id,
      VpcId,
      Groups: [{ GroupId: 'sg-1' }],
      PrivateIpAddress: '10.0.0.1',
    });
    const known = networkOf(peering('active'), {
      NetworkInterfaces: [
        eni('eni-a', 'vpc-a'),
        eni('eni-b', 'vpc-b'),
        eni('eni-c', 'vpc-c'),
        eni('eni-d', null),
      ],
      TransitGatewayAttachments: [],
    });
    const { certain, possible } = membersSeenFrom(known, 'sg-1', 'vpc-a', 'egress');
    expect(certain.map(({ id }) => id)).toEqual(['eni-a', 'eni-b']);
    expect(possible.map(({ id }) => id)).toEqual(['eni-d']);
  });
});
