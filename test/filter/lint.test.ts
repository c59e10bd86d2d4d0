import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { type LintFinding, lint, lintGaps } from '../../src/filter/lint.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import { type Network, withNetworkAcl, withSecurityGroup } from '../../src/network/network.js';
import type { NetworkAclEntry } from '../../src/network/network-acl.js';
import type { SecurityGroupRule } from '../../src/network/security-group.js';
import { worldAndPacket } from '../arbitrary/aws-world.js';
import { judgedInterface, readPacket, readWorld } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';
import {
  acl,
  allowAll,
  eni,
  entry,
  fromCidr,
  fromGroup,
  fromList,
  group,
  network,
  ports,
  prefixList,
  rule,
} from './build.js';

const ofEntries = (entries: NetworkAclEntry[]) =>
  lint(network({ acls: [acl('acl-1', ['subnet-1'], entries)] })).map((found) =>
    found.kind === 'shadowed-entry' || found.kind === 'redundant-entry'
      ? [found.kind, found.entry.number, found.coveredBy.map(({ number }) => number)]
      : found,
  );

const ofRules = (rules: SecurityGroupRule[], more: Parameters<typeof network>[0] = {}) =>
  lint(network({ groups: [group('sg-1', rules)], ...more }));

describe('lint of network ACLs', () => {
  it('finds an entry behind one that matches all it matches', () => {
    expect(
      ofEntries([
        entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0'),
        entry(200, 'ingress', 'deny', 6, '203.0.113.0/24', { ports: ports(22) }),
      ]),
    ).toEqual([['shadowed-entry', 200, [100]]]);
  });

  it('proves with the fewest entries that shadow it together', () => {
    expect(
      ofEntries([
        entry(10, 'ingress', 'deny', 17, '10.0.0.0/8'),
        entry(20, 'ingress', 'allow', 6, '10.0.0.0/9', { ports: ports(0, 1023) }),
        entry(30, 'ingress', 'allow', 6, '10.128.0.0/9'),
        entry(40, 'ingress', 'deny', 6, '10.0.0.0/8', { ports: ports(80) }),
        entry(50, 'ingress', 'allow', 'all', '0.0.0.0/0'),
      ]),
    ).toEqual([['shadowed-entry', 40, [20, 30]]]);
  });

  it('finds an entry whose outcome the rest gives too, the final deny included', () => {
    expect(
      ofEntries([
        entry(100, 'egress', 'allow', 6, '10.0.0.0/16'),
        entry(110, 'egress', 'allow', 'all', '10.0.0.0/8'),
        entry(120, 'egress', 'deny', 'all', '192.168.0.0/16'),
      ]),
    ).toEqual([
      ['redundant-entry', 100, [110]],
      ['redundant-entry', 120, [32767]],
    ]);
  });

  it('keeps families apart', () => {
    expect(
      ofEntries([
        entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0'),
        entry(101, 'ingress', 'allow', 'all', '::/0'),
      ]),
    ).toEqual([]);
  });
});

