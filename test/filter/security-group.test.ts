import { describe, expect, it } from 'vitest';
import { type Crossing, PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import type { Network } from '../../src/network/network.js';
import type { Peer, SecurityGroupRule } from '../../src/network/security-group.js';
import type { Packet } from '../../src/traffic/packet.js';
import {
  allowAll,
  cidr,
  eni,
  fromCidr,
  fromGroup,
  fromList,
  group,
  icmp,
  network,
  ports,
  prefixList,
  rule,
  tcp,
  vpc,
} from './build.js';

const web = eni('eni-web', ['10.0.1.10', '2001:db8::10'], ['sg-web']);
const app = eni('eni-app', ['10.0.2.20', '10.0.2.21'], ['sg-app'], {
  subnetId: 'subnet-2',
  publicAddresses: [],
});

const withRules = (rules: readonly SecurityGroupRule[], more: Parameters<typeof network>[0] = {}): Network =>
  network({ interfaces: [web, app], groups: [group('sg-web', rules), group('sg-app', [])], ...more });

const judge = (net: Network, packet: Packet, crossing: Crossing = PLAIN_CROSSING) =>
  judgeSecurityGroups(net, web, 'ingress', packet, crossing);

const fromApp = tcp('10.0.2.20', '10.0.1.10', 443);
const https = ports(443);
const viaApp = rule('ingress', 6, fromGroup('sg-app'), { ports: https });

describe('security groups', () => {
  it('name every rule that allows, with the part of its peer that matched', () => {
    const byCidr = rule('ingress', 6, fromCidr('10.0.0.0/8'), { ports: https });
    const verdict = judge(withRules([byCidr, viaApp]), fromApp);
    expect(verdict.outcome).toBe('allowed');
    expect(verdict.deciding).toEqual([
      {
        kind: 'security-group-rule',
        groupId: 'sg-web',
        direction: 'ingress',
        rule: byCidr,
        peer: { kind: 'cidr', cidr: cidr('10.0.0.0/8') },
      },
      {
        kind: 'security-group-rule',
        groupId: 'sg-web',
        direction: 'ingress',
        rule: viaApp,
        peer: { kind: 'security-group', id: 'sg-app', interfaceId: 'eni-app' },
      },
    ]);
  });

  it('deny by default in the name of all groups of the interface', () => {
    const both = { ...web, securityGroupIds: ['sg-web', 'sg-app'] };
    const verdict = judgeSecurityGroups(withRules([]), both, 'ingress', fromApp, PLAIN_CROSSING);
    expect(verdict).toEqual({
      outcome: 'denied',
      deciding: [
        {
          kind: 'security-group',
          interfaceId: 'eni-web',
          groupIds: ['sg-web', 'sg-app'],
          direction: 'ingress',
          isEmpty: true,
        },
      ],
      nearest: [],
      missing: [],
    });
  });

  it('tell the rules that came nearest by the fields that missed, at most three, nearest first', () => {
    const wrongBlock = rule('ingress', 6, fromCidr('10.0.3.0/24'), { ports: https });
    const wrongPort = rule('ingress', 6, fromCidr('10.0.2.0/24'), { ports: ports(8443) });
    const wrongBoth = rule('ingress', 6, fromCidr('10.0.3.0/24'), { ports: ports(8443) });
    const wrongAll = rule('ingress', 17, fromCidr('10.0.3.0/24'), { ports: ports(8443) });
    const otherProtocol = rule('ingress', 17, fromCidr('10.0.2.0/24'), { ports: https });
    const { nearest } = judge(
      withRules([wrongAll, wrongBoth, otherProtocol, wrongPort, wrongBlock]),
      fromApp,
    );
    expect(nearest.map(({ missed }) => missed)).toEqual([['port'], ['source'], ['protocol']]);
    expect(nearest.map((miss) => miss.kind === 'security-group-rule' && miss.rule)).toEqual([
      wrongPort,
      wrongBlock,
      otherProtocol,
    ]);
  });

  it('say of an egress rule that the destination missed', () => {
    const net = withRules([rule('egress', 6, fromCidr('10.0.3.0/24'), { ports: https })]);
    const packet = tcp('10.0.1.10', '10.0.2.20', 443);
    const { nearest } = judgeSecurityGroups(net, web, 'egress', packet, PLAIN_CROSSING);
    expect(nearest.map(({ missed }) => missed)).toEqual([['destination']]);
  });

  it('let everything pass an interface that carries none, and know nothing of one whose groups are not known', () => {
    const bare = { ...web, securityGroupIds: [] };
    const hidden = { ...web, securityGroupIds: null };
    const asked = (it: typeof bare | typeof hidden) =>
      judgeSecurityGroups(withRules([]), it, 'ingress', fromApp, PLAIN_CROSSING);
    expect(asked(bare).deciding).toEqual([{ kind: 'no-security-groups', interfaceId: 'eni-web' }]);
    expect(asked(hidden).missing).toEqual([
      {
        kind: 'interface',
        id: 'eni-web',
        needs: 'aws ec2 describe-network-interfaces --network-interface-ids eni-web',
      },
    ]);
  });
});

describe('what is not known', () => {
  const bare = { ...web, securityGroupIds: ['sg-web', 'sg-lost'] };
  const asked = (rules: readonly SecurityGroupRule[], net = withRules(rules)) =>
    judgeSecurityGroups(net, bare, 'ingress', fromApp, PLAIN_CROSSING);

  it('a group that was not given may allow, unless another one certainly does', () => {
    expect(asked([])).toMatchObject({
      outcome: 'undetermined',
      missing: [
        {
          kind: 'security-group',
          id: 'sg-lost',
          needs: 'aws ec2 describe-security-groups --group-ids sg-lost',
        },
      ],
    });
    expect(asked([viaApp])).toMatchObject({ outcome: 'allowed', missing: [] });
  });

  it('a direction the answer did not carry is not an empty one', () => {
    const net = withRules([], { groups: [group('sg-web', [], { ingress: null })] });
    expect(judge(net, fromApp).missing.map(({ kind }) => kind)).toEqual(['security-group']);
  });

  it('a rule that could not be read may allow', () => {
    const gap = { kind: 'unmodelled-rule', id: 'sg-web', needs: 'a newer flowcause' } as const;
    expect(judge(withRules([], { gaps: [gap] }), fromApp)).toMatchObject({
      outcome: 'undetermined',
      missing: [gap],
    });
    const elsewhere = { ...gap, id: 'sg-app' };
    const besides = { kind: 'security-group', id: 'sg-web', needs: 'another page' } as const;
    expect(judge(withRules([], { gaps: [elsewhere, besides] }), fromApp).outcome).toBe('denied');
    const both = { ...web, securityGroupIds: ['sg-web', 'sg-app'] };
    expect(
      judgeSecurityGroups(withRules([], { gaps: [gap] }), both, 'ingress', fromApp, PLAIN_CROSSING).missing,
    ).toEqual([gap]);
  });

  it('the entries of a prefix list', () => {
    const viaList = rule('ingress', 6, { kind: 'prefix-list', id: 'pl-1' }, { ports: https });
    expect(judge(withRules([viaList]), fromApp).missing).toEqual([
      {
        kind: 'prefix-list-entries',
        id: 'pl-1',
        needs: 'aws ec2 get-managed-prefix-list-entries --prefix-list-id pl-1',
      },
    ]);
    // Whose peer is not known cannot be said to have come close.
    expect(judge(withRules([viaList]), tcp('10.0.2.20', '10.0.1.10', 80))).toMatchObject({
      outcome: 'denied',
      nearest: [],
    });
  });

  it('an unknown port is allowed only where every port is', () => {
    const some = withRules([rule('ingress', 6, fromCidr('10.0.0.0/8'), { ports: ports(0, 1023) })]);
    const all = withRules([
      rule('ingress', 6, fromCidr('10.0.0.0/8'), { ports: ports(0, 1023) }),
      rule('ingress', 6, fromCidr('10.0.0.0/8'), { ports: ports(1024, 65535) }),
    ]);
    const packet = tcp('10.0.2.20', '10.0.1.10', null);
    expect(judge(some, packet).missing).toEqual([
      { kind: 'record-field', id: 'dstport', needs: 'dstport in the log format' },
    ]);
    expect(judge(all, packet).outcome).toBe('allowed');
    expect(judge(all, packet).deciding).toHaveLength(2);
    expect(judge(withRules([]), packet).outcome).toBe('denied');
    const whole = withRules([rule('ingress', 6, fromCidr('10.0.0.0/8'))]);
    expect(judge(whole, packet).outcome).toBe('allowed');
    const last = withRules([rule('ingress', 6, fromCidr('10.0.0.0/8'), { ports: ports(65535) })]);
    expect(judge(last, packet).outcome).toBe('undetermined');
  });

  it('an unknown port is not missed where it would change nothing', () => {
    const lost = { ...web, securityGroupIds: ['sg-web', 'sg-lost'] };
    const packet = tcp('10.0.2.20', '10.0.1.10', null);
    const elsewhere = rule('ingress', 6, fromCidr('192.168.0.0/16'), { ports: ports(80) });
    const verdict = judgeSecurityGroups(withRules([elsewhere]), lost, 'ingress', packet, PLAIN_CROSSING);
    expect(verdict.missing.map(({ kind }) => kind)).toEqual(['security-group']);
  });

  it('an unknown ICMP type is allowed only where every type and code is', () => {
    const packet = icmp('10.0.2.20', '10.0.1.10', null);
    const ofType = (type: number | 'any', code: number | 'any') =>
      rule('ingress', 1, fromCidr('10.0.0.0/8'), { icmp: { type, code } });
    const needs = 'the ICMP type and code, which a flow log never records';
    expect(judge(withRules([ofType(8, 'any')]), packet).missing).toEqual([
      { kind: 'icmp-type', id: null, needs },
    ]);
    expect(judge(withRules([ofType('any', 0)]), packet).outcome).toBe('undetermined');
    expect(judge(withRules([ofType('any', 'any')]), packet).outcome).toBe('allowed');
    expect(judge(withRules([rule('ingress', 1, fromCidr('10.0.0.0/8'))]), packet).outcome).toBe('allowed');
    const every = Array.from({ length: 256 }, (_, type) => ofType(type, 'any'));
    expect(judge(withRules(every), packet)).toMatchObject({ outcome: 'allowed', missing: [] });
  });
});

describe('a reference to a group', () => {
  const byMember = (source: string, more: Parameters<typeof network>[0] = {}) =>
    judge(withRules([viaApp], more), tcp(source, '10.0.1.10', 443));

  it('means the private addresses of the interfaces that carry it, secondary and IPv6 ones included', () => {
    expect(byMember('10.0.2.21').outcome).toBe('allowed');
    const six = {
      ...app,
      privateAddresses: [...app.privateAddresses, ...eni('x', ['2001:db8::20'], []).privateAddresses],
    };
    const packet = tcp('2001:db8::20', '2001:db8::10', 443);
    expect(judge(withRules([viaApp], { interfaces: [web, six] }), packet).outcome).toBe('allowed');
  });

  it('never means a public address', () => {
    const elastic = { ...app, publicAddresses: eni('x', ['198.51.100.7'], []).privateAddresses };
    expect(byMember('198.51.100.7', { interfaces: [web, elastic] }).outcome).toBe('denied');
    expect(byMember('203.0.113.9').outcome).toBe('denied');
  });

  it('misses an interface that carries other groups', () => {
    const stranger = eni('eni-other', ['10.0.2.30'], ['sg-other']);
    expect(byMember('10.0.2.30', { interfaces: [web, app, stranger] }).outcome).toBe('denied');
  });

  it('does not go on to the groups that the group it names refers to', () => {
    const stranger = eni('eni-other', ['10.0.2.30'], ['sg-other']);
    const viaOther = rule('ingress', 6, fromGroup('sg-other'), { ports: https });
    const groups = [group('sg-web', [viaApp]), group('sg-app', [viaOther]), group('sg-other', [])];
    expect(byMember('10.0.2.20', { groups }).outcome).toBe('allowed');
    expect(byMember('10.0.2.30', { interfaces: [web, app, stranger], groups }).outcome).toBe('denied');
  });

  it('is not known where some interface of a known VPC must hold the address', () => {
    expect(byMember('10.0.2.99').missing).toEqual([
      {
        kind: 'security-group-members',
        id: 'sg-app',
        needs: 'aws ec2 describe-network-interfaces --filters Name=group-id,Values=sg-app',
      },
    ]);
    expect(byMember('192.168.0.1').outcome).toBe('denied');
  });

  it('is not known when interfaces, their groups, the VPC or the group were not given', () => {
    expect(byMember('192.168.0.1', { given: new Set(['securityGroups']) }).outcome).toBe('undetermined');
    expect(byMember('192.168.0.1', { vpcs: [] }).outcome).toBe('undetermined');
    expect(byMember('192.168.0.1', { groups: [group('sg-web', [viaApp])] }).outcome).toBe('undetermined');
    const hidden = { ...app, securityGroupIds: null };
    expect(byMember('10.0.2.20', { interfaces: [web, hidden] }).outcome).toBe('undetermined');
  });

  it('is not known for a group of another VPC or account unless the address is of a known interface', () => {
    const peered = rule('ingress', 6, fromGroup('sg-app', { vpcId: 'vpc-2', ownerId: '999988887777' }), {
      ports: https,
    });
    const net = withRules([peered]);
    expect(judge(net, tcp('192.168.0.1', '10.0.1.10', 443)).outcome).toBe('undetermined');
    expect(judge(net, fromApp).outcome).toBe('allowed');
  });

  it('of another account is foreign too, and foreign members have no public IPv4 address', () => {
    const foreign = withRules([
      rule('ingress', 6, fromGroup('sg-app', { ownerId: '999988887777' }), { ports: https }),
    ]);
    const from = (source: string, net: Network = foreign, it = web) =>
      judgeSecurityGroups(
        net,
        it,
        'ingress',
        tcp(source, source.includes(':') ? '2001:db8::10' : '10.0.1.10', 443),
        PLAIN_CROSSING,
      ).outcome;
    expect(from('192.168.0.1')).toBe('undetermined');
    expect(from('203.0.113.9')).toBe('denied');
    expect(from('2001:db8:9::9')).toBe('undetermined');
    expect(from('2001:db8:9::9', withRules([viaApp]))).toBe('denied');
    // Nobody said who owns the interface: then nothing differs.
    expect(from('192.168.0.1', foreign, { ...web, ownerId: null })).toBe('denied');
    expect(from('192.168.0.1', foreign, { ...web, vpcId: null })).toBe('undetermined');
  });

  it('is not known in any VPC that was given, and where several interfaces may be meant', () => {
    const two = [vpc(['10.0.0.0/16']), vpc(['192.168.0.0/16'], { id: 'vpc-2' })];
    expect(byMember('192.168.0.1', { vpcs: two }).outcome).toBe('undetermined');
    const somewhere = { ...web, vpcId: null };
    const stranger = { ...app, id: 'eni-other', vpcId: 'vpc-2', securityGroupIds: ['sg-other'] };
    const net = withRules([viaApp], { interfaces: [somewhere, app, stranger] });
    expect(judgeSecurityGroups(net, somewhere, 'ingress', fromApp, PLAIN_CROSSING).outcome).toBe(
      'undetermined',
    );
  });

  it('takes the interface of the own VPC where VPCs overlap', () => {
    const twin = eni('eni-twin', ['10.0.2.20'], [], { vpcId: 'vpc-2' });
    expect(byMember('10.0.2.20', { interfaces: [web, app, twin] }).outcome).toBe('allowed');
    const memberTwin = { ...twin, securityGroupIds: ['sg-app'] };
    const stranger = { ...app, securityGroupIds: ['sg-other'] };
    expect(byMember('10.0.2.20', { interfaces: [web, stranger, memberTwin] }).outcome).toBe('denied');
  });

  it('matches by what the crossing knows of the peer', () => {
    const seen = (peerGroups: Crossing['peerGroups']) =>
      judge(withRules([viaApp]), fromApp, { ...PLAIN_CROSSING, peerGroups });
    expect(seen('lost').outcome).toBe('denied');
    expect(seen('unknown').missing).toEqual([
      { kind: 'routes', id: null, needs: 'aws ec2 describe-route-tables' },
    ]);
    expect(seen([]).outcome).toBe('denied');
    expect(seen(['sg-app']).deciding).toMatchObject([
      { peer: { kind: 'security-group', id: 'sg-app', interfaceId: null } },
    ]);
  });

  it('means every address of the prefixes delegated to a member', () => {
    const node = { ...app, prefixes: [cidr('10.0.2.64/28')] };
    const from = (source: string) => byMember(source, { interfaces: [web, node] });
    expect(from('10.0.2.79')).toMatchObject({
      outcome: 'allowed',
      deciding: [{ peer: { interfaceId: 'eni-app' } }],
    });
    expect(from('10.0.2.80').outcome).toBe('undetermined');
  });

  it('may have members elsewhere when the group is associated with another VPC', () => {
    const associated = (state: string) =>
      byMember('192.168.0.1', {
        associations: [{ id: 'sg-app vpc-2', groupId: 'sg-app', vpcId: 'vpc-2', state }],
      }).outcome;
    expect(associated('associated')).toBe('undetermined');
    expect(associated('disassociated')).toBe('denied');
  });

  it('matches nothing when the group in the other VPC was deleted, which shows in its missing owner', () => {
    const gone = fromGroup('sg-app', { vpcId: 'vpc-2', peeringStatus: 'active' });
    expect(judge(withRules([rule('ingress', 'all', gone)]), fromApp).outcome).toBe('denied');
  });

  it('matches nothing when its peering connection is not active', () => {
    const stale = (peeringStatus: string) =>
      judge(withRules([rule('ingress', 'all', fromGroup('sg-app', { peeringStatus }))]), fromApp).outcome;
    const listed: Peer = { ...fromGroup('sg-app'), isStale: true } as Peer;
    expect(judge(withRules([rule('ingress', 'all', listed)]), fromApp).outcome).toBe('denied');
    expect(stale('active')).toBe('allowed');
    expect(stale('deleted')).toBe('denied');
  });
});

describe('a prefix list', () => {
  const viaList = rule('ingress', 6, fromList('pl-1'), { ports: https });
  const known = (entries: readonly string[] | null, family: 4 | 6 | null = null) =>
    judge(withRules([viaList], { prefixLists: [prefixList('pl-1', entries, { family })] }), fromApp);

  it('is matched by its entries, and the verdict names the one that matched', () => {
    expect(known(['192.0.2.0/24', '10.0.2.0/24', '10.0.0.0/8'])).toMatchObject({
      outcome: 'allowed',
      deciding: [{ rule: viaList, peer: { kind: 'prefix-list', id: 'pl-1', cidr: cidr('10.0.2.0/24') } }],
    });
  });

  it('that is known to be empty matches nothing, and is a near miss by its address', () => {
    expect(known([])).toMatchObject({ outcome: 'denied', nearest: [{ rule: viaList, missed: ['source'] }] });
  });

  it('whose entries were not given is asked for, but only where it can match', () => {
    expect(known(null).missing.map(({ needs }) => needs)).toEqual([
      'aws ec2 get-managed-prefix-list-entries --prefix-list-id pl-1',
    ]);
    expect(known(null, 4).outcome).toBe('undetermined');
    expect(known(null, 6).outcome).toBe('denied');
  });
});

describe('ICMP', () => {
  const ping = rule('ingress', 1, fromCidr('0.0.0.0/0'), { icmp: { type: 8, code: 'any' } });
  const echo = icmp('10.0.2.20', '10.0.1.10', { type: 8, code: 0 });
  const logged = icmp('10.0.2.20', '10.0.1.10', null);

  it('of a flow log stands for every type', () => {
    expect(judge(withRules([ping]), echo).outcome).toBe('allowed');
    expect(judge(withRules([ping]), logged).missing.map(({ kind }) => kind)).toEqual(['icmp-type']);
    expect(judge(withRules([allowAll('ingress', '10.0.0.0/8')]), logged).outcome).toBe('allowed');
    expect(judge(withRules([viaApp]), logged).outcome).toBe('denied');
  });

  it('compares codes of rules for any type too', () => {
    const code0 = rule('ingress', 1, fromCidr('0.0.0.0/0'), { icmp: { type: 'any', code: 0 } });
    expect(judge(withRules([code0]), logged).outcome).toBe('undetermined');
    const everyOther = Array.from({ length: 256 }, (_, type) =>
      rule('ingress', 1, fromCidr('0.0.0.0/0'), { icmp: { type, code: 'any' } }),
    );
    expect(judge(withRules(everyOther), logged).outcome).toBe('allowed');
    expect(judge(withRules([code0, ...everyOther.slice(1)]), logged).outcome).toBe('undetermined');
  });

  it('tells by how little a logged packet missed', () => {
    const elsewhere = rule('ingress', 1, fromCidr('192.168.0.0/16'), { icmp: { type: 8, code: 'any' } });
    expect(judge(withRules([elsewhere]), logged).nearest.map(({ missed }) => missed)).toEqual([['source']]);
  });
});
