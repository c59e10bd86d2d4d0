import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSecurityGroupsReply } from '../../src/filter/connection-tracking.js';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { admits, emits, type HeaderPartition, requestAndReply } from '../../src/filter/passing.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import type { Outcome, Verdict } from '../../src/filter/verdict.js';
import * as Headers from '../../src/traffic/header-set.js';
import { type Packet, reply } from '../../src/traffic/packet.js';
import { worldAndPacket } from '../arbitrary/aws-world.js';
import { halfKnown, type Scene } from '../arbitrary/half-known.js';
import { readPacket, readWorld } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';
import { isIpv6Text } from '../oracle/filter.js';
import {
  acl,
  allowAll,
  eni,
  entry,
  fromCidr,
  fromGroup,
  group,
  icmp,
  network,
  ports,
  rule,
  tcp,
  udp,
} from './build.js';

const worst = (...verdicts: readonly Verdict[]): Outcome => {
  const outcomes = verdicts.map(({ outcome }) => outcome);
  if (outcomes.includes('denied')) return 'denied';
  return outcomes.includes('undetermined') ? 'undetermined' : 'allowed';
};

const OUTCOMES = ['allowed', 'denied', 'undetermined'] as const;

const setOutcome = (partition: HeaderPartition, packet: Packet): readonly Outcome[] =>
  OUTCOMES.filter((outcome) => Headers.contains(partition[outcome], packet));

describe('sets of packets', () => {
  const packetOutcome = ({ net, it: one, direction, packet, crossing }: Scene): Outcome =>
    worst(
      judgeSecurityGroups(net, one, direction, packet, crossing),
      judgeNetworkAcl(net, one, direction, packet, crossing),
    );

  const partitionOf = ({ net, it: one, direction, crossing }: Scene): HeaderPartition =>
    direction === 'egress' ? emits(net, one, crossing) : admits(net, one, crossing);

  it('put every packet where its verdict puts it', () => {
    fc.assert(
      fc.property(halfKnown, (scene) => {
        expect(setOutcome(partitionOf(scene), scene.packet)).toEqual([packetOutcome(scene)]);
      }),
      runs(200),
    );
  });

  it('have a witness that gets the verdict of its set, product by product', () => {
    fc.assert(
      fc.property(halfKnown, (scene) => {
        const partition = partitionOf(scene);
        for (const outcome of OUTCOMES)
          for (const { sources, destinations, traffic } of Headers.toProducts(partition[outcome])) {
            const packet = Headers.witness(Headers.between(sources, destinations, traffic));
            if (packet === null) throw new Error('an empty product');
            expect(packetOutcome({ ...scene, packet })).toBe(outcome);
          }
      }),
      runs(60),
    );
  });
});

describe('what sets say of references and entries', () => {
  const host = eni('eni-1', ['10.0.1.10'], ['sg-1']);
  const setsOf = (parts: Parameters<typeof network>[0]) => {
    const { allowed, denied, undetermined } = admits(network({ interfaces: [host], ...parts }), host, {
      ...PLAIN_CROSSING,
      subnetBoundary: parts.acls !== undefined,
    });
    return (packet: Packet) =>
      [allowed, denied, undetermined].map((set) => (Headers.contains(set, packet) ? 1 : 0)).join('');
  };

  it('a member may hold any address of a known VPC that no interface holds, and no other', () => {
    const member = eni('eni-2', ['10.0.2.20'], ['sg-2']);
    const where = setsOf({
      interfaces: [host, member],
      groups: [group('sg-1', [rule('ingress', 6, fromGroup('sg-2'))]), group('sg-2', [])],
    });
    const from = (source: string) => where(tcp(source, '10.0.1.10', 443));
    expect(['10.0.2.20', '10.0.9.9', '10.9.0.1', '192.168.0.1', '203.0.113.9'].map(from)).toEqual([
      '100',
      '001',
      '010',
      '010',
      '010',
    ]);
  });

  it('protocol 58 in an IPv4 entry takes every type', () => {
    const where = setsOf({
      groups: [group('sg-1', [allowAll('ingress', '0.0.0.0/0')])],
      acls: [
        acl(
          'acl-1',
          ['subnet-1'],
          [entry(100, 'ingress', 'allow', 58, '0.0.0.0/0', { icmp: { type: 128, code: 0 } })],
        ),
      ],
    });
    const packet = { ...icmp('10.0.2.20', '10.0.1.10', { type: 1, code: 4 }), protocol: 58 };
    expect(where(packet)).toBe('100');
  });

  it('what may be Amazon DNS is neither allowed nor denied', () => {
    const where = setsOf({ groups: [group('sg-1', [])], vpcs: [] });
    expect(where(udp('10.0.0.2', '10.0.1.10', 40_000, 53))).toBe('001');
    expect(where(udp('10.0.0.3', '10.0.1.10', 40_000, 53))).toBe('010');
  });
});

