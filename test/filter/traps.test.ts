import { describe, expect, it } from 'vitest';
import { judgeSecurityGroupsReply, tracking } from '../../src/filter/connection-tracking.js';
import { type Crossing, PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { idleTimeouts } from '../../src/filter/idle-timeout.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import { afterChange } from '../../src/filter/state-change.js';
import type { Outcome } from '../../src/filter/verdict.js';
import type { NetworkAclEntry } from '../../src/network/network-acl.js';
import type { SecurityGroupRule } from '../../src/network/security-group.js';
import type { Direction } from '../../src/traffic/direction.js';
import { type Packet, reply } from '../../src/traffic/packet.js';
import { readWorld } from '../arbitrary/read-aws.js';
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

/**
 * The traps into which models of AWS filters fall, as far as the filters alone can show them. Each test states what the
 * naive model says and what is true; the two differ, or the test proves nothing.
 */

const host = eni('eni-1', ['10.0.1.10', '2001:db8::10'], ['sg-1']);
const peer = eni('eni-2', ['10.0.2.20'], ['sg-2'], { subnetId: 'subnet-2' });

const sg = (
  rules: readonly SecurityGroupRule[],
  packet: Packet,
  direction: Direction = 'ingress',
  crossing: Partial<Crossing> = {},
): Outcome =>
  judgeSecurityGroups(
    network({ interfaces: [host, peer], groups: [group('sg-1', rules), group('sg-2', [])] }),
    host,
    direction,
    packet,
    { ...PLAIN_CROSSING, ...crossing },
  ).outcome;

const nacl = (
  entries: NetworkAclEntry[],
  packet: Packet,
  direction: Direction = 'ingress',
  crossing: Partial<Crossing> = {},
): Outcome =>
  judgeNetworkAcl(network({ acls: [acl('acl-1', ['subnet-1'], entries)] }), host, direction, packet, {
    ...PLAIN_CROSSING,
    ...crossing,
  }).outcome;

const trap = (number: number, title: string, naive: Outcome, truth: () => Outcome, correct: Outcome): void =>
  it(`T${number}: ${title}`, () => {
    expect(truth()).toBe(correct);
    expect(naive).not.toBe(correct);
  });

const fromPeer = tcp('10.0.2.20', '10.0.1.10', 443);
const ping = icmp('10.0.2.20', '10.0.1.10', { type: 8, code: 0 });

describe('traps of security groups', () => {
  trap(
    1,
    'a rule for all protocols has no ports and takes every port',
    'denied',
    () => sg([rule('ingress', 'all', fromCidr('10.0.0.0/8'), { ports: null })], fromPeer),
    'allowed',
  );

  trap(
    1,
    'ports 0 to 0 on a rule for all protocols mean nothing',
    'denied',
    () => sg([rule('ingress', 'all', fromCidr('10.0.0.0/8'), { ports: ports(0) })], fromPeer),
    'allowed',
  );

  trap(
    2,
    'FromPort 8 and ToPort -1 is one ICMP type with every code, not an empty range',
    'denied',
    () =>
      judgeSecurityGroups(
        readWorld({
          SecurityGroups: [
            {
              GroupId: 'sg-1',
              VpcId: 'vpc-1',
              OwnerId: '111122223333',
              IpPermissions: [
                {
                  IpProtocol: 'icmp',
                  FromPort: 8,
                  ToPort: -1,
                  IpRanges: [{ CidrIp: '10.0.0.0/8' }],
                  Ipv6Ranges: [],
                  PrefixListIds: [],
                  UserIdGroupPairs: [],
                },
              ],
              IpPermissionsEgress: [],
            },
          ],
          NetworkAcls: [],
          NetworkInterfaces: [],
        }),
        host,
        'ingress',
        ping,
        PLAIN_CROSSING,
      ).outcome,
    'allowed',
  );

  trap(
    3,
    'a logged ICMP packet has no type: a rule for echo requests neither allows nor denies it',
    'denied',
    () =>
      sg([rule('ingress', 1, fromCidr('10.0.0.0/8'), { icmp: { type: 8, code: 'any' } })], {
        ...ping,
        icmp: null,
      }),
    'undetermined',
  );

  trap(
    4,
    'behind a Network Load Balancer that keeps client addresses, its group is matched and not the client’s address',
    'denied',
    () =>
      sg([rule('ingress', 6, fromGroup('sg-nlb'))], tcp('203.0.113.9', '10.0.1.10', 443), 'ingress', {
        peerGroups: ['sg-nlb'],
      }),
    'allowed',
  );

  trap(
    4,
    'a middlebox hides the peer’s group although its address arrives unchanged',
    'allowed',
    () => sg([rule('ingress', 6, fromGroup('sg-2'))], fromPeer, 'ingress', { peerGroups: 'lost' }),
    'denied',
  );

  trap(
    5,
    'sharing a group lets nobody talk without a rule that refers to the group itself',
    'allowed',
    () => {
      const twin = { ...peer, securityGroupIds: ['sg-1'] };
      const net = network({ interfaces: [host, twin], groups: [group('sg-1', [])] });
      return judgeSecurityGroups(net, host, 'ingress', fromPeer, PLAIN_CROSSING).outcome;
    },
    'denied',
  );

  trap(
    6,
    'a reference over a peering connection that was deleted matches nothing',
    'allowed',
    () => sg([rule('ingress', 6, fromGroup('sg-2', { peeringStatus: 'deleted' }))], fromPeer),
    'denied',
  );

  trap(
    7,
    'an egress rule cannot refer to a group beyond a transit gateway, where the crossing loses it',
    'allowed',
    () => sg([rule('egress', 6, fromGroup('sg-2'))], reply(fromPeer), 'egress', { peerGroups: 'lost' }),
    'denied',
  );

  trap(
    28,
    '0.0.0.0/0 never matches IPv6',
    'allowed',
    () => sg([allowAll('ingress', '0.0.0.0/0')], tcp('2001:db8::20', '2001:db8::10', 443)),
    'denied',
  );

  trap(
    29,
    'a prefix list without its newest entries may allow: it is no empty list',
    'denied',
    () => sg([rule('ingress', 6, { kind: 'prefix-list', id: 'pl-1' })], fromPeer),
    'undetermined',
  );

  trap(
    31,
    'a stale rule looks like any other and still matches nothing',
    'allowed',
    () => sg([rule('ingress', 6, fromGroup('sg-2', { peeringStatus: 'expired' }))], fromPeer),
    'denied',
  );
});

describe('traps of connection tracking', () => {
  const open = rule('ingress', 6, fromCidr('0.0.0.0/0'), { ports: ports(443) });
  const narrow = rule('ingress', 6, fromCidr('10.0.2.0/24'), { ports: ports(443) });
  const out = allowAll('egress', '0.0.0.0/0');
  const net = (rules: SecurityGroupRule[]) =>
    network({
      interfaces: [host],
      groups: [group('sg-1', rules)],
      acls: [
        acl(
          'acl-1',
          ['subnet-1'],
          (['ingress', 'egress'] as const).map((way) => entry(100, way, 'allow', 'all', '0.0.0.0/0')),
        ),
      ],
    });
  const fate = (before: SecurityGroupRule[], after: SecurityGroupRule[]) =>
    afterChange({
      before: net(before),
      after: net(after),
      interfaceId: 'eni-1',
      direction: 'ingress',
      request: fromPeer,
      crossing: PLAIN_CROSSING,
    })?.outcome;

  it('T8: removing a rule cuts untracked connections and leaves tracked ones alone', () => {
    expect([fate([narrow, out], [out]), fate([open, out], [out])]).toEqual(['continues', 'ends']);
  });

  it('T9: rules open both ways leave TCP untracked, per family and not on every way', () => {
    const tracked = (rules: SecurityGroupRule[], packet: Packet, automaticallyTracked = false) =>
      tracking(net(rules), host, 'ingress', packet, { ...PLAIN_CROSSING, automaticallyTracked }).tracked;
    const six = rule('ingress', 6, fromCidr('::/0'), { ports: ports(443) });
    const fromPeer6 = tcp('2001:db8::20', '2001:db8::10', 443);
    expect(tracked([open, out], fromPeer)).toBe(false);
    expect(tracked([six, out], fromPeer6)).toBe(true);
    expect(tracked([open, out], fromPeer, true)).toBe(true);
  });

  it('T10: a connection is forgotten after 350 s on some instance types, 432,000 s on others', () => {
    expect(idleTimeouts(6).flatMap(({ seconds }) => seconds)).toEqual([350, 432_000]);
  });

  it('T8: the reply to a tracked request needs no rule', () => {
    const verdict = judgeSecurityGroupsReply(net([narrow]), host, 'ingress', fromPeer, PLAIN_CROSSING);
    expect([verdict.outcome, sg([narrow], reply(fromPeer), 'egress')]).toEqual(['allowed', 'denied']);
  });
});

describe('traps of network ACLs', () => {
  const all = entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0');

  trap(
    11,
    'entries are in no order and numbers decide',
    'allowed',
    () => nacl([all, entry(99, 'ingress', 'deny', 6, '10.0.2.0/24')], fromPeer),
    'denied',
  );

  it('T11: the final deny is 32767 for IPv4 and 32768 for IPv6', () => {
    const deciding = (packet: Packet) =>
      judgeNetworkAcl(
        network({ acls: [acl('acl-1', ['subnet-1'], [])] }),
        host,
        'ingress',
        packet,
        PLAIN_CROSSING,
      ).deciding;
    expect(deciding(fromPeer)).toMatchObject([{ entry: { number: 32767 } }]);
    expect(deciding(tcp('2001:db8::20', '2001:db8::10', 443))).toMatchObject([{ entry: { number: 32768 } }]);
  });

  trap(
    12,
    'protocol 58 in an IPv4 entry takes every type and code',
    'denied',
    () =>
      nacl([entry(100, 'ingress', 'allow', 58, '0.0.0.0/0', { icmp: { type: 128, code: 0 } })], {
        ...ping,
        protocol: 58,
        icmp: { type: 1, code: 4 },
      }),
    'allowed',
  );

  trap(
    12,
    'protocol 58 in an IPv6 entry compares type and code',
    'allowed',
    () =>
      nacl(
        [entry(100, 'ingress', 'allow', 58, '::/0', { icmp: { type: 128, code: 0 } })],
        icmp('2001:db8::20', '2001:db8::10', { type: 1, code: 4 }),
      ),
    'denied',
  );

  trap(
    12,
    'ports of an entry for GRE are ignored',
    'denied',
    () =>
      nacl([entry(100, 'ingress', 'allow', 47, '0.0.0.0/0', { ports: ports(80) })], {
        ...ping,
        protocol: 47,
        icmp: null,
      }),
    'allowed',
  );

  trap(
    13,
    'a network ACL guards the boundary of its subnet, not its inside',
    'denied',
    () => nacl([], fromPeer, 'ingress', { subnetBoundary: false }),
    'allowed',
  );

  trap(
    14,
    'neither filter blocks Amazon DNS',
    'denied',
    () => nacl([entry(1, 'egress', 'deny', 'all', '0.0.0.0/0')], udp('10.0.1.10', '10.0.0.2', 53), 'egress'),
    'allowed',
  );

  trap(
    14,
    'a DNS server of one’s own is filtered like any host',
    'allowed',
    () => nacl([entry(1, 'egress', 'deny', 'all', '0.0.0.0/0')], udp('10.0.1.10', '10.0.2.53', 53), 'egress'),
    'denied',
  );

  it('T23: a gateway endpoint is public addresses: a network ACL needs their CIDR, a group may name the prefix list', () => {
    const toS3 = tcp('10.0.1.10', '52.216.0.1', 443);
    expect(sg([rule('egress', 6, { kind: 'prefix-list', id: 'pl-s3' })], toS3, 'egress')).toBe(
      'undetermined',
    );
    expect(nacl([entry(100, 'egress', 'allow', 6, '10.0.0.0/8')], toS3, 'egress')).toBe('denied');
  });

  it('T25: a NAT gateway has no group, but the network ACL of its subnet filters', () => {
    const nat = { ...host, type: 'nat_gateway', securityGroupIds: [] };
    const net = network({ acls: [acl('acl-1', ['subnet-1'], [])] });
    expect(judgeSecurityGroups(net, nat, 'ingress', fromPeer, PLAIN_CROSSING).outcome).toBe('allowed');
    expect(judgeNetworkAcl(net, nat, 'ingress', fromPeer, PLAIN_CROSSING).outcome).toBe('denied');
  });

  it('T28: an IPv4 entry for everything leaves IPv6 to the final deny', () => {
    expect(nacl([all], tcp('2001:db8::20', '2001:db8::10', 443))).toBe('denied');
  });

  trap(
    30,
    'an entry for the reply names the ephemeral port as destination, not the service’s',
    'allowed',
    () =>
      nacl([entry(100, 'egress', 'allow', 6, '0.0.0.0/0', { ports: ports(443) })], reply(fromPeer), 'egress'),
    'denied',
  );

  it('T1, T12: a missing port range of an entry means every port', () => {
    expect(nacl([entry(100, 'ingress', 'allow', 6, '10.0.2.0/24')], fromPeer)).toBe('allowed');
  });
});
