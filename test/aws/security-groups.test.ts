import { describe, expect, it } from 'vitest';
import type { SecurityGroup } from '../../src/network/security-group.js';
import { cidr } from '../filter/build.js';
import { networkOf, read } from './read.js';

const groupOf = (more: Readonly<Record<string, unknown>>): SecurityGroup => {
  const found = networkOf({ SecurityGroups: [{ GroupId: 'sg-1', ...more }] }).securityGroups.get('sg-1');
  if (found === undefined) throw new Error('sg-1');
  return found;
};

const ANYWHERE = { IpRanges: [{ CidrIp: '0.0.0.0/0' }] };

const ruleOf = (permission: Readonly<Record<string, unknown>>) => {
  const rules = groupOf({ IpPermissions: [{ ...ANYWHERE, ...permission }] }).ingress ?? [];
  expect(rules).toHaveLength(1);
  return rules[0];
};

describe('describe-security-groups', () => {
  it('gives one rule for each peer of a permission, of all four kinds', () => {
    const { ingress } = groupOf({
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'the office' }, { CidrIp: '192.0.2.0/24' }],
          Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
          PrefixListIds: [{ PrefixListId: 'pl-1' }],
          UserIdGroupPairs: [{ GroupId: 'sg-2', UserId: '111122223333' }],
        },
      ],
    });
    expect(ingress?.map(({ peer }) => peer)).toEqual([
      { kind: 'cidr', cidr: cidr('10.0.0.0/16') },
      { kind: 'cidr', cidr: cidr('192.0.2.0/24') },
      { kind: 'cidr', cidr: cidr('2001:db8::/32') },
      { kind: 'prefix-list', id: 'pl-1' },
      { kind: 'security-group', id: 'sg-2', ownerId: '111122223333', vpcId: null, peeringStatus: null },
    ]);
    expect(ingress?.map(({ description }) => description)).toEqual(['the office', null, null, null, null]);
    expect(ingress?.every(({ ports }) => ports?.from === 443 && ports.to === 443)).toBe(true);
  });

  it.each([
    ['missing', {}],
    ['null', { IpRanges: null, Ipv6Ranges: null, PrefixListIds: null, UserIdGroupPairs: null }],
    ['empty', { IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] }],
  ])('takes lists of peers that are %s as no peers', (_, lists) => {
    expect(groupOf({ IpPermissions: [{ IpProtocol: '-1', ...lists }] }).ingress).toEqual([]);
  });

  it('tells a direction that is empty from one that is missing or null: only the first allows nothing for sure', () => {
    expect(groupOf({ IpPermissions: [], IpPermissionsEgress: [] })).toMatchObject({
      ingress: [],
      egress: [],
    });
    expect(groupOf({ IpPermissions: [] }).egress).toBeNull();
    expect(groupOf({ IpPermissions: null, IpPermissionsEgress: null })).toMatchObject({
      ingress: null,
      egress: null,
    });
  });

  it.each([
    ['-1', 'all'],
    [-1, 'all'],
    ['tcp', 6],
    ['6', 6],
    [6, 6],
    ['TCP', 6],
    ['udp', 17],
    ['icmp', 1],
    ['icmpv6', 58],
    ['58', 58],
    ['47', 47],
  ] as const)('reads the protocol %j', (IpProtocol, protocol) => {
    expect(ruleOf({ IpProtocol, FromPort: 1, ToPort: 2 })?.protocol).toBe(protocol);
  });

  it('takes ports only of TCP and UDP, for -1 and other protocols matter not what is written', () => {
    expect(ruleOf({ IpProtocol: 'udp', FromPort: 0, ToPort: 1023 })?.ports).toEqual({ from: 0, to: 1023 });
    expect(ruleOf({ IpProtocol: '-1', FromPort: 3306, ToPort: 3306 })?.ports).toBeNull();
    expect(ruleOf({ IpProtocol: '47', FromPort: 80, ToPort: 80 })?.ports).toBeNull();
  });

  it.each([
    ['0 to 65535', { FromPort: 0, ToPort: 65535 }],
    ['null', { FromPort: null, ToPort: null }],
    ['-1', { FromPort: -1, ToPort: -1 }],
    ['missing', {}],
  ])('takes ports that are %s as every port of that protocol', (_, ports) => {
    expect(ruleOf({ IpProtocol: 'tcp', ...ports })).toMatchObject({ protocol: 6, ports: null });
  });

  it('reads FromPort and ToPort of ICMP as type and code, which are no range', () => {
    expect(ruleOf({ IpProtocol: 'icmp', FromPort: 8, ToPort: -1 })?.icmp).toEqual({ type: 8, code: 'any' });
    expect(ruleOf({ IpProtocol: 'icmp', FromPort: 3, ToPort: 4 })?.icmp).toEqual({ type: 3, code: 4 });
    expect(ruleOf({ IpProtocol: 'icmp', FromPort: 0, ToPort: 0 })?.icmp).toEqual({ type: 0, code: 0 });
    expect(ruleOf({ IpProtocol: 'icmp', FromPort: -1, ToPort: -1 })?.icmp).toBeNull();
    expect(ruleOf({ IpProtocol: 'icmpv6' })).toMatchObject({ icmp: null, ports: null });
  });

  it('keeps the state of a peering that a reference crosses, though the owner is no longer told', () => {
    const pair = { GroupId: 'sg-9', PeeringStatus: 'deleted' };
    const [rule] = groupOf({ IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [pair] }] }).ingress ?? [];
    expect(rule?.peer).toMatchObject({ id: 'sg-9', ownerId: null, peeringStatus: 'deleted' });
  });

  it('reads a group of EC2-Classic, which has no VpcId, and names in any characters', () => {
    const it = groupOf({ GroupName: '<b>übung</b> ', Tags: null });
    expect(it).toMatchObject({ vpcId: null, name: '<b>übung</b> ' });
  });

  it('drops a whole group for one unreadable rule, since the rest of it would say too little', () => {
    const { network, problems } = read({
      SecurityGroups: [
        { GroupId: 'sg-1', IpPermissions: [{ IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/99' }] }] },
        { GroupId: 'sg-2', IpPermissions: [] },
      ],
    });
    expect([...network.securityGroups.keys()]).toEqual(['sg-2']);
    expect(problems).toMatchObject([
      {
        kind: 'unreadable-item',
        path: 'SecurityGroups[0].IpPermissions[0].IpRanges[0].CidrIp',
        found: '"10.0.0.0/99"',
      },
    ]);
  });
});
