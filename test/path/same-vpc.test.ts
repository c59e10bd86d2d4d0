import { describe, expect, it } from 'vitest';
import { acl, cidr, eni, entry, fromCidr, group, icmp, ports, rule, tcp, udp } from '../filter/build.js';
import { A, B, openGroup, route, table, told, trip, way, withPublic, world } from './build.js';

const across = tcp('10.0.1.10', '10.0.2.10', 443);

describe('inside one VPC', () => {
  it('a packet meets groups, network ACL and route table, and its answer the same on its way back', () => {
    const it = trip(world(), across);
    expect(it.verdict).toBe('allowed');
    expect(way(it)).toEqual(['eni-a out', 'rtb-1', 'eni-b in']);
    expect(way(it, 'reply')).toEqual(['eni-b out', 'rtb-1', 'eni-a in']);
  });

  it('within a subnet neither route table nor network ACL is asked', () => {
    const near = eni('eni-n', ['10.0.1.11'], ['sg-b']);
    const closed = world({
      interfaces: [A, near],
      networkAcls: [acl('acl-1', ['subnet-1'], [])],
      routeTables: [],
    });
    const it = trip(closed, tcp('10.0.1.10', '10.0.1.11', 443));
    expect(it.verdict).toBe('allowed');
    expect(way(it)).toEqual(['eni-a out', 'eni-n in']);
  });

  it('every filter that denies is named, on both legs, in the order the packets meet them', () => {
    const closed = world({
      securityGroups: [group('sg-a', []), group('sg-b', [])],
      networkAcls: [acl('acl-1', ['subnet-1'], []), acl('acl-2', ['subnet-2'], [])],
    });
    expect(told(trip(closed, across))).toEqual([
      'request security-groups egress eni-a',
      'request network-acl egress eni-a',
      'request network-acl ingress eni-b',
      'request security-groups ingress eni-b',
      'reply network-acl egress eni-b',
      'reply network-acl ingress eni-a',
    ]);
  });

  it('a ping is answered by an echo reply, which a network ACL that lets requests pass may drop', () => {
    const requestsOnly = acl(
      'acl-2',
      ['subnet-2'],
      [
        entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0'),
        entry(100, 'egress', 'allow', 1, '0.0.0.0/0', { icmp: { type: 8, code: 'any' } }),
      ],
    );
    const it = trip(
      world({ networkAcls: [world().networkAcls.get('acl-1') as never, requestsOnly] }),
      icmp('10.0.1.10', '10.0.2.10', { type: 8, code: 0 }),
    );
    expect(it.request.verdict).toBe('allowed');
    expect(told(it)).toEqual(['reply network-acl egress eni-b']);
  });

  it('reaches secondary addresses and delegated prefixes', () => {
    const b = eni('eni-b', ['10.0.2.10', '10.0.2.11'], ['sg-b'], {
      subnetId: 'subnet-2',
      prefixes: [cidr('10.0.2.64/28')],
    });
    const known = world({ interfaces: [A, b] });
    for (const address of ['10.0.2.11', '10.0.2.70'])
      expect(way(trip(known, tcp('10.0.1.10', address, 443)))).toEqual(['eni-a out', 'rtb-1', 'eni-b in']);
  });

  it('an address that nobody holds is not decided, and the call that would tell is named', () => {
    const it = trip(world(), tcp('10.0.1.10', '10.0.2.99', 443));
    expect(it.verdict).toBe('undetermined');
    expect(it.missing.map(({ needs }) => needs)).toEqual([
      'aws ec2 describe-network-interfaces --filters Name=addresses.private-ip-address,Values=10.0.2.99 Name=vpc-id,Values=vpc-1',
    ]);
  });

  it('without route tables the verdict names them; a filter that denies still blocks', () => {
    const bare = world({ routeTables: [] });
    expect(trip(bare, across).verdict).toBe('undetermined');
    expect(trip(bare, across).missing.map(({ needs }) => needs)).toEqual([
      'aws ec2 describe-route-tables --filters Name=vpc-id,Values=vpc-1',
    ]);
    const closed = world({ routeTables: [], securityGroups: [openGroup('sg-a'), group('sg-b', [])] });
    expect(trip(closed, across).verdict).toBe('blocked');
  });

  it('IPv6 goes by IPv6 routes', () => {
    const v6 = tcp('2001:db8:0:1::10', '2001:db8:0:2::10', 443);
    expect(trip(world(), v6).verdict).toBe('allowed');
    const without = table('rtb-1', [], [], { isMain: true, routes: [route('10.0.0.0/16', 'local')] });
    expect(told(trip(world({ routeTables: [without] }), v6))).toEqual([
      'request no-route rtb-1 NO_ROUTE_TO_DESTINATION',
      'reply no-route rtb-1 NO_ROUTE_TO_DESTINATION beyond',
    ]);
  });
});

