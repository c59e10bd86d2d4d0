import { describe, expect, it } from 'vitest';
import { acl, eni, entry, icmp, ip, ports, tcp } from '../filter/build.js';
import {
  A,
  B,
  internetGateway,
  natGateway,
  openAcl,
  route,
  table,
  told,
  trip,
  way,
  withPublic,
  world,
} from './build.js';

const toInternet = tcp('10.0.1.10', '203.0.113.7', 443);
const fromInternet = tcp('203.0.113.7', '198.51.100.5', 443);
const publicA = withPublic(A, '198.51.100.5');
const igw = [internetGateway('igw-1')];
const publicTable = table('rtb-1', [], [route('0.0.0.0/0', 'igw-1'), route('::/0', 'igw-1')], {
  isMain: true,
});
const open = world({ interfaces: [publicA, B], routeTables: [publicTable], internetGateways: igw });

describe('an internet gateway', () => {
  it('puts the public address in the place of the private one, and takes it back from the reply', () => {
    const it = trip(open, toInternet);
    expect(it.verdict).toBe('allowed');
    expect(way(it)).toEqual(['eni-a out', 'rtb-1', 'igw-1', 'internet']);
    expect(way(it, 'reply')).toEqual(['internet', 'igw-1', 'eni-a in']);
    expect(it.request.course.carried.packet.source).toEqual(ip('198.51.100.5'));
    expect(it.reply?.course.carried.packet.destination).toEqual(ip('10.0.1.10'));
  });

  it('lets the internet in to a public address, and the reply out', () => {
    const it = trip(open, fromInternet);
    expect(it.verdict).toBe('allowed');
    expect(way(it)).toEqual(['internet', 'igw-1', 'eni-a in']);
    expect(way(it, 'reply')).toEqual(['eni-a out', 'rtb-1', 'igw-1', 'internet']);
  });

  it('needs a public address', () => {
    const it = trip(world({ routeTables: [publicTable], internetGateways: igw }), toInternet);
    expect(told(it)).toEqual(['request no-public-address igw-1 IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS']);
  });

  it('needs a route, on the way in for the reply', () => {
    const without = world({ interfaces: [publicA, B], internetGateways: igw });
    expect(told(trip(without, toInternet))).toEqual(['request no-route rtb-1 NO_ROUTE_TO_DESTINATION']);
    expect(told(trip(without, fromInternet))).toEqual(['reply no-route rtb-1 NO_ROUTE_TO_DESTINATION']);
  });

  it('that is gone leaves a blackhole, and no shorter route takes over', () => {
    const routes = [route('0.0.0.0/0', 'igw-1'), route('203.0.113.0/24', 'nat-9', { state: 'blackhole' })];
    const holed = world({
      interfaces: [publicA, B],
      routeTables: [table('rtb-1', [], routes, { isMain: true })],
      internetGateways: igw,
    });
    expect(told(trip(holed, toInternet))).toEqual(['request blackhole-route rtb-1 BAD_STATE_ROUTE']);
  });

  it('that is attached elsewhere carries nothing', () => {
    const detached = world({
      interfaces: [publicA, B],
      routeTables: [publicTable],
      internetGateways: [internetGateway('igw-1', { vpcIds: [] })],
    });
    expect(told(trip(detached, toInternet))).toEqual(['request blackhole-route igw-1 BAD_STATE_ATTACHMENT']);
  });

  it('refuses private destinations', () => {
    expect(told(trip(open, tcp('10.0.1.10', '192.168.4.4', 443)))).toEqual([
      'request no-route igw-1 IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS',
    ]);
    expect(told(trip(open, tcp('10.0.1.10', '100.64.4.4', 443)))).toEqual([
      'request no-route igw-1 IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS',
    ]);
  });

  it('carries IPv6 as it is, without a public IPv4 address', () => {
    const known = world({ routeTables: [publicTable], internetGateways: igw });
    const out = trip(known, tcp('2001:db8:0:1::10', '2600:1f00::7', 443));
    expect(out.verdict).toBe('allowed');
    expect(out.request.course.stops.every((stop) => stop.kind !== 'component' || stop.after === null)).toBe(
      true,
    );
    expect(trip(known, tcp('2600:1f00::7', '2001:db8:0:1::10', 443)).verdict).toBe('allowed');
  });

  it('judges the reply by the ephemeral ports of the outside, and names those that die', () => {
    const half = acl(
      'acl-1',
      ['subnet-1'],
      [
        entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0'),
        entry(100, 'egress', 'allow', 6, '0.0.0.0/0', { ports: ports(1024, 49151) }),
      ],
    );
    const known = { ...open, networkAcls: new Map([['acl-1', half]]) };
    const it = trip(known, { ...fromInternet, sourcePort: null });
    expect(it.verdict).toBe('partial');
    expect(it.reply?.checkpoints.flatMap(({ ports: some }) => some?.denied ?? [])).toEqual([
      { from: 49152, to: 65535 },
    ]);
  });

  it('brings what goes to an own public address back in', () => {
    const it = trip(open, tcp('10.0.2.10', '198.51.100.5', 443));
    expect(told(it)).toEqual(['request no-public-address igw-1 IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS']);
    const both = world({
      interfaces: [publicA, withPublic(B, '198.51.100.6')],
      routeTables: [publicTable],
      internetGateways: igw,
    });
    expect(way(trip(both, tcp('10.0.2.10', '198.51.100.5', 443)))).toEqual([
      'eni-b out',
      'rtb-1',
      'igw-1',
      'internet',
      'igw-1',
      'eni-a in',
    ]);
  });

  it('leaves open whether port 25 may go out', () => {
    const it = trip(open, tcp('10.0.1.10', '203.0.113.7', 25));
    expect(it.verdict).toBe('undetermined');
    expect(it.request.course.doubts).toMatchObject([{ reason: 'outbound-smtp-restricted' }]);
  });
});

