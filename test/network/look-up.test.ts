import { describe, expect, it } from 'vitest';
import {
  interfacesWithAddress,
  membersOf,
  networkAclOf,
  routeTableOf,
  subnetHolds,
  vpcHolds,
  whoseAddress,
} from '../../src/network/look-up.js';
import {
  counts,
  EMPTY_NETWORK,
  isEmpty,
  withNetworkAcl,
  withSecurityGroup,
} from '../../src/network/network.js';
import { networkOf } from '../aws/read.js';
import { acl, allowAll, cidr, eni, entry, group, ip, network, vpc } from '../filter/build.js';

const a = eni('eni-a', ['10.0.1.10', '10.0.1.11', '2001:db8::a'], ['sg-1', 'sg-2'], {
  publicAddresses: [ip('203.0.113.5')],
});
const twin = eni('eni-b', ['10.0.1.10'], ['sg-2'], { vpcId: 'vpc-2' });
const known = network({
  interfaces: [a, twin],
  groups: [group('sg-1', [])],
  acls: [acl('acl-1', ['subnet-1', 'subnet-2'], [])],
});

describe('a look-up', () => {
  it('finds interfaces by private, secondary, IPv6 and public address', () => {
    for (const text of ['10.0.1.11', '2001:db8::a', '203.0.113.5'])
      expect(interfacesWithAddress(known, ip(text)).map(({ id }) => id)).toEqual(['eni-a']);
    expect(interfacesWithAddress(known, ip('10.0.9.9'))).toEqual([]);
  });

  it('finds all holders of an address that several VPCs use, or those of one VPC', () => {
    expect(interfacesWithAddress(known, ip('10.0.1.10'))).toHaveLength(2);
    expect(interfacesWithAddress(known, ip('10.0.1.10'), 'vpc-2').map(({ id }) => id)).toEqual(['eni-b']);
  });

  it('finds the members of a group and the network ACL of a subnet', () => {
    expect(membersOf(known, 'sg-2').map(({ id }) => id)).toEqual(['eni-a', 'eni-b']);
    expect(membersOf(known, 'sg-9')).toEqual([]);
    expect(networkAclOf(known, 'subnet-2')?.id).toBe('acl-1');
    expect(networkAclOf(known, 'subnet-9')).toBeUndefined();
  });

  it('tells whether a subnet or a VPC holds an address, and no of one that is not given', () => {
    expect(subnetHolds(known, 'subnet-1', ip('10.0.1.99'))).toBe(true);
    expect(subnetHolds(known, 'subnet-1', ip('10.0.2.99'))).toBe(false);
    expect(subnetHolds(known, 'subnet-9', ip('10.0.1.99'))).toBe(false);
    expect(vpcHolds(known, 'vpc-1', ip('10.0.200.1'))).toBe(true);
    expect(vpcHolds(known, 'vpc-9', ip('10.0.200.1'))).toBe(false);
  });
});

describe('whose address it is', () => {
  const b = eni('eni-c', ['10.9.0.5'], ['sg-2'], { vpcId: 'vpc-3', prefixes: [cidr('10.9.1.0/28')] });
  const two = network({ interfaces: [a, twin, b], vpcs: [vpc(['10.0.0.0/16'])] });
  const seen = (text: string, vpcId: string | null) => {
    const { interfaces, place } = whoseAddress(two, ip(text), vpcId);
    return [interfaces.map(({ id }) => id), place];
  };

  it('is that of the own VPC where that has the address, though another VPC has it too', () => {
    expect(seen('10.0.1.10', 'vpc-1')).toEqual([['eni-a'], 'here']);
    expect(seen('10.0.1.10', 'vpc-2')).toEqual([['eni-b'], 'here']);
  });

  it('is nobody known where a block of the own VPC holds it, and never an interface elsewhere', () => {
    expect(seen('10.0.77.77', 'vpc-1')).toEqual([[], 'here']);
  });

  it('is elsewhere only where the blocks of the own VPC are known', () => {
    expect(seen('10.9.0.5', 'vpc-1')).toEqual([['eni-c'], 'elsewhere']);
    expect(seen('10.9.0.5', 'vpc-9')).toEqual([['eni-c'], 'unknown']);
    expect(seen('10.0.1.10', null)).toEqual([['eni-a', 'eni-b'], 'unknown']);
  });

  it('counts every address of a delegated prefix, and none beyond it', () => {
    expect(seen('10.9.1.15', 'vpc-1')).toEqual([['eni-c'], 'elsewhere']);
    expect(seen('10.9.1.16', 'vpc-1')).toEqual([[], 'elsewhere']);
  });

  it('is nobody with a public address, behind which the interface is not seen', () => {
    expect(seen('203.0.113.5', 'vpc-1')).toEqual([[], 'elsewhere']);
  });
});

describe('the route table of a subnet', () => {
  const table = (RouteTableId: string, Associations: readonly unknown[]) => ({
    RouteTableId,
    VpcId: 'vpc-1',
    Associations,
    Routes: [],
  });
  const answers = {
    Subnets: ['subnet-1', 'subnet-2'].map((SubnetId) => ({ SubnetId, VpcId: 'vpc-1' })),
    RouteTables: [
      table('rtb-main', [{ Main: true }]),
      table('rtb-own', [{ Main: false, SubnetId: 'subnet-1' }]),
    ],
  };

  it('is its own, else the main one of its VPC', () => {
    const it = networkOf(answers);
    expect(routeTableOf(it, 'subnet-1')?.id).toBe('rtb-own');
    expect(routeTableOf(it, 'subnet-2')?.id).toBe('rtb-main');
    expect(routeTableOf(it, 'subnet-9')).toBeUndefined();
  });

  it('is not taken to be the main one while a page may hold its own', () => {
    const it = networkOf({ ...answers, NextToken: 'more' });
    expect(routeTableOf(it, 'subnet-1')?.id).toBe('rtb-own');
    expect(routeTableOf(it, 'subnet-2')).toBeUndefined();
  });
});

describe('a changed network', () => {
  it('is looked up anew, and the one before stays as it was', () => {
    const moved = withNetworkAcl(
      known,
      acl('acl-1', ['subnet-1'], [entry(1, 'ingress', 'deny', 'all', '::/0')]),
    );
    expect(networkAclOf(moved, 'subnet-2')).toBeUndefined();
    expect(networkAclOf(moved, 'subnet-1')?.entries).toHaveLength(1);
    expect(networkAclOf(known, 'subnet-2')?.id).toBe('acl-1');
    const grown = withSecurityGroup(known, group('sg-1', [allowAll('ingress', '0.0.0.0/0')]));
    expect(grown.securityGroups.get('sg-1')?.ingress).toHaveLength(1);
    expect(known.securityGroups.get('sg-1')?.ingress).toHaveLength(0);
  });

  it('is empty only without any resource', () => {
    expect(isEmpty(EMPTY_NETWORK)).toBe(true);
    expect(isEmpty(known)).toBe(false);
    expect(counts(known)).toMatchObject({ interfaces: 2, networkAcls: 1, securityGroups: 1, flowLogs: 0 });
  });
});
