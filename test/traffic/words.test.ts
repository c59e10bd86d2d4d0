import { describe, expect, it } from 'vitest';
import * as Addresses from '../../src/address/address-set.js';
import { opposite, otherLeg } from '../../src/traffic/direction.js';
import * as Icmp from '../../src/traffic/icmp.js';
import { peerAddress, reply } from '../../src/traffic/packet.js';
import * as Peers from '../../src/traffic/peer-set.js';
import * as Ports from '../../src/traffic/ports.js';
import * as Protocol from '../../src/traffic/protocol.js';
import * as TcpFlags from '../../src/traffic/tcp-flags.js';
import * as Traffic from '../../src/traffic/traffic-set.js';
import { cidr, icmp, ip, tcp } from '../filter/build.js';

describe('protocols', () => {
  it.each([
    ['tcp', 6],
    ['TCP', 6],
    ['6', 6],
    [17, 17],
    ['icmpv6', 58],
    ['-1', 'all'],
    [-1, 'all'],
    ['all', 'all'],
    ['255', 255],
    [' udp ', 17],
    ['256', null],
    ['gre', null],
    ['', null],
    ['6.0', null],
  ])('%s is read as %s', (spelling, protocol) => {
    expect(Protocol.parse(spelling)).toBe(protocol);
  });

  it('are spelled as AWS takes them', () => {
    expect([6, 17, 1, 58, 47, 'all' as const].map(Protocol.awsName)).toEqual([
      'tcp',
      'udp',
      'icmp',
      'icmpv6',
      '47',
      '-1',
    ]);
  });

  it('have ports, types or neither', () => {
    expect([6, 17, 1, 58, 47].map(Protocol.hasPorts)).toEqual([true, true, false, false, false]);
    expect([6, 17, 1, 58, 47].map(Protocol.isIcmp)).toEqual([false, false, true, true, false]);
  });
});

describe('port ranges', () => {
  it('hold both their ends', () => {
    const range = { from: 80, to: 90 };
    expect([79, 80, 90, 91].map((port) => Ports.contains(port)(range))).toEqual([false, true, true, false]);
  });

  it('are subsets only when both ends are inside', () => {
    const outer = { from: 80, to: 90 };
    const inner = [
      [80, 90],
      [79, 90],
      [80, 91],
      [85, 85],
    ].map(([from = 0, to = 0]) => Ports.isSubset({ from, to }, outer));
    expect(inner).toEqual([true, false, false, true]);
  });

  it('print one port as one number', () => {
    expect([Ports.print(Ports.onePort(443)), Ports.print(Ports.EPHEMERAL_ANY)]).toEqual([
      '443',
      '1024-65535',
    ]);
  });
});

describe('ICMP', () => {
  it('matches by type and code, either of them any', () => {
    const match = (type: number | 'any', code: number | 'any') =>
      Icmp.matches({ type: 3, code: 4 })({ type, code });
    expect([match(3, 4), match('any', 4), match(3, 'any'), match('any', 'any')]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([match(3, 0), match(8, 4), match(8, 'any'), match('any', 0)]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('knows the answers of requests, and none of errors', () => {
    const answers = (protocol: number, types: readonly number[]) =>
      types.map((type) => Icmp.replyTo(protocol, { type, code: 7 }));
    expect(Icmp.replyTo(6, { type: 8, code: 0 })).toBeNull();
    expect(answers(1, [8, 13, 15, 17])).toEqual([0, 14, 16, 18].map((type) => ({ type, code: 0 })));
    expect(answers(58, [128])).toEqual([{ type: 129, code: 0 }]);
    expect([...answers(1, [0, 3, 11, 128]), ...answers(58, [1, 8, 129])]).toEqual(Array(7).fill(null));
  });
});

describe('packets', () => {
  const request = tcp('10.0.1.10', '10.0.2.20', 443, 50_000);

  it('are answered with ends and ports swapped', () => {
    expect(reply(request)).toEqual(tcp('10.0.2.20', '10.0.1.10', 50_000, 443));
    expect(reply(reply(request))).toEqual(request);
    expect(reply(icmp('10.0.1.10', '10.0.2.20', { type: 8, code: 0 })).icmp).toEqual({ type: 0, code: 0 });
    expect(reply(icmp('10.0.1.10', '10.0.2.20', null)).icmp).toBeNull();
  });

  it('have a peer at the far end of their direction', () => {
    expect(peerAddress('ingress', request)).toEqual(ip('10.0.1.10'));
    expect(peerAddress('egress', request)).toEqual(ip('10.0.2.20'));
  });

  it('go one way or the other', () => {
    expect([opposite('ingress'), opposite('egress'), otherLeg('request'), otherLeg('reply')]).toEqual([
      'egress',
      'ingress',
      'reply',
      'request',
    ]);
  });
});

describe('TCP flags of one aggregation window', () => {
  it('open a connection with SYN and without ACK, and answer one with both', () => {
    const [FIN, SYN, ACK] = [1, 2, 16];
    const seen = [0, FIN, SYN, ACK, SYN | FIN, SYN | ACK, SYN | ACK | FIN, FIN | ACK];
    expect(seen.filter(TcpFlags.opensConnection)).toEqual([SYN, SYN | FIN]);
    expect(seen.filter(TcpFlags.answersConnection)).toEqual([SYN | ACK, SYN | ACK | FIN]);
  });
});

describe('an echo request', () => {
  it('is type 8 in ICMP, type 128 in ICMPv6, and nothing in another protocol', () => {
    expect([1, 58, 6].map(Icmp.echoRequest)).toEqual([{ type: 8, code: 0 }, { type: 128, code: 0 }, null]);
  });
});

describe('sets of traffic in words', () => {
  const icmpOf = (...selectors: number[]) => Traffic.ofSelectors(1, selectors);

  it.each([
    [Traffic.EMPTY, 'nothing'],
    [Traffic.ALL, 'all traffic'],
    [icmpOf(8 * 256, 9 * 256), 'icmp type 8'],
    [icmpOf(8 * 256, 10 * 256), 'icmp type 8-9'],
    [icmpOf(3 * 256 + 4, 3 * 256 + 5), 'icmp type 3 code 4'],
    [icmpOf(3 * 256, 3 * 256 + 5), 'icmp type 3 code 0-3 code 4'],
    [icmpOf(3 * 256 + 4, 5 * 256), 'icmp type 3 code 4-4 code 255'],
    [icmpOf(3 * 256 + 4, 3 * 256 + 5, 8 * 256, 9 * 256), 'icmp type 3 code 4, 8'],
    [Traffic.ofProtocol(47), 'protocol 47'],
    [Traffic.union(Traffic.ofProtocol(47), Traffic.ofProtocol(48)), 'protocols 47-48'],
    [Traffic.union(Traffic.ofProtocol(47), Traffic.ofProtocol(50)), 'protocols 47,50'],
  ])('%#: %s', (set, words) => {
    expect(Traffic.print(set)).toBe(words);
  });

  it('stand before the addresses at the other end, one product a line', () => {
    const block = Addresses.ofCidr(cidr('10.0.0.0/8'));
    const other = Addresses.ofCidr(cidr('192.0.2.0/24'));
    const set = Peers.union(
      Peers.of(block, Traffic.ofProtocol(47)),
      Peers.of(other, icmpOf(8 * 256, 9 * 256)),
    );
    expect(Peers.print(set)).toBe('protocol 47: 10.0.0.0/8\nicmp type 8: 192.0.2.0/24');
    expect(Peers.print(Peers.EMPTY)).toBe('nothing');
  });
});