describe('lint of security groups', () => {
  const https = rule('ingress', 6, fromCidr('10.0.0.0/8'), { ports: ports(443) });

  it('finds a rule that others cover, of two twins only the later', () => {
    const twin = { ...https, id: 'sgr-2' };
    expect(ofRules([https, twin])).toEqual([
      {
        kind: 'duplicate-rule',
        groupId: 'sg-1',
        direction: 'ingress',
        rule: twin,
        coveredBy: [https],
        dependsOn: [],
        changesTracking: false,
      },
    ]);
    expect(ofRules([https, { ...https, ports: ports(444) }])).toEqual([]);
  });

  it('proves with the fewest rules, and calls duplicate only what allows the very same', () => {
    const lower = rule('ingress', 6, fromCidr('10.0.0.0/9'), { ports: ports(443) });
    const upper = rule('ingress', 6, fromCidr('10.128.0.0/9'), { ports: ports(443) });
    const unrelated = rule('ingress', 17, fromCidr('10.0.0.0/9'), { ports: ports(443) });
    expect(ofRules([lower, unrelated, upper, https])).toMatchObject([
      { kind: 'redundant-rule', rule: https, coveredBy: [lower, upper] },
    ]);
    const wider = rule('ingress', 6, fromCidr('10.0.0.0/8'), { ports: ports(443, 444) });
    expect(ofRules([wider, unrelated, https])).toMatchObject([
      { kind: 'redundant-rule', rule: https, coveredBy: [wider] },
    ]);
  });

  it('keeps untracked what one open rule among others keeps so', () => {
    const open = rule('ingress', 6, fromCidr('0.0.0.0/0'), { ports: ports(443) });
    const any4 = allowAll('ingress', '0.0.0.0/0');
    const besides = rule('ingress', 17, fromCidr('10.0.0.0/8'));
    expect(ofRules([rule('ingress', 50, fromCidr('10.0.0.0/8')), any4, open])).toMatchObject([
      {},
      { rule: open, changesTracking: false },
    ]);
    expect(ofRules([besides, any4]).length).toBe(1);
  });

  it('covers a reference only by the same reference or by everywhere', () => {
    const reference = rule('ingress', 6, fromGroup('sg-2'), { ports: ports(443) });
    const any4 = rule('ingress', 6, fromCidr('0.0.0.0/0'), { ports: ports(443) });
    const any6 = rule('ingress', 'all', fromCidr('::/0'));
    const same = rule('ingress', 6, fromGroup('sg-2'));
    const redundant = (rules: SecurityGroupRule[]) =>
      ofRules(rules).flatMap((found) => ('coveredBy' in found && 'rule' in found ? [found.rule] : []));
    expect(redundant([reference, any4])).toEqual([]);
    expect(redundant([reference, any4, any6])).toEqual([reference]);
    expect(redundant([reference, same])).toEqual([reference]);
    expect(redundant([reference, rule('ingress', 6, fromGroup('sg-3'))])).toEqual([]);
  });

  it('warns where removing a rule would make connections tracked', () => {
    const open = rule('ingress', 6, fromCidr('0.0.0.0/0'), { ports: ports(443) });
    const halves = ['0.0.0.0/1', '128.0.0.0/1'].map((block) => allowAll('ingress', block));
    expect(ofRules([...halves, open])).toMatchObject([{ rule: open, changesTracking: true }]);
    expect(ofRules([allowAll('ingress', '0.0.0.0/0'), open])).toMatchObject([
      { rule: open, changesTracking: false },
    ]);
  });

  it('covers by the entries of prefix lists too, and says that it depends on them', () => {
    const narrow = rule('ingress', 6, fromCidr('10.0.2.0/24'), { ports: ports(443) });
    const viaList = rule('ingress', 6, fromList('pl-1'), { ports: ports(443) });
    const lists = (entries: readonly string[] | null) => ({ prefixLists: [prefixList('pl-1', entries)] });
    expect(ofRules([narrow, viaList], lists(['10.0.0.0/8', '192.0.2.0/24']))).toMatchObject([
      { kind: 'redundant-rule', rule: narrow, coveredBy: [viaList], dependsOn: ['pl-1'] },
    ]);
    expect(ofRules([https, viaList], lists(['10.0.2.0/24', '10.0.3.0/24']))).toMatchObject([
      { kind: 'redundant-rule', rule: viaList, coveredBy: [https], dependsOn: ['pl-1'] },
    ]);
    expect(ofRules([https, viaList], lists(['10.0.0.0/8']))).toMatchObject([
      { kind: 'duplicate-rule', rule: viaList, dependsOn: ['pl-1'] },
    ]);
    expect(ofRules([narrow, viaList], lists(null))).toEqual([]);
    // The same list covers itself whatever it holds.
    expect(ofRules([viaList, { ...viaList, id: 'sgr-2' }], lists(null))).toMatchObject([{ dependsOn: [] }]);
    expect(ofRules([viaList, rule('ingress', 6, fromList('pl-2'), { ports: ports(443) })])).toEqual([]);
  });

  it('finds rules that match nothing: stale references and empty prefix lists', () => {
    const cut = rule('ingress', 6, fromGroup('sg-2', { peeringStatus: 'deleted' }));
    const gone = rule('ingress', 6, fromGroup('sg-3', { vpcId: 'vpc-2', peeringStatus: 'active' }));
    const viaEmpty = rule('egress', 6, fromList('pl-1'));
    const at = { groupId: 'sg-1', kind: 'unreachable-rule' };
    expect(ofRules([cut, gone, viaEmpty], { prefixLists: [prefixList('pl-1', [])] })).toEqual([
      { ...at, direction: 'ingress', rule: cut, reason: 'stale-reference' },
      { ...at, direction: 'ingress', rule: gone, reason: 'stale-reference' },
      { ...at, direction: 'egress', rule: viaEmpty, reason: 'empty-prefix-list' },
    ]);
    expect(ofRules([viaEmpty], { prefixLists: [prefixList('pl-1', null)] })).toEqual([]);
  });

  it('might change tracking where a prefix list may count as open', () => {
    const viaList = rule('ingress', 6, fromList('pl-1'), { ports: ports(443) });
    const halves = ['0.0.0.0/1', '128.0.0.0/1'].map((block) => allowAll('ingress', block));
    const lists = { prefixLists: [prefixList('pl-1', ['0.0.0.0/0'])] };
    expect(ofRules([...halves, viaList], lists)).toMatchObject([{ rule: viaList, changesTracking: true }]);
    const any4 = rule('ingress', 6, fromCidr('0.0.0.0/0'), { ports: ports(443) });
    expect(ofRules([viaList, any4], lists)).toMatchObject([{ rule: any4, changesTracking: true }]);
    expect(ofRules([allowAll('ingress', '0.0.0.0/0'), viaList], lists)).toMatchObject([
      { rule: viaList, changesTracking: false },
    ]);
  });
});

