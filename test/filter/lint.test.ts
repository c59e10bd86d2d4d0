import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { type LintFinding, lint } from '../../src/filter/lint.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import type { Network } from '../../src/network/network.js';
import type { NetworkAclEntry } from '../../src/network/network-acl.js';
import type { SecurityGroupRule } from '../../src/network/security-group.js';
import { worldAndPacket } from '../arbitrary/aws-world.js';
import { readPacket, readWorld } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';
import { acl, allowAll, entry, fromCidr, fromGroup, group, network, ports, rule } from './build.js';

const ofEntries = (entries: NetworkAclEntry[]) =>
  lint(network({ acls: [acl('acl-1', ['subnet-1'], entries)] })).map((found) =>
    found.kind === 'shadowed-entry' || found.kind === 'redundant-entry'
      ? [found.kind, found.entry.number, found.coveredBy.map(({ number }) => number)]
      : found,
  );

const ofRules = (rules: SecurityGroupRule[]) => lint(network({ groups: [group('sg-1', rules)] }));

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
        kind: 'redundant-rule',
        groupId: 'sg-1',
        direction: 'ingress',
        rule: twin,
        coveredBy: [https],
        changesTracking: false,
      },
    ]);
    expect(ofRules([https, { ...https, ports: ports(444) }])).toEqual([]);
  });

  it('covers a reference only by the same reference or by everywhere', () => {
    const reference = rule('ingress', 6, fromGroup('sg-2'), { ports: ports(443) });
    const any4 = rule('ingress', 6, fromCidr('0.0.0.0/0'), { ports: ports(443) });
    const any6 = rule('ingress', 'all', fromCidr('::/0'));
    const same = rule('ingress', 6, fromGroup('sg-2'));
    const redundant = (rules: SecurityGroupRule[]) =>
      ofRules(rules).flatMap((found) => (found.kind === 'redundant-rule' ? [found.rule] : []));
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

  it('finds a reference over a peering connection that is gone', () => {
    const stale = rule('ingress', 6, fromGroup('sg-2', { peeringStatus: 'deleted' }));
    expect(ofRules([stale])).toEqual([
      { kind: 'stale-rule', groupId: 'sg-1', direction: 'ingress', rule: stale },
    ]);
  });
});

describe('what lint finds could go', () => {
  const without = (network: Network, found: LintFinding): Network => {
    if (found.kind === 'shadowed-entry' || found.kind === 'redundant-entry') {
      const list = network.networkAcls.get(found.networkAclId);
      if (list === undefined) throw new Error(found.networkAclId);
      const changed = { ...list, entries: list.entries.filter((one) => one !== found.entry) };
      return { ...network, networkAcls: new Map(network.networkAcls).set(list.id, changed) };
    }
    const one = network.securityGroups.get(found.groupId);
    if (one === undefined) throw new Error(found.groupId);
    const drop = (rules: readonly SecurityGroupRule[] | null) =>
      rules?.filter((each) => each !== found.rule) ?? null;
    const changed = { ...one, ingress: drop(one.ingress), egress: drop(one.egress) };
    return { ...network, securityGroups: new Map(network.securityGroups).set(one.id, changed) };
  };

  it('without changing any verdict', () => {
    fc.assert(
      fc.property(worldAndPacket, ({ world, egress, packet: written }) => {
        const net = readWorld(world);
        const it1 = net.interfaces.get('eni-1');
        if (it1 === undefined) throw new Error('eni-1');
        const packet = readPacket(written);
        const direction = egress ? 'egress' : 'ingress';
        const judge = (one: Network) =>
          [judgeSecurityGroups, judgeNetworkAcl].map(
            (filter) => filter(one, it1, direction, packet, PLAIN_CROSSING).outcome,
          );
        const found = lint(net);
        for (const one of found) expect(judge(without(net, one))).toEqual(judge(net));
        const rules = found.filter(({ kind }) => kind === 'redundant-rule' || kind === 'stale-rule');
        expect(judge(rules.reduce(without, net))).toEqual(judge(net));
      }),
      runs(100),
    );
  });
});
