import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../src/network/network.js';
import type { EndName } from '../../src/path/named-end.js';
import { type ReachSet, reachAny } from '../../src/path/reach-any.js';
import { endName, isReachChange, reachDifference } from '../../src/path/reach-difference.js';
import * as Headers from '../../src/traffic/header-set.js';
import { connectedWorld } from '../arbitrary/connected-world.js';
import { readPacket } from '../arbitrary/read-aws.js';
import { routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import { allowAll, fromCidr, group, ip, rule, tcp } from '../filter/build.js';
import type { WrittenPacket } from '../oracle/filter.js';
import { internetGateway, natGateway, openGroup, route, table, world } from './build.js';
import { connectedNetwork, reachConnected } from './connected.js';
import { networkOf, reachOf } from './routed.js';

const ADDRESSES = [
  '10.0.1.10',
  '10.0.3.10',
  '10.0.1.20',
  '10.0.3.77',
  '10.2.1.10',
  '10.2.1.200',
  '203.0.113.7',
  '198.51.100.5',
  '8.8.8.8',
  '192.168.1.1',
];
const CONNECTED = [
  '10.0.3.10',
  '10.0.3.20',
  '10.0.2.30',
  '10.0.2.99',
  '10.2.1.10',
  '203.0.113.7',
  '52.218.4.4',
  '192.168.4.4',
  '2001:db8:1:3::10',
  '2001:db8:2:1::10',
  '2001:db8:2:1::99',
  '2600:1f14::99',
];
const PORTS = [1, 25, 443, 444, 1023, 1024, 32_768, 40_000, 65_535];

type Asked = { readonly address: string; readonly port: number; readonly isTo: boolean };

const asked = (addresses: readonly string[]): fc.Arbitrary<Asked> =>
  fc.record({
    address: fc.constantFrom(...addresses),
    port: fc.constantFrom(...PORTS),
    isTo: fc.boolean(),
  });

const packetOf = (own: string, { address, port, isTo }: Asked): WrittenPacket => ({
  source: isTo ? own : address,
  destination: isTo ? address : own,
  protocol: 6,
  sourcePort: 40_000,
  destinationPort: port,
  icmpType: null,
  icmpCode: null,
});

/** The verdict on a packet, out of the answer for every port and every other end. */
const verdictAmongAny = (
  network: Network,
  own: EndName,
  packet: WrittenPacket,
  isTo: boolean,
): ReachSet['verdict'] => {
  const sets = reachAny(network, {
    from: isTo ? own : 'any',
    to: isTo ? 'any' : own,
    protocol: 6,
    port: 'any',
    sourcePorts: { from: 40_000, to: 40_000 },
    icmp: null,
  });
  const holding = sets.filter(({ headers }) => Headers.contains(headers, readPacket(packet)));
  expect(holding).toHaveLength(1);
  return (holding[0] as ReachSet).verdict;
};

describe('a question about any packet', () => {
  it('is answered for each packet as that packet alone would be', () => {
    fc.assert(
      fc.property(routedWorld, asked(ADDRESSES), ({ world: written }, question) => {
        const { address, isTo } = question;
        if (address === '10.0.1.10' || (!isTo && address === '198.51.100.5')) return;
        const network = networkOf(written);
        const packet = packetOf('10.0.1.10', question);
        const holder = written.NetworkInterfaces.find((it) =>
          it.PrivateIpAddresses.some((own4) => own4.PrivateIpAddress === packet.source),
        );
        const from = holder?.NetworkInterfaceId ?? null;
        const alone = reachOf({ world: written, from, packet }, network);
        expect(verdictAmongAny(network, { kind: 'interface', id: 'eni-a' }, packet, isTo)).toBe(
          alone.verdict,
        );
      }),
      runs(15),
    );
  });

  it('is answered so between VPCs, endpoints and load balancers too', () => {
    fc.assert(
      fc.property(connectedWorld, asked(CONNECTED), ({ world: written }, question) => {
        const network = connectedNetwork(written);
        const own = question.address.includes(':') ? '2001:db8:1:1::10' : '10.0.1.10';
        const packet = packetOf(own, question);
        const holder = written.NetworkInterfaces.find((it) =>
          [
            ...it.PrivateIpAddresses.map((at) => at.PrivateIpAddress),
            ...it.Ipv6Addresses.map((at) => at.Ipv6Address),
          ].includes(packet.source),
        );
        const from = holder?.NetworkInterfaceId ?? null;
        const alone = reachConnected({ world: written, from, packet }, network);
        const end = { kind: 'address', address: ip(own) } as const;
        expect(verdictAmongAny(network, end, packet, question.isTo)).toBe(alone.verdict);
      }),
      runs(8),
    );
  });

  it('tells apart the IPv4 addresses to which NAT64 leads', () => {
    const known = world({
      natGateways: [natGateway('nat-1', '10.0.2.5')],
      internetGateways: [internetGateway('igw-1')],
      routeTables: [
        table('rtb-1', ['subnet-1'], [route('::/0', 'nat-1')]),
        table('rtb-2', ['subnet-2'], [route('0.0.0.0/0', 'igw-1')]),
      ],
    });
    const sets = reachAny(known, {
      from: { kind: 'address', address: ip('2001:db8:0:1::10') },
      to: 'any',
      protocol: 6,
      port: 443,
      sourcePorts: null,
      icmp: null,
    });
    const fateOf = (destination: string) =>
      sets.find(({ headers }) => Headers.contains(headers, tcp('2001:db8:0:1::10', destination, 443, 40_000)))
        ?.because?.code ?? 'passes';
    expect(['64:ff9b::cb00:7107', '64:ff9b::c0a8:101', '2600::1'].map(fateOf)).toEqual([
      'passes',
      'no-route',
      'nat-gateway-cannot-carry',
    ]);
  });

  it('tells why what does not pass does not', () => {
    const shut = world({
      securityGroups: [
        openGroup('sg-a'),
        group('sg-b', [rule('ingress', 6, fromCidr('10.0.1.0/24'), { ports: { from: 443, to: 443 } })]),
      ],
    });
    const sets = reachAny(shut, {
      from: { kind: 'interface', id: 'eni-a' },
      to: { kind: 'interface', id: 'eni-b' },
      protocol: 6,
      port: 'any',
      sourcePorts: null,
      icmp: null,
    });
    expect(
      sets.map(({ verdict, because, headers }) => [verdict, because?.code ?? null, Headers.print(headers)]),
    ).toEqual([
      ['blocked', 'security-group-ingress-lacks-rule', 'tcp 0-442,444-65535 from 10.0.1.10 to 10.0.2.10'],
      ['allowed', null, 'tcp 443 from 10.0.1.10 to 10.0.2.10'],
    ]);
  });
});

describe('two snapshots', () => {
  const old = world({
    securityGroups: [openGroup('sg-a'), group('sg-b', [allowAll('egress', '0.0.0.0/0')])],
  });
  const question = { from: null, to: 'any', protocols: [6], port: 'any' } as const;

  it('that are equal differ in nothing', () => {
    expect(reachDifference(old, old, question)).toEqual([]);
  });

  it('differ in what a new rule opens, and no more', () => {
    const opened = group('sg-b', [
      allowAll('egress', '0.0.0.0/0'),
      rule('ingress', 6, fromCidr('10.0.1.10/32'), { ports: { from: 22, to: 22 } }),
    ]);
    const now = world({ securityGroups: [openGroup('sg-a'), opened] });
    const [only, ...more] = reachDifference(old, now, question).filter(isReachChange);
    expect(more).toEqual([]);
    expect(only && [endName(only.from), only.before, only.after, Headers.print(only.headers)]).toEqual([
      'eni-a',
      'blocked',
      'allowed',
      'tcp 22 from 10.0.1.10 to 10.0.2.10',
    ]);
    const [back] = reachDifference(now, old, question).filter(isReachChange);
    expect(back && [back.before, back.after, back.headers]).toEqual(['allowed', 'blocked', only?.headers]);
  });

  it('may be compared for one end alone', () => {
    const from = { kind: 'address', address: ip('10.0.2.10') } as const;
    expect(
      reachDifference(old, world(), { ...question, from, to: { kind: 'interface', id: 'eni-a' } }),
    ).toEqual([]);
  });
});