describe('lint of a group of which one direction was not described', () => {
  it('says nothing of that direction', () => {
    const twice = [allowAll('egress', '10.0.0.0/8'), { ...allowAll('egress', '10.0.0.0/8'), id: 'sgr-2' }];
    const kinds = (more: Parameters<typeof group>[2]) =>
      lint(network({ groups: [group('sg-1', twice, more)] })).map(({ kind }) => kind);
    expect(kinds({ ingress: null })).toEqual(['duplicate-rule']);
    expect(kinds({ egress: null })).toEqual([]);
  });
});

describe('lint of groups', () => {
  const used = eni('eni-1', ['10.0.1.10'], ['sg-1']);
  const found = (parts: Parameters<typeof network>[0]) => lint(network(parts));
  const spare = group('sg-2', []);

  it('finds one that no interface of its VPC carries, and who refers to it', () => {
    const referring = group('sg-1', [rule('ingress', 6, fromGroup('sg-2'))]);
    expect(found({ interfaces: [used], groups: [referring, spare] })).toEqual([
      { kind: 'unattached-group', groupId: 'sg-2', interfaces: 1, referencedBy: ['sg-1'] },
    ]);
    const itself = group('sg-2', [rule('ingress', 6, fromGroup('sg-2'))]);
    expect(found({ interfaces: [used], groups: [itself] })).toMatchObject([{ referencedBy: [] }]);
    // One reference among other rules is enough; other references and half-described groups are none.
    const among = group('sg-1', [
      rule('ingress', 6, fromCidr('10.0.0.0/8')),
      rule('egress', 6, fromGroup('sg-2')),
      rule('egress', 6, fromGroup('sg-9')),
    ]);
    const elsewhere = group('sg-3', [
      rule('ingress', 6, fromGroup('sg-9')),
      allowAll('egress', '10.0.0.0/8'),
    ]);
    const halfDescribed = group('sg-4', [], { ingress: null, egress: null });
    const egressOnly = group('sg-5', [rule('egress', 6, fromGroup('sg-2'))], { ingress: null });
    const ingressOnly = group('sg-6', [rule('ingress', 6, fromGroup('sg-2'))], { egress: null });
    const others = [among, elsewhere, halfDescribed, egressOnly, ingressOnly];
    const carrier = { ...used, securityGroupIds: others.map(({ id }) => id) };
    expect(
      found({ interfaces: [carrier], groups: [spare, ...others] }).filter(
        ({ kind }) => kind === 'unattached-group',
      ),
    ).toEqual([
      { kind: 'unattached-group', groupId: 'sg-2', interfaces: 1, referencedBy: ['sg-1', 'sg-5', 'sg-6'] },
    ]);
  });

  it('does not blame a group that cannot be deleted, or whose interfaces are not all known', () => {
    expect(found({ interfaces: [used], groups: [group('sg-2', [], { name: 'default' })] })).toEqual([]);
    expect(found({ groups: [spare] })).toEqual([]);
    expect(found({ interfaces: [{ ...used, securityGroupIds: null }], groups: [spare] })).toEqual([]);
    // One of several that may carry it is enough, and so is one whose VPC is not known.
    expect(
      found({ interfaces: [used, { ...used, id: 'eni-2', securityGroupIds: null }], groups: [spare] }),
    ).toEqual([]);
    expect(
      found({ interfaces: [used, { ...used, id: 'eni-2', securityGroupIds: ['sg-2'] }], groups: [spare] }),
    ).toEqual([]);
    expect(
      found({ interfaces: [{ ...used, vpcId: null, securityGroupIds: ['sg-2'] }], groups: [spare] }),
    ).toEqual([]);
    expect(found({ interfaces: [{ ...used, vpcId: null }], groups: [spare] })).toHaveLength(1);
    const interfaceGap = { kind: 'interface', id: null, needs: 'another page' } as const;
    expect(found({ interfaces: [used], groups: [spare], gaps: [interfaceGap] })).toEqual([]);
    expect(
      found({ interfaces: [used], groups: [spare], gaps: [{ ...interfaceGap, id: 'eni-9' }] }),
    ).toHaveLength(1);
    expect(
      found({ interfaces: [used], groups: [spare], gaps: [{ ...interfaceGap, kind: 'routes' }] }),
    ).toHaveLength(1);
    expect(found({ interfaces: [{ ...used, vpcId: 'vpc-2' }], groups: [spare] })).toEqual([]);
    const associated = { id: 'a', groupId: 'sg-2', vpcId: 'vpc-2', state: 'associated' };
    expect(
      found({ interfaces: [{ ...used, vpcId: 'vpc-2' }], groups: [spare], associations: [associated] }),
    ).toHaveLength(1);
  });
});

