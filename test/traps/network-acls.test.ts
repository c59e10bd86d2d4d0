import { describe } from 'vitest';
import { type Crossing, PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import type { Outcome } from '../../src/filter/verdict.js';
import type { NetworkAclEntry } from '../../src/network/network-acl.js';
import { crossingOf } from '../../src/path/crossing-of.js';
import { endpointOf } from '../../src/path/endpoint.js';
import { ephemeralPorts } from '../../src/path/source-ports.js';
import type { Direction } from '../../src/traffic/direction.js';
import { type Packet, reply } from '../../src/traffic/packet.js';
import { acl, eni, entry, icmp, ip, network, ports, tcp, udp } from '../filter/build.js';
import { naiveAcl } from './naive.js';
import { trap } from './trap.js';

const host = eni('eni-1', ['10.0.1.10', '2001:db8::10'], ['sg-1']);
const fromPeer = tcp('10.0.2.20', '10.0.1.10', 443);
const fromPeer6 = tcp('2001:db8::20', '2001:db8::10', 443);
const unreachable = { ...icmp('10.0.2.20', '10.0.1.10', { type: 1, code: 4 }), protocol: 58 };
const unreachable6 = icmp('2001:db8::20', '2001:db8::10', { type: 1, code: 4 });

const netOf = (entries: readonly NetworkAclEntry[]) =>
  network({ interfaces: [host], acls: [acl('acl-1', ['subnet-1'], [...entries])] });

const outcomes = (
  entries: readonly NetworkAclEntry[],
  packet: Packet,
  direction: Direction = 'ingress',
  crossing: Partial<Crossing> = {},
) => ({
  naive: (): Outcome => naiveAcl(entries, direction, packet),
  truth: (): Outcome =>
    judgeNetworkAcl(netOf(entries), host, direction, packet, { ...PLAIN_CROSSING, ...crossing }).outcome,
});

const all = entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0');
const denyOut = [entry(1, 'egress', 'deny', 'all', '0.0.0.0/0')];

/** The number that decides a packet that no written entry matches. */
const finalNumber = (packet: Packet): number => {
  const [deciding] = judgeNetworkAcl(netOf([]), host, 'ingress', packet, PLAIN_CROSSING).deciding;
  return deciding?.kind === 'network-acl-entry' ? deciding.entry.number : 0;
};

describe('traps of network ACLs', () => {
  trap(11, 'entries are in no order and numbers decide', {
    ...outcomes([all, entry(99, 'ingress', 'deny', 6, '10.0.2.0/24')], fromPeer),
    correct: 'denied',
  });

  trap(11, 'the final deny is 32767 for IPv4 and 32768 for IPv6', {
    naive: () => [fromPeer, fromPeer6].map(() => 32767),
    truth: () => [fromPeer, fromPeer6].map(finalNumber),
    correct: [32767, 32768],
  });

  trap(12, 'protocol 58 in an IPv4 entry takes every type and code', {
    ...outcomes(
      [entry(100, 'ingress', 'allow', 58, '0.0.0.0/0', { icmp: { type: 128, code: 0 } })],
      unreachable,
    ),
    correct: 'allowed',
  });

  trap<Outcome>(12, 'protocol 58 in an IPv6 entry compares type and code', {
    // Who has learned that NACLs ignore types of protocol 58.
    naive: () => naiveAcl([entry(100, 'ingress', 'allow', 58, '::/0')], 'ingress', unreachable6),
    truth: outcomes(
      [entry(100, 'ingress', 'allow', 58, '::/0', { icmp: { type: 128, code: 0 } })],
      unreachable6,
    ).truth,
    correct: 'denied',
  });

  trap(12, 'ports of an entry for GRE are ignored', {
    ...outcomes([entry(100, 'ingress', 'allow', 47, '0.0.0.0/0', { ports: ports(80) })], {
      ...unreachable,
      protocol: 47,
      icmp: null,
    }),
    correct: 'allowed',
  });

  trap(13, 'a network ACL guards the boundary of its subnet, not its inside', {
    ...outcomes([], fromPeer, 'ingress', { subnetBoundary: false }),
    correct: 'allowed',
  });

  const attachment = eni('eni-tgw', ['10.0.1.99'], [], { type: 'transit_gateway' });
  trap<Outcome>(13, 'but beside a transit gateway attachment it may be asked inside the subnet too', {
    // Who has learned that NACLs are not asked inside a subnet.
    naive: () => outcomes([], fromPeer, 'egress', { subnetBoundary: false }).truth(),
    truth: () => {
      const net = { ...netOf([]), interfaces: new Map([host, attachment].map((it) => [it.id, it])) };
      const crossing = crossingOf(net, host, endpointOf(net, ip('10.0.1.99'), 'vpc-1'), 'egress');
      return judgeNetworkAcl(net, host, 'egress', tcp('10.0.1.10', '10.0.1.99', 443), crossing).outcome;
    },
    correct: 'undetermined',
  });

  trap(14, 'a network ACL cannot block Amazon DNS', {
    ...outcomes(denyOut, udp('10.0.1.10', '10.0.0.2', 53), 'egress'),
    correct: 'allowed',
  });

  trap(14, 'nor instance metadata, nor the time', {
    naive: () =>
      ['169.254.169.254', '169.254.169.123'].map((to) =>
        naiveAcl(denyOut, 'egress', udp('10.0.1.10', to, 123)),
      ),
    truth: () =>
      ['169.254.169.254', '169.254.169.123'].map((to) =>
        outcomes(denyOut, udp('10.0.1.10', to, 123), 'egress').truth(),
      ),
    correct: ['allowed', 'allowed'],
  });

  trap<Outcome>(14, 'a DNS server of one’s own is filtered like any host', {
    // Who has learned that NACLs do not see DNS.
    naive: () => (udp('10.0.1.10', '10.0.2.53', 53).destinationPort === 53 ? 'allowed' : 'denied'),
    truth: outcomes(denyOut, udp('10.0.1.10', '10.0.2.53', 53), 'egress').truth,
    correct: 'denied',
  });

  const nat = eni('eni-nat', ['10.0.1.20'], [], { type: 'nat_gateway' });
  trap<readonly Outcome[]>(
    25,
    'a NAT gateway has no group that could deny, and the network ACL of its subnet still does',
    {
      // "No group, so nothing is allowed in; and what is allowed is not asked again."
      naive: () => [(nat.securityGroupIds ?? []).length > 0 ? 'allowed' : 'denied', 'allowed'],
      truth: () =>
        [judgeSecurityGroups, judgeNetworkAcl].map(
          (judge) =>
            judge(netOf([]), nat, 'ingress', tcp('10.0.2.20', '10.0.1.20', 443), PLAIN_CROSSING).outcome,
        ),
      correct: ['allowed', 'denied'],
    },
  );

  const highPorts = [entry(100, 'ingress', 'allow', 6, '0.0.0.0/0', { ports: ports(32768, 60999) })];
  trap(25, 'a NAT gateway may use any port from 1024 on, so replies to it need more than Linux does', {
    naive: () => ports(32768, 60999),
    truth: () => {
      const net = { ...netOf([]), interfaces: new Map([[nat.id, nat]]) };
      return ephemeralPorts(net, endpointOf(net, ip('10.0.1.20'), 'vpc-1')).range;
    },
    correct: ports(1024, 65535),
  });

  trap<Outcome>(28, 'an IPv4 entry for everything leaves IPv6 to the final deny', {
    naive: () => ((all.cidr.prefixLength === 0 ? all.action : 'deny') === 'allow' ? 'allowed' : 'denied'),
    truth: outcomes([all], fromPeer6).truth,
    correct: 'denied',
  });

  trap<Outcome>(
    30,
    'the ephemeral port is the destination of the reply, so an entry for the service does not help',
    {
      naive: () => naiveAcl(forService, 'egress', fromPeerTurned),
      truth: outcomes(
        [entry(100, 'egress', 'allow', 6, '0.0.0.0/0', { ports: ports(443) })],
        reply(fromPeer),
        'egress',
      ).truth,
      correct: 'denied',
    },
  );

  trap<Outcome>(30, 'a port that is ephemeral for one client is none for another', {
    naive: () => naiveAcl(highPorts, 'ingress', { ...fromPeer, destinationPort: 32768 }),
    truth: outcomes(highPorts, { ...fromPeer, destinationPort: 1025 }).truth,
    correct: 'denied',
  });
});

/** Turned with its ports left where they were. */
const fromPeerTurned: Packet = { ...fromPeer, source: fromPeer.destination, destination: fromPeer.source };
const forService = [entry(100, 'egress', 'allow', 6, '0.0.0.0/0', { ports: ports(443) })];