describe('source ports', () => {
  const windows = acl(
    'acl-1',
    ['subnet-1'],
    [
      entry(100, 'egress', 'allow', 'all', '0.0.0.0/0'),
      entry(100, 'ingress', 'allow', 6, '0.0.0.0/0', { ports: ports(32768, 49151) }),
    ],
  );
  const known = world({ networkAcls: [windows, world().networkAcls.get('acl-2') as never] });

  it('are asked as a set: the reply may die for some of them', () => {
    const it = trip(known, { ...across, sourcePort: null });
    expect(it.sourcePorts?.range).toEqual({ from: 1024, to: 65535 });
    expect(it.reply?.verdict).toBe('partial');
    expect(it.verdict).toBe('partial');
    expect(it.reply?.checkpoints.at(0)?.ports).toBeNull();
    expect(it.reply?.checkpoints.flatMap(({ ports: some }) => some?.denied ?? [])).toEqual([
      { from: 1024, to: 32767 },
      { from: 49152, to: 65535 },
    ]);
  });

  it('may be named, and then the answer is about these', () => {
    expect(trip(known, { ...across, sourcePort: 40_000 }).verdict).toBe('allowed');
    expect(trip(known, { ...across, sourcePort: 50_000 }).verdict).toBe('blocked');
  });

  it('that two network ACLs deny in turn leave none', () => {
    const low = acl(
      'acl-2',
      ['subnet-2'],
      [
        entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0'),
        entry(100, 'egress', 'allow', 6, '0.0.0.0/0', { ports: ports(49152, 65535) }),
      ],
    );
    const it = trip(world({ networkAcls: [windows, low] }), { ...across, sourcePort: null });
    expect(it.verdict).toBe('blocked');
  });

  it('matter for UDP as for TCP', () => {
    const onlyTcp = acl(
      'acl-1',
      ['subnet-1'],
      [entry(100, 'egress', 'allow', 'all', '0.0.0.0/0'), entry(100, 'ingress', 'allow', 6, '0.0.0.0/0')],
    );
    const it = trip(
      world({ networkAcls: [onlyTcp, world().networkAcls.get('acl-2') as never] }),
      udp('10.0.1.10', '10.0.2.10', 53),
    );
    expect(told(it)).toEqual(['reply network-acl ingress eni-a']);
  });
});

describe('what an interface sends to itself', () => {
  it('never leaves it, so that no filter sees it', () => {
    const known = world({ securityGroups: [group('sg-a', []), openGroup('sg-b')] });
    const it = trip(known, tcp('10.0.1.10', '10.0.1.10', 22));
    expect([it.verdict, way(it), way(it, 'reply')]).toEqual(['allowed', [], []]);
  });
});

describe('what a route sends to an interface', () => {
  const box = eni('eni-box', ['10.0.2.50'], ['sg-b'], { subnetId: 'subnet-2' });
  const tables = [
    table('rtb-1', ['subnet-1'], [route('10.0.2.0/24', 'eni-box')]),
    table('rtb-2', ['subnet-2'], [], { isMain: true }),
  ];

  it('is dropped by the source/destination check, and the destination is judged beyond', () => {
    const known = world({
      interfaces: [A, B, box],
      routeTables: tables,
      securityGroups: [openGroup('sg-a'), group('sg-b', [rule('ingress', 6, fromCidr('10.9.0.0/16'))])],
    });
    expect(told(trip(known, across))).toEqual([
      'request security-groups ingress eni-box',
      'request source-destination-check-drops eni-box ENI_SOURCE_DEST_CHECK_RESTRICTION',
      'request security-groups ingress eni-b beyond',
    ]);
  });

  it('is followed through the appliance, whose own rules leave it undetermined', () => {
    const known = world({ interfaces: [A, B, { ...box, sourceDestCheck: false }], routeTables: tables });
    const it = trip(known, across);
    expect(way(it)).toEqual(['eni-a out', 'rtb-1', 'eni-box in', 'eni-box', 'eni-box out', 'eni-b in']);
    expect(it.verdict).toBe('undetermined');
    expect(it.request.course.doubts).toMatchObject([{ reason: 'not-modelled', id: 'eni-box' }]);
  });

  it('may come out of the appliance as another packet, so that what denies this one beyond it decides nothing', () => {
    const known = world({
      interfaces: [A, B, { ...box, securityGroupIds: ['sg-a'], sourceDestCheck: false }],
      routeTables: tables,
      securityGroups: [openGroup('sg-a'), group('sg-b', [rule('ingress', 6, fromCidr('10.0.2.50/32'))])],
    });
    const beyond = trip(known, across);
    expect(told(beyond)[0]).toBe('request security-groups ingress eni-b');
    expect(beyond.request.verdict).toBe('undetermined');
    const before = world({
      interfaces: [A, B, { ...box, sourceDestCheck: false }],
      routeTables: tables,
      securityGroups: [openGroup('sg-a'), group('sg-b', [])],
    });
    expect(trip(before, across).request.verdict).toBe('blocked');
  });

  it('goes out with the address of a NAT instance', () => {
    const nat = withPublic({ ...box, sourceDestCheck: false }, '198.51.100.7');
    const known = world({
      interfaces: [A, B, nat],
      routeTables: [
        table('rtb-1', ['subnet-1'], [route('0.0.0.0/0', 'eni-box')]),
        table('rtb-2', ['subnet-2'], [route('0.0.0.0/0', 'igw-1')]),
      ],
    });
    const it = trip(known, tcp('10.0.1.10', '203.0.113.7', 443));
    expect(way(it)).toEqual([
      'eni-a out',
      'rtb-1',
      'eni-box in',
      'eni-box',
      'eni-box out',
      'rtb-2',
      'igw-1',
      'internet',
    ]);
    expect(way(it, 'reply')).toEqual([
      'internet',
      'igw-1',
      'eni-box in',
      'eni-box',
      'eni-box out',
      'rtb-2',
      'eni-a in',
    ]);
    expect(it.verdict).toBe('allowed');
  });
});