describe('lint of a list with an entry that could not be read', () => {
  it('is sure only of entries that are shadowed', () => {
    const entries = [
      entry(100, 'ingress', 'allow', 6, '10.0.0.0/16'),
      entry(110, 'ingress', 'allow', 'all', '10.0.0.0/8'),
      entry(120, 'ingress', 'allow', 17, '10.0.0.0/9'),
    ];
    const gaps = [{ kind: 'unmodelled-rule', id: 'acl-1', needs: 'a newer flowcause' }] as const;
    const kinds = (more: Parameters<typeof network>[0]) =>
      lint(network({ acls: [acl('acl-1', ['subnet-1'], entries)], ...more })).map(({ kind }) => kind);
    expect(kinds({})).toEqual(['redundant-entry', 'shadowed-entry']);
    expect(kinds({ gaps })).toEqual(['shadowed-entry']);
    // What could not be read of another list, or what else is not known of this one, hides no entry of it.
    const elsewhere = [
      { kind: 'unmodelled-rule', id: 'acl-2', needs: 'a newer flowcause' },
      { kind: 'network-acl', id: 'acl-1', needs: 'another page' },
    ] as const;
    expect(kinds({ gaps: elsewhere })).toEqual(['redundant-entry', 'shadowed-entry']);
  });
});

