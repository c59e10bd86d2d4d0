import { describe, expect, it } from 'vitest';
import { type Crossing, PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { finalDeny, judgeNetworkAcl } from '../../src/filter/network-acl.js';
import type { NetworkAclEntry } from '../../src/network/network-acl.js';
import type { Packet } from '../../src/traffic/packet.js';
import { acl, eni, entry, icmp, network, ports, tcp } from './build.js';

const it1 = eni('eni-1', ['10.0.1.10'], []);

const judge = (
  entries: NetworkAclEntry[],
  packet: Packet,
  crossing: Crossing = PLAIN_CROSSING,
  gaps: Parameters<typeof network>[0]['gaps'] = [],
) =>
  judgeNetworkAcl(
    network({ interfaces: [it1], acls: [acl('acl-1', ['subnet-1'], entries)], gaps }),
    it1,
    'ingress',
    packet,
    crossing,
  );

const https = tcp('10.0.2.20', '10.0.1.10', 443);
const allowHttps = entry(100, 'ingress', 'allow', 6, '10.0.2.0/24', { ports: ports(443) });
const denyBlock = entry(200, 'ingress', 'deny', 'all', '10.0.0.0/8');
const allowAny = entry(300, 'ingress', 'allow', 'all', '0.0.0.0/0');

describe('a network ACL', () => {
  it('decides by the first entry and lists those it shadows', () => {
    const verdict = judge([allowAny, denyBlock, allowHttps], https);
    expect(verdict).toEqual({
      outcome: 'allowed',
      deciding: [
        {
          kind: 'network-acl-entry',
          networkAclId: 'acl-1',
          direction: 'ingress',
          entry: allowHttps,
          shadowed: [200, 300],
        },
      ],
      nearest: [],
      missing: [],
    });
  });

  it('ends with a deny whether or not the answer shows it, and never lists it as shadowed', () => {
    const listed = finalDeny('ingress', 4);
    for (const entries of [[], [listed], [entry(1, 'ingress', 'allow', 'all', '::/0')]])
      expect(judge(entries, https)).toMatchObject({
        outcome: 'denied',
        deciding: [{ entry: { number: 32767, action: 'deny' }, shadowed: [] }],
      });
    expect(judge([allowHttps, listed], https).deciding).toMatchObject([{ shadowed: [] }]);
    expect(judge([], tcp('2001:db8::1', '2001:db8::2', 443)).deciding).toMatchObject([
      { entry: { number: 32768, cidr: { network: { family: 6 }, prefixLength: 0 } } },
    ]);
  });

  it('tells which allow entries before the deny came nearest', () => {
    const wrongPort = entry(100, 'ingress', 'allow', 6, '10.0.2.0/24', { ports: ports(80) });
    const wrongBlock = entry(110, 'ingress', 'allow', 6, '10.0.3.0/24', { ports: ports(443) });
    const late = entry(400, 'ingress', 'allow', 6, '10.0.2.0/24', { ports: ports(444) });
    const outward = entry(100, 'egress', 'allow', 6, '10.0.2.0/24', { ports: ports(80) });
    const verdict = judge([wrongPort, wrongBlock, denyBlock, late, outward], https);
    expect(verdict.outcome).toBe('denied');
    expect(verdict.deciding).toMatchObject([{ entry: { number: 200 } }]);
    expect(
      verdict.nearest.map((miss) => miss.kind === 'network-acl-entry' && [miss.entry.number, miss.missed]),
    ).toEqual([
      [100, ['port']],
      [110, ['source']],
    ]);
  });

  it('is not asked within a subnet', () => {
    expect(judge([], https, { ...PLAIN_CROSSING, subnetBoundary: false }).deciding).toEqual([
      { kind: 'same-subnet', interfaceId: 'eni-1' },
    ]);
  });

  it('matters at an unknown boundary only where it would not let the packet pass', () => {
    const crossing: Crossing = { ...PLAIN_CROSSING, subnetBoundary: 'unknown' };
    expect(judge([allowAny], https, crossing).outcome).toBe('allowed');
    expect(judge([], https, crossing)).toMatchObject({
      outcome: 'undetermined',
      deciding: [{ entry: { number: 32767 } }],
      missing: [{ kind: 'subnet', id: 'subnet-1', needs: 'aws ec2 describe-subnets --subnet-ids subnet-1' }],
    });
  });

  it('says which call would show it when it was not given', () => {
    const ask = (it: typeof it1) => judgeNetworkAcl(network({}), it, 'ingress', https, PLAIN_CROSSING);
    expect(ask(it1).missing).toEqual([
      {
        kind: 'network-acl',
        id: 'subnet-1',
        needs: 'aws ec2 describe-network-acls --filters Name=association.subnet-id,Values=subnet-1',
      },
    ]);
    expect(ask({ ...it1, subnetId: null }).missing).toEqual([
      {
        kind: 'subnet',
        id: 'eni-1',
        needs: 'aws ec2 describe-network-interfaces --network-interface-ids eni-1',
      },
    ]);
  });

  it('is undetermined when one of its entries could not be read', () => {
    const gap = { kind: 'unmodelled-rule', id: 'acl-1', needs: 'a newer flowcause' } as const;
    expect(judge([allowAny], https, PLAIN_CROSSING, [gap])).toMatchObject({
      outcome: 'undetermined',
      missing: [gap],
    });
    const others = [
      { ...gap, id: 'acl-2' },
      { ...gap, kind: 'network-acl' },
    ] as const;
    for (const other of others)
      expect(judge([allowAny], https, PLAIN_CROSSING, [other]).outcome).toBe('allowed');
  });
});

describe('an ICMP packet of a flow log', () => {
  const logged = icmp('10.0.2.20', '10.0.1.10', null);
  const echo = entry(100, 'ingress', 'allow', 1, '0.0.0.0/0', { icmp: { type: 8, code: 'any' } });
  const unreachable = entry(110, 'ingress', 'deny', 1, '0.0.0.0/0', { icmp: { type: 3, code: 4 } });
  const numbers = (entries: NetworkAclEntry[]) =>
    judge(entries, logged).deciding.map((one) => one.kind === 'network-acl-entry' && one.entry.number);

  it('gets the outcome that all types share, with every entry that may have decided', () => {
    expect(judge([echo, allowAny], logged).outcome).toBe('allowed');
    expect(numbers([echo, allowAny])).toEqual([100, 300]);
    expect(judge([unreachable, denyBlock], logged).outcome).toBe('denied');
    expect(numbers([unreachable, denyBlock])).toEqual([110, 200]);
  });

  it('is undetermined where types differ', () => {
    expect(judge([echo, denyBlock], logged)).toMatchObject({
      outcome: 'undetermined',
      missing: [{ kind: 'icmp-type' }],
    });
    expect(numbers([echo, denyBlock])).toEqual([100, 200]);
  });
});