describe('what passes between two interfaces and back', () => {
  const client = eni('eni-client', ['10.0.1.10'], ['sg-client']);
  const server = eni('eni-server', ['10.0.2.20'], ['sg-server'], { subnetId: 'subnet-2' });
  const net = network({
    interfaces: [client, server],
    groups: [
      group('sg-client', [allowAll('egress', '0.0.0.0/0')]),
      group('sg-server', [
        rule('ingress', 6, fromCidr('10.0.0.0/16'), { ports: ports(443) }),
        rule('ingress', 1, fromCidr('10.0.0.0/16')),
      ]),
    ],
    acls: [
      acl(
        'acl-1',
        ['subnet-1'],
        [
          entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0'),
          entry(100, 'egress', 'allow', 'all', '0.0.0.0/0'),
        ],
      ),
      acl(
        'acl-2',
        ['subnet-2'],
        [
          entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0'),
          entry(100, 'egress', 'allow', 6, '0.0.0.0/0', { ports: ports(1024, 65535) }),
        ],
      ),
    ],
  });
  const from = { it: client, crossing: PLAIN_CROSSING };
  const to = { it: server, crossing: PLAIN_CROSSING };

  it('is told apart by source port where only high ports get a reply', () => {
    const trip = requestAndReply(net, from, to);
    const ends = ' from 10.0.1.10 to 10.0.2.20';
    expect(Headers.print(trip.answered)).toBe(`tcp 443 from source ports 1024-65535${ends}`);
    expect(Headers.print(trip.replyDies)).toBe(
      `icmp type 8, 13, 15, 17; tcp 443 from source ports 0-1023${ends}`,
    );
    expect(Headers.print(trip.unanswered)).toBe(`icmp type 0-7, 9-12, 14, 16, 18-255${ends}`);
    expect(Headers.isEmpty(trip.replyUndetermined)).toBe(true);
  });

  it('is undetermined on the way back where a network ACL was not given', () => {
    const blind = { ...net, networkAcls: new Map([...net.networkAcls].slice(1)) };
    const trip = requestAndReply(blind, from, to);
    expect(Headers.isEmpty(trip.request.allowed)).toBe(true);
    expect(Headers.print(trip.request.undetermined)).toBe('icmp; tcp 443 from 10.0.1.10 to 10.0.2.20');
  });

  it('agrees with the verdicts of request and reply on every witness', () => {
    const judge = (packet: Packet): Outcome =>
      worst(
        judgeSecurityGroups(net, client, 'egress', packet, PLAIN_CROSSING),
        judgeNetworkAcl(net, client, 'egress', packet, PLAIN_CROSSING),
        judgeSecurityGroups(net, server, 'ingress', packet, PLAIN_CROSSING),
        judgeNetworkAcl(net, server, 'ingress', packet, PLAIN_CROSSING),
      );
    const judgeReply = (packet: Packet): Outcome =>
      worst(
        judgeSecurityGroupsReply(net, server, 'ingress', packet, PLAIN_CROSSING),
        judgeNetworkAcl(net, server, 'egress', reply(packet), PLAIN_CROSSING),
        judgeNetworkAcl(net, client, 'ingress', reply(packet), PLAIN_CROSSING),
        judgeSecurityGroupsReply(net, client, 'egress', packet, PLAIN_CROSSING),
      );
    const trip = requestAndReply(net, from, to);
    const answered = Headers.witness(trip.answered);
    const dead = Headers.witness(trip.replyDies);
    if (answered === null || dead === null) throw new Error('no witness');
    expect([judge(answered), judgeReply(answered)]).toEqual(['allowed', 'allowed']);
    expect([judge(dead), judgeReply(dead)]).toEqual(['allowed', 'denied']);
  });

  it('agrees with the verdicts of request and reply on every packet, whatever the rules', () => {
    fc.assert(
      fc.property(worldAndPacket, fc.boolean(), fc.boolean(), ({ world, packet: written }, within, blind) => {
        const read = readWorld(world);
        const some = blind ? { ...read, securityGroups: new Map([...read.securityGroups].slice(1)) } : read;
        const [one, other] = ['eni-1', 'eni-2'].map((id) => some.interfaces.get(id));
        if (one === undefined || other === undefined) throw new Error('no interface');
        const crossing = { ...PLAIN_CROSSING, subnetBoundary: !within };
        const six = isIpv6Text(written.source);
        const packet = readPacket({
          ...written,
          source: six ? '2001:db8:0:1::10' : '10.0.1.10',
          destination: six ? '2001:db8:0:2::10' : '10.0.2.10',
        });
        const request = worst(
          judgeSecurityGroups(some, one, 'egress', packet, crossing),
          judgeNetworkAcl(some, one, 'egress', packet, crossing),
          judgeSecurityGroups(some, other, 'ingress', packet, crossing),
          judgeNetworkAcl(some, other, 'ingress', packet, crossing),
        );
        const back = reply(packet);
        const answer = worst(
          judgeNetworkAcl(some, other, 'egress', back, crossing),
          judgeNetworkAcl(some, one, 'ingress', back, crossing),
        );
        const nothingAnswers = packet.icmp !== null && back.icmp === null;
        const trip = requestAndReply(some, { it: one, crossing }, { it: other, crossing });
        const isIn = (set: Headers.HeaderSet) => Headers.contains(set, packet);
        expect(setOutcome(trip.request, packet)).toEqual([request]);
        const passes = request === 'allowed';
        expect(isIn(trip.unanswered)).toBe(passes && nothingAnswers);
        expect(isIn(trip.answered)).toBe(passes && !nothingAnswers && answer === 'allowed');
        expect(isIn(trip.replyDies)).toBe(passes && !nothingAnswers && answer === 'denied');
        expect(isIn(trip.replyUndetermined)).toBe(passes && !nothingAnswers && answer === 'undetermined');
      }),
      runs(100),
    );
  });

  it('lets Amazon DNS pass where nothing else does', () => {
    const closed = { ...net, securityGroups: new Map([['sg-client', group('sg-client', [])]]) };
    const { allowed, denied } = emits(closed, client, PLAIN_CROSSING);
    expect(Headers.contains(allowed, udp('10.0.1.10', '10.0.0.2', 53))).toBe(true);
    expect(Headers.contains(denied, udp('10.0.1.10', '10.0.0.2', 54))).toBe(true);
  });
});
