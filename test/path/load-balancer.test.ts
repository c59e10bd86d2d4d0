import { describe, expect, it } from 'vitest';
import type { LoadBalancer, TargetGroup } from '../../src/network/load-balancer.js';
import { atInterface } from '../../src/path/endpoint.js';
import { roundTrip } from '../../src/path/round-trip.js';
import {
  acl,
  allowAll,
  eni,
  entry,
  fromCidr,
  fromGroup,
  group,
  ip,
  ports,
  rule,
  tcp,
} from '../filter/build.js';
import { A, openAcl, openGroup, route, table, told, trip, way, world } from './build.js';

const arn = (kind: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/${kind}/front/0123456789abcdef`;
const groupArn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/back/0123456789abcdef';

const balancer = (kind: 'net' | 'app', more: Partial<LoadBalancer> = {}): LoadBalancer => ({
  id: arn(kind),
  name: 'front',
  type: kind === 'net' ? 'network' : 'application',
  scheme: 'internal',
  vpcId: 'vpc-1',
  subnetIds: ['subnet-2'],
  securityGroupIds: ['sg-lb'],
  enforcesInboundOnPrivateLink: null,
  state: 'active',
  listeners: [
    {
      id: 'l-1',
      loadBalancerId: arn(kind),
      protocol: kind === 'net' ? 'TCP' : 'HTTP',
      port: 80,
      targetGroupIds: [groupArn],
    },
  ],
  ...more,
});

const targetGroup = (
  more: Partial<TargetGroup> = {},
  states: readonly string[] = ['healthy'],
): TargetGroup => ({
  id: groupArn,
  name: 'back',
  protocol: 'TCP',
  port: 8080,
  vpcId: 'vpc-1',
  targetType: 'ip',
  loadBalancerIds: [],
  healthCheckPort: 'traffic-port',
  healthCheckProtocol: 'TCP',
  preservesClientIp: null,
  crossZone: null,
  targets: states.map((state, i) => ({
    id: `10.0.1.${50 + i}`,
    address: ip(`10.0.1.${50 + i}`),
    port: 8080,
    availabilityZone: 'all',
    state,
    reason: null,
  })),
  ...more,
});

const node = (kind: 'net' | 'app', groups = ['sg-lb']) =>
  eni('eni-lb', ['10.0.2.30'], groups, {
    subnetId: 'subnet-2',
    type: kind === 'net' ? 'network_load_balancer' : 'interface',
    description: `ELB ${kind}/front/0123456789abcdef`,
    requesterManaged: true,
  });

const targets = ['10.0.1.50', '10.0.1.51'].map((address, i) => eni(`eni-t${i}`, [address], ['sg-t']));

const behind = (
  kind: 'net' | 'app',
  of: TargetGroup,
  more: Parameters<typeof world>[0] = {},
  one = balancer(kind),
) =>
  world({
    interfaces: [A, node(kind), ...targets],
    securityGroups: [openGroup('sg-a'), openGroup('sg-lb'), openGroup('sg-t')],
    loadBalancers: [one],
    targetGroups: [of],
    ...more,
  });

const request = tcp('10.0.1.10', '10.0.2.30', 80);

describe('a Network Load Balancer', () => {
  it('without client address preservation is the one that its targets talk to', () => {
    const it = trip(behind('net', targetGroup()), request);
    expect(it.verdict).toBe('allowed');
    expect(way(it)).toEqual([
      'eni-a out',
      'rtb-1',
      'eni-lb in',
      arn('net'),
      'eni-lb out',
      'rtb-1',
      'eni-t0 in',
    ]);
    expect(it.request.course.carried.packet).toMatchObject({
      source: ip('10.0.2.30'),
      destination: ip('10.0.1.50'),
      destinationPort: 8080,
    });
    expect(way(it, 'reply')).toEqual([
      'eni-t0 out',
      'rtb-1',
      'eni-lb in',
      arn('net'),
      'eni-lb out',
      'rtb-1',
      'eni-a in',
    ]);
  });

  it('with it shows its targets the client, and carries their answers whatever their routes say', () => {
    const far = { ...A, id: 'eni-a', vpcId: 'vpc-1' };
    const known = behind('net', targetGroup({ preservesClientIp: true }), {
      interfaces: [far, node('net'), ...targets.map((one) => ({ ...one, subnetId: 'subnet-3' }))],
      networkAcls: [openAcl('acl-1', ['subnet-1', 'subnet-2', 'subnet-3'])],
    });
    const it = trip(known, request);
    expect(it.request.course.carried.packet.source).toEqual(ip('10.0.1.10'));
    expect(way(it, 'reply')).toEqual([
      'eni-t0 out',
      'eni-lb in',
      arn('net'),
      'eni-lb out',
      'rtb-1',
      'eni-a in',
    ]);
    expect(it.verdict).toBe('allowed');
  });

  it('is known to its targets by its groups, not by those of the client', () => {
    const only = (id: string) =>
      behind('net', targetGroup({ preservesClientIp: true }), {
        securityGroups: [
          openGroup('sg-a'),
          openGroup('sg-lb'),
          group('sg-t', [rule('ingress', 6, fromGroup(id), { ports: ports(8080) })]),
        ],
      });
    expect(trip(only('sg-lb'), request).verdict).toBe('allowed');
    expect(told(trip(only('sg-a'), request))).toEqual(['request security-groups ingress eni-t0']);
  });

  it('without groups hides who the client is: its address has to be let in', () => {
    const open = (peer: Parameters<typeof rule>[2]) =>
      behind(
        'net',
        targetGroup({ preservesClientIp: true }),
        {
          interfaces: [A, node('net', []), ...targets],
          securityGroups: [
            openGroup('sg-a'),
            group('sg-t', [rule('ingress', 6, peer, { ports: ports(8080) })]),
          ],
        },
        balancer('net', { securityGroupIds: null }),
      );
    expect(trip(open(fromCidr('10.0.1.10/32')), request).verdict).toBe('allowed');
    expect(told(trip(open(fromGroup('sg-a')), request))).toEqual(['request security-groups ingress eni-t0']);
    expect(told(trip(open(fromCidr('10.0.2.0/24')), request))).toEqual([
      'request security-groups ingress eni-t0',
    ]);
  });

  it('asks its own groups in and out', () => {
    const closed = (rules: Parameters<typeof group>[1]) =>
      behind('net', targetGroup(), {
        securityGroups: [openGroup('sg-a'), openGroup('sg-t'), group('sg-lb', rules)],
      });
    expect(told(trip(closed([allowAll('egress', '0.0.0.0/0')]), request))).toEqual([
      'request security-groups ingress eni-lb',
    ]);
    expect(told(trip(closed([allowAll('ingress', '0.0.0.0/0')]), request))).toEqual([
      'request security-groups egress eni-lb',
    ]);
  });

  it.each([
    [
      'no listener on the port',
      targetGroup(),
      balancer('net', { listeners: [] }),
      'ELBV2_LISTENER_PORT_RESTRICTION',
    ],
    [
      'a listener of another protocol',
      targetGroup(),
      balancer('net', {
        listeners: [{ id: 'l', loadBalancerId: '', protocol: 'UDP', port: 80, targetGroupIds: [groupArn] }],
      }),
      'ELBV2_LISTENERS_MISMATCH',
    ],
    [
      'a listener without targets',
      targetGroup(),
      balancer('net', {
        listeners: [{ id: 'l', loadBalancerId: '', protocol: 'TCP', port: 80, targetGroupIds: [] }],
      }),
      'ELBV2_LISTENER_HAS_NO_TG',
    ],
    ['no target', targetGroup({ targets: [] }), balancer('net'), 'TARGET_ADDRESS_RESTRICTION'],
    [
      'only targets that are leaving',
      targetGroup({}, ['draining']),
      balancer('net'),
      'TARGET_ADDRESS_RESTRICTION',
    ],
    ['a failed load balancer', targetGroup(), balancer('net', { state: 'failed' }), 'BAD_STATE'],
  ])('does not forward with %s', (_, of, one, code) => {
    expect(told(trip(behind('net', of, {}, one), request))).toContain(
      `request load-balancer-does-not-forward ${arn('net')} ${code}`,
    );
  });

  it('sends to healthy targets alone, and to all when none is healthy', () => {
    expect(
      trip(behind('net', targetGroup({}, ['unhealthy', 'healthy'])), request).request.course.carried.packet
        .destination,
    ).toEqual(ip('10.0.1.51'));
    const failing = trip(behind('net', targetGroup({}, ['unhealthy'])), request);
    expect(failing.assumes).toContain('load-balancer-fails-open');
    expect(failing.request.course.carried.packet.destination).toEqual(ip('10.0.1.50'));
  });

  it('with several targets of which one is closed passes in part', () => {
    const known = behind('net', targetGroup({}, ['healthy', 'healthy']), {
      interfaces: [
        A,
        node('net'),
        targets[0] as typeof A,
        { ...(targets[1] as typeof A), securityGroupIds: ['sg-shut'] },
      ],
      securityGroups: [openGroup('sg-a'), openGroup('sg-lb'), openGroup('sg-t'), group('sg-shut', [])],
    });
    const it = trip(known, request);
    expect(it.verdict).toBe('partial');
    expect(it.targets).toEqual([
      { address: '10.0.1.50', verdict: 'allowed' },
      { address: '10.0.1.51', verdict: 'blocked' },
    ]);
  });

  it('keeps to its own zone unless cross-zone load balancing is on', () => {
    const inZones = (crossZone: boolean | null, ...zones: readonly string[]) =>
      trip(
        behind(
          'net',
          targetGroup({
            crossZone,
            targets: zones.map((availabilityZone, i) => ({
              id: `10.0.1.${50 + i}`,
              address: ip(`10.0.1.${50 + i}`),
              port: 8080,
              availabilityZone,
              state: 'healthy',
              reason: null,
            })),
          }),
        ),
        request,
      );
    expect(inZones(null, 'a', 'b').assumes).toContain('cross-zone-off');
    expect(inZones(null, 'a', 'b').request.course.carried.packet.destination).toEqual(ip('10.0.1.51'));
    expect(inZones(true, 'a', 'b').targets).toHaveLength(2);
    expect(told(inZones(false, 'a'))).toEqual([
      `request load-balancer-does-not-forward ${arn('net')} ELBV2_NO_TARGETS_IN_AZ`,
    ]);
    const open = inZones(null, 'a');
    expect([open.verdict, open.missing.map(({ needs }) => needs.split(' ')[2])]).toEqual([
      'undetermined',
      ['describe-load-balancer-attributes'],
    ]);
  });

  it('with addresses of both families translates IPv6 clients to IPv4 targets, and shows them its own address', () => {
    const dual = {
      ...node('net'),
      privateAddresses: [ip('10.0.2.30'), ip('2001:db8:0:2::30')],
    };
    const known = behind('net', targetGroup({ preservesClientIp: true }), {
      interfaces: [A, dual, ...targets],
    });
    const it = trip(known, tcp('2001:db8:0:1::10', '2001:db8:0:2::30', 80));
    expect(it.verdict).toBe('allowed');
    expect(it.request.course.carried.packet).toMatchObject({
      source: ip('10.0.2.30'),
      destination: ip('10.0.1.50'),
    });
    expect(it.reply?.course.carried.packet).toMatchObject({
      source: ip('2001:db8:0:2::30'),
      destination: ip('2001:db8:0:1::10'),
    });
  });

  it('sends to an Application Load Balancer, which sends on from its own address', () => {
    const backArn = groupArn.replace('back', 'web');
    const listener = {
      id: 'l-2',
      loadBalancerId: arn('app'),
      protocol: 'HTTP',
      port: 80,
      targetGroupIds: [backArn],
    };
    const web = targetGroup({ id: backArn, protocol: 'HTTP' });
    const target = {
      id: arn('app'),
      address: null,
      port: 80,
      availabilityZone: null,
      state: 'healthy',
      reason: null,
    };
    const inner = {
      ...node('app'),
      id: 'eni-app',
      privateAddresses: [ip('10.0.2.40')],
      primaryIpv4: ip('10.0.2.40'),
    };
    const known = behind('net', targetGroup({ targetType: 'alb', targets: [target] }), {
      interfaces: [A, node('net'), inner, ...targets],
      loadBalancers: [balancer('net'), balancer('app', { listeners: [listener] })],
      targetGroups: [targetGroup({ targetType: 'alb', targets: [target] }), web],
    });
    const it = trip(known, request);
    expect(it.verdict).toBe('allowed');
    expect(way(it).filter((one) => one.startsWith('eni'))).toEqual([
      'eni-a out',
      'eni-lb in',
      'eni-lb out',
      'eni-app in',
      'eni-app out',
      'eni-t0 in',
    ]);
    expect(way(it, 'reply').at(-1)).toBe('eni-a in');
    const unseen = trip(
      { ...known, interfaces: new Map([...known.interfaces].filter(([id]) => id !== 'eni-app')) },
      request,
    );
    expect([unseen.verdict, unseen.missing.map(({ needs }) => needs)]).toEqual([
      'undetermined',
      [
        'aws ec2 describe-network-interfaces --filters "Name=description,Values=ELB app/front/0123456789abcdef"',
      ],
    ]);
  });

  it('names a Lambda function as what it does not follow', () => {
    const target = {
      id: 'arn:aws:lambda:eu-west-1:1:function:f',
      address: null,
      port: null,
      availabilityZone: 'all',
      state: 'healthy',
      reason: null,
    };
    const it = trip(behind('app', targetGroup({ targetType: 'lambda', targets: [target] })), request);
    expect([it.verdict, it.request.course.doubts]).toMatchObject([
      'undetermined',
      [{ reason: 'not-modelled', id: arn('app') }],
    ]);
  });

  it('cannot send a client to itself', () => {
    const own = targetGroup({
      preservesClientIp: true,
      targets: [
        {
          id: '10.0.1.10',
          address: ip('10.0.1.10'),
          port: 8080,
          availabilityZone: 'all',
          state: 'healthy',
          reason: null,
        },
      ],
    });
    expect(told(trip(behind('net', own), request))).toContain(
      `request load-balancer-does-not-forward ${arn('net')} ELBV2_SOURCE_ADDRESS_PRESERVATION`,
    );
  });

  it('needs the ports 1024-65535 for answers of its targets', () => {
    const narrow = acl(
      'acl-2',
      ['subnet-2'],
      [
        entry(100, 'egress', 'allow', 'all', '0.0.0.0/0'),
        entry(90, 'ingress', 'allow', 6, '0.0.0.0/0', { ports: ports(80) }),
        entry(100, 'ingress', 'allow', 6, '0.0.0.0/0', { ports: ports(32768, 65535) }),
      ],
    );
    const it = trip(
      behind('net', targetGroup(), { networkAcls: [openAcl('acl-1', ['subnet-1']), narrow] }),
      request,
    );
    expect(it.verdict).toBe('partial');
  });

  it('asks its targets how they are from its own address, at the port of the health check', () => {
    const onOwnPort = targetGroup({ preservesClientIp: true, healthCheckPort: 9000 });
    const open = trip(behind('net', onOwnPort), request);
    expect(open.healthChecks).toMatchObject([{ port: 9000, verdict: 'allowed', target: ip('10.0.1.50') }]);
    const shut = behind('net', onOwnPort, {
      securityGroups: [
        openGroup('sg-a'),
        openGroup('sg-lb'),
        group('sg-t', [rule('ingress', 6, fromCidr('0.0.0.0/0'), { ports: ports(8080) })]),
      ],
    });
    const it = trip(shut, request);
    expect(it.verdict).toBe('allowed');
    expect(it.healthChecks).toMatchObject([{ verdict: 'blocked' }]);
    const inbound = [
      allowAll('egress', '0.0.0.0/0'),
      rule('ingress', 6, fromCidr('10.0.1.10/32'), { ports: ports(80) }),
    ];
    const known = behind('net', onOwnPort, {
      securityGroups: [openGroup('sg-a'), openGroup('sg-t'), group('sg-lb', inbound)],
    });
    expect(trip(known, request).healthChecks).toMatchObject([{ verdict: 'allowed' }]);
  });

  it('that was not described leaves what is behind it undetermined', () => {
    const it = trip(behind('net', targetGroup(), { loadBalancers: [] }), request);
    expect(it.verdict).toBe('undetermined');
    expect(it.missing.map(({ needs }) => needs)).toContain('aws elbv2 describe-load-balancers');
  });
});

describe('an Application Load Balancer', () => {
  it('is two flows: the second from its own address', () => {
    const it = trip(behind('app', targetGroup({ protocol: 'HTTP' })), request);
    expect(it.verdict).toBe('allowed');
    expect(it.request.course.carried.packet).toMatchObject({
      source: ip('10.0.2.30'),
      destinationPort: 8080,
    });
    const byGroup = behind('app', targetGroup(), {
      securityGroups: [
        openGroup('sg-a'),
        openGroup('sg-lb'),
        group('sg-t', [rule('ingress', 6, fromGroup('sg-lb'), { ports: ports(8080) })]),
      ],
    });
    expect(trip(byGroup, request).verdict).toBe('allowed');
  });

  it('is blocked by a target that lets in the client alone', () => {
    const known = behind('app', targetGroup(), {
      securityGroups: [
        openGroup('sg-a'),
        openGroup('sg-lb'),
        group('sg-t', [rule('ingress', 6, fromCidr('10.0.1.10/32'))]),
      ],
    });
    expect(told(trip(known, request))).toEqual(['request security-groups ingress eni-t0']);
  });

  it('says that it takes the default action of its listener', () => {
    expect(trip(behind('app', targetGroup()), request).assumes).toContain('listener-default-action');
    expect(trip(behind('net', targetGroup()), request).assumes).not.toContain('listener-default-action');
  });

  it('has routes of its own', () => {
    const known = behind('app', targetGroup(), {
      routeTables: [
        table('rtb-1', ['subnet-1'], []),
        table('rtb-2', ['subnet-2'], [route('10.0.1.0/24', 'nat-9', { state: 'blackhole' })]),
      ],
    });
    expect(told(trip(known, request))[0]).toBe('request blackhole-route rtb-2 BAD_STATE_ROUTE');
  });
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html */
describe('what a target sees of a client whose address is preserved', () => {
  const ends = {
    initiator: atInterface(ip('10.0.1.10'), A),
    responder: atInterface(ip('10.0.1.50'), targets[0] as (typeof targets)[number]),
  };
  const seen = (of: TargetGroup, groups: readonly ReturnType<typeof openGroup>[]) =>
    roundTrip(behind('net', of, { securityGroups: groups }), ends, tcp('10.0.1.10', '10.0.1.50', 8080))
      .checkpoints.filter(({ side, leg }) => side === 'responder' && leg === 'request')
      .map(({ filter, verdict: { outcome, missing } }) => [filter, outcome, ...missing.map(({ id }) => id)]);
  const preserving = targetGroup({ preservesClientIp: true });
  const fromBalancer = [
    openGroup('sg-a'),
    openGroup('sg-lb'),
    group('sg-t', [rule('ingress', 6, fromGroup('sg-lb'))]),
  ];

  it('may have come through the load balancer, whose groups the rules know it by', () => {
    expect(seen(preserving, fromBalancer)).toContainEqual(['security-groups', 'undetermined', arn('net')]);
    expect(seen(targetGroup({ preservesClientIp: false }), fromBalancer)).toContainEqual([
      'security-groups',
      'denied',
    ]);
  });

  it('is not what the client sent, whose own filters saw the address and port of the load balancer', () => {
    const toBalancer = group('sg-a', [rule('egress', 6, fromCidr('10.0.2.30/32'))]);
    const known = behind('net', preserving, {
      securityGroups: [toBalancer, openGroup('sg-lb'), openGroup('sg-t')],
    });
    const [own] = roundTrip(known, ends, tcp('10.0.1.10', '10.0.1.50', 8080)).checkpoints;
    expect(own).toMatchObject({ side: 'initiator', verdict: { outcome: 'undetermined' } });
  });

  it('is decided where it is the same whichever way it came', () => {
    expect(seen(preserving, [openGroup('sg-a'), openGroup('sg-lb'), openGroup('sg-t')])).toContainEqual([
      'security-groups',
      'allowed',
    ]);
    expect(seen(preserving, [openGroup('sg-a'), openGroup('sg-lb'), group('sg-t', [])])).toContainEqual([
      'security-groups',
      'denied',
    ]);
  });
});
