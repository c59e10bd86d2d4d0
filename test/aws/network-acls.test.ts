import { describe, expect, it } from 'vitest';
import { entriesFor, isFinalDeny, type NetworkAcl } from '../../src/network/network-acl.js';
import { networkOf, read } from './read.js';

const DENY_ALL = { RuleAction: 'deny', Protocol: '-1' };
const entry = (RuleNumber: number, Egress: boolean, more: Readonly<Record<string, unknown>> = {}) => ({
  RuleNumber,
  Egress,
  RuleAction: 'allow',
  Protocol: '-1',
  CidrBlock: '0.0.0.0/0',
  ...more,
});

const aclOf = (Entries: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) => {
  const { networkAcls } = networkOf({ NetworkAcls: [{ NetworkAclId: 'acl-1', Entries, ...more }] });
  const found = networkAcls.get('acl-1');
  if (found === undefined) throw new Error('acl-1');
  return found;
};

/** The entries that the answer states. */
const written = (acl: NetworkAcl) => acl.entries.filter(({ filledIn }) => filledIn !== true);

const only = (more: Readonly<Record<string, unknown>>) => written(aclOf([entry(100, false, more)]))[0];

describe('describe-network-acls', () => {
  it('gives entries in the order of evaluation however they interleave', () => {
    const acl = aclOf([
      entry(32767, true, DENY_ALL),
      entry(200, false),
      entry(100, true),
      entry(101, false, { CidrBlock: undefined, Ipv6CidrBlock: '::/0' }),
      entry(100, false),
      entry(32767, false, DENY_ALL),
      entry(32768, false, { ...DENY_ALL, CidrBlock: undefined, Ipv6CidrBlock: '::/0' }),
    ]);
    expect(written(acl).map(({ direction, number }) => `${direction} ${number}`)).toEqual([
      'ingress 100',
      'ingress 200',
      'ingress 32767',
      'ingress 101',
      'ingress 32768',
      'egress 100',
      'egress 32767',
    ]);
  });

  it('keeps the families apart, with a final deny for each', () => {
    const acl = aclOf([
      entry(32767, true, DENY_ALL),
      entry(32768, true, { ...DENY_ALL, CidrBlock: null, Ipv6CidrBlock: '::/0' }),
    ]);
    expect(entriesFor(acl, 'egress', 4).map(({ number }) => number)).toEqual([32767]);
    expect(entriesFor(acl, 'egress', 6).map(({ number }) => number)).toEqual([32768]);
    expect(acl.entries.every(isFinalDeny)).toBe(true);
  });

  it.each([
    ['6', 6],
    [6, 6],
    ['17', 17],
    ['1', 1],
    ['58', 58],
    ['-1', 'all'],
    [-1, 'all'],
    ['tcp', 6],
  ] as const)('reads the protocol %j', (Protocol, protocol) => {
    expect(only({ Protocol })?.protocol).toBe(protocol);
  });

  it('takes ports of TCP and UDP only, and no PortRange as every port', () => {
    expect(only({ Protocol: '6', PortRange: { From: 1024, To: 65535 } })?.ports).toEqual({
      from: 1024,
      to: 65535,
    });
    expect(only({ Protocol: '6', PortRange: null })?.ports).toBeNull();
    expect(only({ Protocol: '6' })?.ports).toBeNull();
    expect(only({ Protocol: '-1', PortRange: { From: 22, To: 22 } })?.ports).toBeNull();
  });

  it('reads type and code of ICMP, with -1 for any', () => {
    expect(only({ Protocol: '1', IcmpTypeCode: { Type: 8, Code: -1 } })?.icmp).toEqual({
      type: 8,
      code: 'any',
    });
    expect(only({ Protocol: '1', IcmpTypeCode: { Type: -1, Code: -1 } })?.icmp).toBeNull();
    expect(only({ Protocol: '1' })?.icmp).toBeNull();
  });

  it('takes protocol 58 in an IPv4 entry as every type and code', () => {
    const icmp = { Protocol: '58', IcmpTypeCode: { Type: 128, Code: 0 } };
    expect(only(icmp)?.icmp).toBeNull();
    expect(only({ ...icmp, CidrBlock: undefined, Ipv6CidrBlock: '::/0' })?.icmp).toEqual({
      type: 128,
      code: 0,
    });
  });

  it('reads the subnets it is associated with; none is normal', () => {
    const Associations = [
      { NetworkAclAssociationId: 'aclassoc-1', NetworkAclId: 'acl-other', SubnetId: 'subnet-1' },
      { SubnetId: 'subnet-2' },
    ];
    expect(aclOf([], { Associations }).subnetIds).toEqual(['subnet-1', 'subnet-2']);
    expect(aclOf([], { Associations: [] }).subnetIds).toEqual([]);
    expect(aclOf([], { Associations: null }).subnetIds).toEqual([]);
  });

  it.each([
    ['no block', { CidrBlock: undefined }, 'NetworkAcls[0].Entries[0]'],
    ['an action of its own', { RuleAction: 'ALLOW' }, 'NetworkAcls[0].Entries[0].RuleAction'],
    ['a number as text', { RuleNumber: '100' }, 'NetworkAcls[0].Entries[0].RuleNumber'],
    ['no direction', { Egress: null }, 'NetworkAcls[0].Entries[0].Egress'],
    ['a protocol nobody knows', { Protocol: 'quic' }, 'NetworkAcls[0].Entries[0].Protocol'],
    ['ports in words', { PortRange: { From: 'ssh' } }, 'NetworkAcls[0].Entries[0].PortRange.From'],
  ])('drops the ACL of an entry with %s, and says where it stands', (_, more, path) => {
    const { network, problems } = read({
      NetworkAcls: [
        { NetworkAclId: 'acl-1', Entries: [entry(100, true, more)] },
        { NetworkAclId: 'acl-2', Entries: [entry(100, true)] },
      ],
    });
    expect([...network.networkAcls.keys()]).toEqual(['acl-2']);
    expect(problems).toMatchObject([{ kind: 'unreadable-item', path, origin: { source: '1.json' } }]);
  });
});