describe('what lint was not given', () => {
  const kindsOf = (parts: Parameters<typeof network>[0]) => lintGaps(network(parts));
  const all = ['networkAcls', 'securityGroups', 'interfaces'] as const;

  it('is named by the call that would give it', () => {
    expect(kindsOf({})).toEqual([]);
    expect(kindsOf({ given: new Set() })).toEqual([
      { kind: 'network-acl', id: null, needs: 'aws ec2 describe-network-acls' },
      { kind: 'security-group', id: null, needs: 'aws ec2 describe-security-groups' },
      { kind: 'interface', id: null, needs: 'aws ec2 describe-network-interfaces' },
    ]);
    for (const kind of all)
      expect(kindsOf({ given: new Set(all.filter((other) => other !== kind)) })).toHaveLength(1);
  });

  it('is what hides rules, entries and who carries a group, and nothing else', () => {
    const hiding = (
      [
        'network-acl',
        'security-group',
        'interface',
        'prefix-list',
        'prefix-list-entries',
        'unmodelled-rule',
      ] as const
    ).map((kind) => ({ kind, id: 'x', needs: 'y' }));
    const besides = { kind: 'routes', id: 'x', needs: 'y' } as const;
    expect(kindsOf({ gaps: [...hiding, besides, ...hiding] })).toEqual(hiding);
  });

  it('is the entries of prefix lists that rules name, once, in either direction', () => {
    const entries = (id: string) => ({
      kind: 'prefix-list-entries',
      id,
      needs: `aws ec2 get-managed-prefix-list-entries --prefix-list-id ${id}`,
    });
    const rules = [
      rule('ingress', 6, fromList('pl-1')),
      rule('ingress', 6, fromCidr('10.0.0.0/8')),
      rule('egress', 6, fromList('pl-1')),
      rule('egress', 6, fromList('pl-2')),
      rule('egress', 6, fromList('pl-3')),
    ];
    const groups = [group('sg-1', rules), group('sg-2', [], { ingress: null, egress: null })];
    const prefixLists = [prefixList('pl-1', null), prefixList('pl-2', ['10.0.0.0/8'])];
    expect(kindsOf({ groups, prefixLists })).toEqual([entries('pl-1'), entries('pl-3')]);
  });
});

describe('what lint finds could go', () => {
  const without = (network: Network, found: LintFinding): Network => {
    if (found.kind === 'unattached-group') return network;
    if ('entry' in found) {
      const list = network.networkAcls.get(found.networkAclId);
      if (list === undefined) throw new Error(found.networkAclId);
      return withNetworkAcl(network, {
        ...list,
        entries: list.entries.filter((one) => one !== found.entry),
      });
    }
    const one = network.securityGroups.get(found.groupId);
    if (one === undefined) throw new Error(found.groupId);
    const drop = (rules: readonly SecurityGroupRule[] | null) =>
      rules?.filter((each) => each !== found.rule) ?? null;
    return withSecurityGroup(network, { ...one, ingress: drop(one.ingress), egress: drop(one.egress) });
  };

  it('without changing any verdict', () => {
    fc.assert(
      fc.property(worldAndPacket, ({ world, egress, packet: written }) => {
        const net = readWorld(world);
        const it1 = judgedInterface(net);
        const packet = readPacket(written);
        const direction = egress ? 'egress' : 'ingress';
        const judge = (one: Network) =>
          [judgeSecurityGroups, judgeNetworkAcl].map(
            (filter) => filter(one, it1, direction, packet, PLAIN_CROSSING).outcome,
          );
        const found = lint(net);
        for (const one of found) expect(judge(without(net, one))).toEqual(judge(net));
        const rules = found.filter((one) => 'rule' in one);
        expect(judge(rules.reduce(without, net))).toEqual(judge(net));
      }),
      runs(100),
    );
  });
});
