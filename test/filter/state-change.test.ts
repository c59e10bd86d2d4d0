import { describe, expect, it } from 'vitest';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { afterChange } from '../../src/filter/state-change.js';
import type { Network } from '../../src/network/network.js';
import type { NetworkAclEntry } from '../../src/network/network-acl.js';
import type { SecurityGroupRule } from '../../src/network/security-group.js';
import type { Packet } from '../../src/traffic/packet.js';
import { acl, allowAll, eni, entry, fromCidr, group, icmp, network, ports, rule, tcp } from './build.js';

const out = allowAll('egress', '0.0.0.0/0');
const sshFromOne = rule('ingress', 6, fromCidr('203.0.113.1/32'), { ports: ports(22) });
const sshFromAll = rule('ingress', 6, fromCidr('0.0.0.0/0'), { ports: ports(22) });
const passAll = (['ingress', 'egress'] as const).map((way) => entry(100, way, 'allow', 'all', '0.0.0.0/0'));
const ssh = tcp('203.0.113.1', '10.0.1.10', 22);

const state = (
  rules: SecurityGroupRule[],
  entries: readonly NetworkAclEntry[] = passAll,
  groups: readonly string[] | null = ['sg-1'],
): Network =>
  network({
    interfaces: [eni('eni-1', ['10.0.1.10'], groups)],
    groups: [group('sg-1', rules), group('sg-locked', [])],
    acls: [acl('acl-1', ['subnet-1'], [...entries])],
  });

const fate = (before: Network, after: Network, request: Packet = ssh, automaticallyTracked = false) =>
  afterChange({
    before,
    after,
    interfaceId: 'eni-1',
    direction: 'ingress',
    request,
    crossing: { ...PLAIN_CROSSING, automaticallyTracked },
  });

describe('a connection that passed before a change', () => {
  it('outlives the removal of its rule when tracked, while a new one is denied', () => {
    const found = fate(state([sshFromOne, out]), state([out]));
    expect(found?.outcome).toBe('continues');
    expect(found?.request.securityGroups.deciding).toMatchObject([
      { kind: 'connection-tracking', direction: 'ingress' },
    ]);
    expect(found?.newRequest.securityGroups.outcome).toBe('denied');
    expect(found?.idleTimeouts).toMatchObject([{ state: 'tcp-established' }]);
  });

  it('is cut at once when untracked, whichever of its two rules goes', () => {
    const open = state([sshFromAll, out]);
    expect(fate(open, state([out]))).toMatchObject({
      outcome: 'ends',
      request: { securityGroups: { outcome: 'denied' } },
      idleTimeouts: [],
    });
    expect(fate(open, state([sshFromAll]))).toMatchObject({
      outcome: 'ends',
      request: { securityGroups: { outcome: 'allowed' } },
      reply: { securityGroups: { outcome: 'denied' } },
    });
    expect(fate(open, open)?.outcome).toBe('continues');
  });

  it('outlives the same change on a way that is always tracked', () => {
    expect(fate(state([sshFromAll, out]), state([out]), ssh, true)?.outcome).toBe('continues');
  });

  it('outlives a swap of the groups when tracked, and follows the new ones when not', () => {
    expect(fate(state([sshFromOne, out]), state([], passAll, ['sg-locked']))?.outcome).toBe('continues');
    expect(fate(state([sshFromAll, out]), state([], passAll, ['sg-locked']))?.outcome).toBe('ends');
  });

  it('is cut by a network ACL in either direction, tracked or not', () => {
    for (const way of ['ingress', 'egress'] as const) {
      const closed = [entry(50, way, 'deny', 'all', '203.0.113.0/24'), ...passAll];
      const found = fate(state([sshFromOne, out]), state([sshFromOne, out], closed));
      expect(found?.outcome).toBe('ends');
      expect(found?.[way === 'ingress' ? 'request' : 'reply'].networkAcl.deciding).toMatchObject([
        { entry: { number: 50 } },
      ]);
    }
  });

  it('continues when it is ICMP, which is always tracked', () => {
    const ping = rule('ingress', 1, fromCidr('0.0.0.0/0'));
    const echo = icmp('203.0.113.1', '10.0.1.10', { type: 8, code: 0 });
    expect(fate(state([ping, out]), state([]), echo)?.outcome).toBe('continues');
  });

  it('is undetermined where nobody knows whether it was tracked', () => {
    const before = state([sshFromAll, out], passAll, null);
    expect(fate(before, state([out]))).toMatchObject({
      outcome: 'undetermined',
      missing: [{ kind: 'interface', id: 'eni-1' }],
    });
    expect(fate(before, state([sshFromAll, out]))?.outcome).toBe('continues');
  });

  it('is nothing at an interface that is not there', () => {
    expect(fate(network({}), state([]))).toBeNull();
  });
});