describe('a gateway route table', () => {
  it('steers what comes in to an appliance', () => {
    const box = withPublic(
      eni('eni-box', ['10.0.2.50'], [], { subnetId: 'subnet-2', sourceDestCheck: false }),
      '198.51.100.8',
    );
    const edge = table('rtb-edge', [], [route('10.0.1.0/24', 'eni-box')], { gatewayIds: ['igw-1'] });
    const known = world({
      interfaces: [publicA, B, box],
      routeTables: [publicTable, edge],
      internetGateways: igw,
    });
    const it = trip(known, fromInternet);
    expect(way(it)).toEqual([
      'internet',
      'igw-1',
      'rtb-edge',
      'eni-box in',
      'eni-box',
      'eni-box out',
      'rtb-1',
      'eni-a in',
    ]);
    expect(it.verdict).toBe('undetermined');
  });
});

describe('an egress-only internet gateway', () => {
  const known = world({
    routeTables: [table('rtb-1', [], [route('::/0', 'eigw-1')], { isMain: true })],
    internetGateways: [internetGateway('eigw-1')],
  });

  it('lets IPv6 out and its replies in', () => {
    const it = trip(known, tcp('2001:db8:0:1::10', '2600:1f00::7', 443));
    expect(it.verdict).toBe('allowed');
    expect(way(it, 'reply')).toEqual(['internet', 'eigw-1', 'eni-a in']);
  });

  it('lets nothing in that was not asked for', () => {
    expect(told(trip(known, tcp('2600:1f00::7', '2001:db8:0:1::10', 443)))).toContain(
      'request no-route vpc-1 NO_PATH',
    );
  });
});

