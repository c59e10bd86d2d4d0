import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.js';
import { networkAclOf, routeTableOf } from '../../src/network/look-up.js';
import { TCP } from '../../src/traffic/protocol.js';
import { networkOf } from './read.js';

const acl = (NetworkAclId: string, ...subnetIds: readonly string[]) => ({
  NetworkAclId,
  VpcId: 'vpc-1',
  Entries: [true, false].map((Egress) => ({
    Egress,
    RuleNumber: 100,
    RuleAction: 'allow',
    Protocol: '-1',
    CidrBlock: '0.0.0.0/0',
  })),
  Associations: subnetIds.map((SubnetId) => ({ NetworkAclId, SubnetId })),
});
const table = (RouteTableId: string, ...Associations: readonly object[]) => ({
  RouteTableId,
  VpcId: 'vpc-1',
  Associations,
  Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
});
const everything = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const NETWORK = {
  Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }],
  Subnets: [1, 2].map((n) => ({ SubnetId: `subnet-${n}`, VpcId: 'vpc-1', CidrBlock: `10.0.${n}.0/24` })),
  NetworkInterfaces: [1, 2].map((n) => ({
    NetworkInterfaceId: `eni-${n}`,
    SubnetId: `subnet-${n}`,
    VpcId: 'vpc-1',
    PrivateIpAddress: `10.0.${n}.5`,
    Groups: [{ GroupId: 'sg-1' }],
  })),
  SecurityGroups: [
    { GroupId: 'sg-1', VpcId: 'vpc-1', IpPermissions: [everything], IpPermissionsEgress: [everything] },
  ],
  NetworkAcls: [acl('acl-1', 'subnet-1', 'subnet-2')],
  RouteTables: [table('rtb-1', { Main: true })],
};
const verdict = (answers: object) =>
  check(networkOf(answers), {
    from: { kind: 'interface', id: 'eni-1' },
    to: { kind: 'interface', id: 'eni-2' },
    protocol: TCP,
    port: 443,
    sourcePorts: null,
    icmp: null,
  });
const gapsOf = (answers: object) => networkOf(answers).gaps.filter(({ id }) => id !== null);

describe('what AWS has one of, and the input two', () => {
  it('is judged where the input has one', () => {
    expect(verdict(NETWORK).verdict).toBe('allowed');
    expect(gapsOf(NETWORK)).toEqual([]);
  });

  it.each([2, 3])('is not known: the network ACL of a subnet, named %d times', (n) => {
    const more = Array.from({ length: n - 1 }, (_, i) => acl(`acl-${i + 2}`, 'subnet-2'));
    const answers = { ...NETWORK, NetworkAcls: [...NETWORK.NetworkAcls, ...more] };
    expect(networkAclOf(networkOf(answers), 'subnet-2')).toBeUndefined();
    expect(networkAclOf(networkOf(answers), 'subnet-1')?.id).toBe('acl-1');
    expect(gapsOf(answers)).toEqual([
      {
        kind: 'network-acl',
        id: 'subnet-2',
        needs: 'aws ec2 describe-network-acls --filters Name=association.subnet-id,Values=subnet-2',
        reason: 'contradictory',
      },
    ]);
    expect(verdict(answers).verdict).toBe('undetermined');
  });

  it.each([
    ['the main route table of a VPC', [table('rtb-2', { Main: true })], 'vpc-1'],
    [
      'the route table of a subnet',
      [table('rtb-2', { SubnetId: 'subnet-1' }), table('rtb-3', { SubnetId: 'subnet-1' })],
      'subnet-1',
    ],
  ])('is not known: %s', (_, tables, id) => {
    const answers = { ...NETWORK, RouteTables: [...NETWORK.RouteTables, ...tables] };
    expect(routeTableOf(networkOf(answers), 'subnet-1')).toBeUndefined();
    expect(gapsOf(answers)).toMatchObject([{ kind: 'route-table', id, reason: 'contradictory' }]);
    expect(verdict(answers).verdict).toBe('undetermined');
  });

  it('is not taken to be the main route table while a page may hold another', () => {
    const { RouteTables, ...rest } = NETWORK;
    const network = networkOf({ RouteTables, NextToken: 'more' }, rest);
    const { missing } = check(network, verdict(NETWORK).question);
    expect(missing).toContainEqual({
      kind: 'route-table',
      id: 'vpc-1',
      needs: 'aws ec2 describe-route-tables --filters Name=vpc-id,Values=vpc-1',
    });
  });

  it('leaves the same gaps for the same input in any order', () => {
    const page = { SecurityGroups: [{ GroupId: 'sg-1', VpcId: 'vpc-1' }], NextToken: 'more' };
    const state = {
      version: 4,
      terraform_version: '1.9.0',
      resources: [
        {
          mode: 'managed',
          type: 'aws_security_group',
          name: 'a',
          instances: [{ attributes: { id: 'sg-2', ingress: [], egress: [] } }],
        },
      ],
    };
    expect(networkOf(page, state).gaps).toEqual(networkOf(state, page).gaps);
  });
});