describe('Block Public Access', () => {
  const withMode = (
    mode: 'block-bidirectional' | 'block-ingress',
    excluded: 'allow-bidirectional' | 'allow-egress' | null,
  ) =>
    world({
      interfaces: [publicA, B],
      routeTables: [publicTable],
      internetGateways: igw,
      blockPublicAccess: [{ id: 'account', accountId: null, region: null, mode }],
      blockPublicAccessExclusions:
        excluded === null
          ? []
          : [{ id: 'vpcbpa-exclude-1', resourceId: 'subnet-1', mode: excluded, state: 'create-complete' }],
    });

  it('stops both directions, or only what comes in', () => {
    expect(told(trip(withMode('block-bidirectional', null), toInternet))).toEqual([
      'request block-public-access igw-1 VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    ]);
    expect(told(trip(withMode('block-ingress', null), fromInternet))).toEqual([
      'request block-public-access igw-1 VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    ]);
    expect(told(trip(withMode('block-ingress', null), toInternet))).toEqual([
      'reply block-public-access igw-1 VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    ]);
  });

  it('leaves excluded subnets alone', () => {
    expect(trip(withMode('block-bidirectional', 'allow-bidirectional'), fromInternet).verdict).toBe(
      'allowed',
    );
    expect(told(trip(withMode('block-bidirectional', 'allow-egress'), fromInternet))).toEqual([
      'request block-public-access igw-1 VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    ]);
  });

  it('in mode block-ingress lets NAT gateways work', () => {
    const known = { ...natted(), blockPublicAccess: withMode('block-ingress', null).blockPublicAccess };
    expect(trip(known, toInternet).verdict).toBe('allowed');
  });
});

const natted = (more: Parameters<typeof world>[0] = {}) =>
  world({
    interfaces: [
      A,
      eni('eni-of-nat-1', ['10.0.2.5'], [], {
        subnetId: 'subnet-2',
        type: 'nat_gateway',
        sourceDestCheck: false,
        publicAddresses: [ip('198.51.100.9')],
      }),
    ],
    routeTables: [
      table('rtb-private', ['subnet-1'], [route('0.0.0.0/0', 'nat-1')]),
      table('rtb-public', ['subnet-2'], [route('0.0.0.0/0', 'igw-1')]),
    ],
    internetGateways: igw,
    natGateways: [natGateway('nat-1', '10.0.2.5')],
    ...more,
  });

describe('a NAT gateway', () => {
  it('carries a request with its own address and port, and undoes both for the reply', () => {
    const it = trip(natted(), toInternet);
    expect(it.verdict).toBe('allowed');
    expect(way(it)).toEqual([
      'eni-a out',
      'rtb-private',
      'eni-of-nat-1 in',
      'nat-1',
      'eni-of-nat-1 out',
      'rtb-public',
      'igw-1',
      'internet',
    ]);
    expect(way(it, 'reply')).toEqual([
      'internet',
      'igw-1',
      'eni-of-nat-1 in',
      'nat-1',
      'eni-of-nat-1 out',
      'rtb-public',
      'eni-a in',
    ]);
    expect(it.request.course.carried.packet).toMatchObject({ source: ip('198.51.100.9'), sourcePort: 1024 });
    expect(it.reply?.course.carried.packet).toMatchObject({
      destination: ip('10.0.1.10'),
      destinationPort: 40_000,
    });
  });

  it('works although its interface was not described', () => {
    expect(trip(natted({ interfaces: [A] }), toInternet).verdict).toBe('allowed');
  });

  it.each([
    [
      'ingress',
      [
        ['egress', '0.0.0.0/0'],
        ['ingress', '203.0.113.0/24'],
      ],
      'request network-acl ingress eni-of-nat-1',
    ],
    [
      'egress',
      [
        ['ingress', '0.0.0.0/0'],
        ['egress', '10.0.0.0/8'],
      ],
      'request network-acl egress eni-of-nat-1',
    ],
  ] as const)('is judged by the network ACL of its subnet on its %s too', (_, rows, blocker) => {
    const half = acl(
      'acl-2',
      ['subnet-2'],
      rows.map(([direction, block]) => entry(100, direction, 'allow', 'all', block)),
    );
    expect(told(trip(natted({ networkAcls: [openAcl('acl-1', ['subnet-1']), half] }), toInternet))).toEqual([
      blocker,
    ]);
  });

  it('needs the ephemeral ports it chooses from for replies, whatever the client uses', () => {
    const linuxOnly = acl(
      'acl-2',
      ['subnet-2'],
      [
        entry(100, 'egress', 'allow', 'all', '0.0.0.0/0'),
        entry(90, 'ingress', 'allow', 'all', '10.0.0.0/16'),
        entry(100, 'ingress', 'allow', 6, '0.0.0.0/0', { ports: ports(32768, 65535) }),
      ],
    );
    const it = trip(natted({ networkAcls: [openAcl('acl-1', ['subnet-1']), linuxOnly] }), toInternet);
    expect(it.verdict).toBe('partial');
    expect(it.reply?.checkpoints.flatMap(({ ports: some }) => (some === null ? [] : [some]))).toEqual([
      { denied: [{ from: 1024, to: 32767 }], undetermined: [], of: 'nat-1' },
    ]);
  });

  it('carries TCP, UDP and ICMP alone, and only while it is available', () => {
    expect(trip(natted(), icmp('10.0.1.10', '203.0.113.7', { type: 8, code: 0 })).verdict).toBe('allowed');
    expect(
      told(trip(natted(), { ...toInternet, protocol: 47, sourcePort: null, destinationPort: null })),
    ).toEqual(['request nat-gateway-cannot-carry nat-1 PROTOCOL_RESTRICTION']);
    expect(
      told(trip(natted({ natGateways: [natGateway('nat-1', '10.0.2.5', { state: 'failed' })] }), toInternet)),
    ).toEqual(['request nat-gateway-cannot-carry nat-1 BAD_STATE']);
  });

  it('in the subnet of its client routes to itself', () => {
    const looped = natted({
      routeTables: [table('rtb-private', ['subnet-1', 'subnet-2'], [route('0.0.0.0/0', 'nat-1')])],
    });
    expect(told(trip(looped, toInternet))).toEqual(['request nat-gateway-cannot-carry nat-1 null']);
  });

  it('takes no connections from outside', () => {
    expect(told(trip(natted(), tcp('203.0.113.7', '198.51.100.9', 443)))).toContain(
      'request nat-gateway-cannot-carry nat-1 null',
    );
  });

  it('that was not described leaves it undetermined, with the call that would tell', () => {
    const it = trip(natted({ natGateways: [] }), toInternet);
    expect(it.verdict).toBe('undetermined');
    expect(it.missing.map(({ needs }) => needs)).toEqual([
      'aws ec2 describe-nat-gateways --nat-gateway-ids nat-1',
    ]);
  });

  it('does not know the reply to a request that came in by the internet gateway', () => {
    const mixed = natted();
    const known = { ...mixed, interfaces: new Map(mixed.interfaces).set('eni-a', publicA) };
    expect(told(trip(known, fromInternet))).toEqual(['reply asymmetric-path nat-1 null']);
  });

  it('private, between overlapping networks, shows its own private address', () => {
    const known = natted({
      routeTables: [
        table('rtb-private', ['subnet-1'], [route('192.168.0.0/16', 'nat-1')]),
        table('rtb-public', ['subnet-2'], [route('192.168.0.0/16', 'vgw-1')]),
      ],
      natGateways: [natGateway('nat-1', '10.0.2.5', { connectivity: 'private' })],
    });
    const it = trip(known, tcp('10.0.1.10', '192.168.4.4', 443));
    expect(it.verdict).toBe('allowed');
    expect(it.request.course.carried.packet.source).toEqual(ip('10.0.2.5'));
    expect(it.request.course.ending).toEqual({
      kind: 'left',
      through: 'virtual-private-gateway',
      id: 'vgw-1',
    });
    expect(way(it, 'reply')).toEqual([
      'vgw-1',
      'eni-of-nat-1 in',
      'nat-1',
      'eni-of-nat-1 out',
      'rtb-public',
      'eni-a in',
    ]);
  });

  it('regional, lies in no subnet and has its own route table', () => {
    const at = (availabilityZone: string) => ({
      interfaceId: null,
      privateAddress: null,
      publicAddress: ip('198.51.100.9'),
      availabilityZone,
    });
    const regional = (routeTableId: string | null, zone = 'a') =>
      natted({
        interfaces: [A],
        routeTables: [
          table('rtb-private', ['subnet-1'], [route('0.0.0.0/0', 'nat-1')]),
          table('rtb-nat', [], [route('0.0.0.0/0', 'igw-1')]),
          table('rtb-main', [], [], { isMain: true }),
        ],
        natGateways: [
          natGateway('nat-1', '10.0.2.5', {
            subnetId: null,
            availability: 'regional',
            routeTableId,
            addresses: [at(zone)],
          }),
        ],
      });
    const it = trip(regional('rtb-nat'), toInternet);
    expect(it.verdict).toBe('allowed');
    expect(way(it)).toEqual(['eni-a out', 'rtb-private', 'nat-1', 'rtb-nat', 'igw-1', 'internet']);
    expect(way(it, 'reply')).toEqual(['internet', 'igw-1', 'nat-1', 'rtb-nat', 'eni-a in']);
    expect(told(trip(regional('rtb-main'), toInternet))).toEqual([
      'request no-route rtb-main NO_ROUTE_TO_DESTINATION',
    ]);
    expect(trip(regional('rtb-nat', 'b'), toInternet).verdict).toBe('undetermined');
  });

  it('regional, sends from its address in the zone of the sender', () => {
    const addresses = ['b', 'a'].map((availabilityZone, i) => ({
      interfaceId: null,
      privateAddress: null,
      publicAddress: ip(`198.51.100.${i}`),
      availabilityZone,
    }));
    const known = natted({
      interfaces: [A],
      routeTables: [
        table('rtb-private', ['subnet-1'], [route('0.0.0.0/0', 'nat-1')]),
        table('rtb-nat', [], [route('0.0.0.0/0', 'igw-1')]),
      ],
      natGateways: [
        natGateway('nat-1', '10.0.2.5', {
          subnetId: null,
          availability: 'regional',
          routeTableId: 'rtb-nat',
          addresses,
        }),
      ],
    });
    expect(trip(known, toInternet).request.course.carried.packet.source).toEqual(ip('198.51.100.1'));
  });

  it('carries IPv6 to IPv4 addresses written in 64:ff9b::/96, and back', () => {
    const known = natted({
      routeTables: [
        table('rtb-private', ['subnet-1'], [route('64:ff9b::/96', 'nat-1')]),
        table('rtb-public', ['subnet-2'], [route('0.0.0.0/0', 'igw-1')]),
      ],
    });
    const it = trip(known, tcp('2001:db8:0:1::10', '64:ff9b::cb00:7107', 443));
    expect(it.verdict).toBe('allowed');
    expect(it.request.course.carried.packet).toMatchObject({
      source: ip('198.51.100.9'),
      destination: ip('203.0.113.7'),
    });
    expect(it.reply?.course.carried.packet).toMatchObject({
      source: ip('64:ff9b::cb00:7107'),
      destination: ip('2001:db8:0:1::10'),
    });
    const echo = icmp('2001:db8:0:1::10', '64:ff9b::cb00:7107', { type: 128, code: 0 });
    const ping = trip(known, { ...echo, protocol: 58 });
    expect([ping.verdict, ping.request.course.carried.packet]).toMatchObject([
      'allowed',
      { protocol: 1, icmp: { type: 8, code: 0 } },
    ]);
    const elsewhere = natted({
      routeTables: [table('rtb-private', [], [route('::/0', 'nat-1')], { isMain: true })],
    });
    expect(told(trip(elsewhere, tcp('2001:db8:0:1::10', '2600::1', 443)))).toEqual([
      'request nat-gateway-cannot-carry nat-1 PROTOCOL_RESTRICTION',
    ]);
  });
});

describe('VPN and Direct Connect', () => {
  const known = world({
    routeTables: [
      table('rtb-1', [], [route('192.168.0.0/16', 'vgw-1', { origin: 'propagated' })], { isMain: true }),
    ],
  });

  it('leave and come in over a virtual private gateway, which is named', () => {
    const out = trip(known, tcp('10.0.1.10', '192.168.4.4', 443));
    expect([out.verdict, way(out), way(out, 'reply')]).toEqual([
      'allowed',
      ['eni-a out', 'rtb-1', 'vgw-1'],
      ['vgw-1', 'eni-a in'],
    ]);
    const into = trip(known, tcp('192.168.4.4', '10.0.1.10', 443));
    expect([into.verdict, way(into), way(into, 'reply')]).toEqual([
      'allowed',
      ['vgw-1', 'eni-a in'],
      ['eni-a out', 'rtb-1', 'vgw-1'],
    ]);
  });

  it('have no way back without a route', () => {
    expect(told(trip(world(), tcp('10.0.1.10', '192.168.4.4', 443)))).toEqual([
      'request no-route rtb-1 NO_ROUTE_TO_DESTINATION',
    ]);
    const into = trip(world(), tcp('192.168.4.4', '10.0.1.10', 443));
    expect(told(into)).toEqual(['reply no-route rtb-1 NO_ROUTE_TO_DESTINATION']);
  });
});
