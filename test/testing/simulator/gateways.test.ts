import { describe, expect, it } from 'vitest';
import { print } from '../../../src/address/ip-address.js';
import { readAnswers } from '../../../src/index.js';
import type { Network } from '../../../src/network/network.js';
import {
  blockPublicAccess,
  type Drawn,
  type DrawnLoadBalancer,
  draw,
  egressOnlyInternetGateway,
  exchange,
  flowLog,
  gatewayEndpoint,
  instance,
  interfaceEndpoint,
  internetGateway,
  natGateway,
  networkLoadBalancer,
  publicAccessExclusion,
  routeTable,
  securityGroup,
  servicePrefixList,
  simulate,
  subnet,
  vpc,
} from '../../../src/testing/index.js';

const FIELDS = 'interface-id srcaddr dstaddr dstport action bytes reject-reason traffic-path'.split(' ');

type Asked = Parameters<typeof exchange>;

/** Who saw what of some traffic, over several seeds, which decide what AWS leaves open. */
const seen = (drawn: Drawn, ...asked: readonly Asked[]) => {
  const network = draw(drawn, flowLog('fl-1', 'vpc-1', { logFormat: FIELDS }));
  const traffic = asked.map((it) => exchange(...it));
  const runs = Array.from({ length: 12 }, (_, seed) => simulate({ network, traffic, seed }));
  const rows = runs.flatMap(({ logs }) => logs[0]?.lines ?? []).map((line) => line.split(' '));
  const at = (name: string) => (row: readonly string[]) => row[FIELDS.indexOf(name)];
  const records = rows.filter((row) => at('action')(row) !== '-');
  const all = (name: string) => new Set(records.map(at(name)));
  /** An interface lets packets out to an address, and packets from there in. */
  const isAnswered = (id: string, far: string): boolean =>
    runs.every(({ sightings }) =>
      (['egress', 'ingress'] as const).every((direction) =>
        sightings.some(
          (it) =>
            it.interface.id === id &&
            it.direction === direction &&
            it.action === 'ACCEPT' &&
            [it.packet.header.source, it.packet.header.destination].some((one) => print(one) === far),
        ),
      ),
    );
  return { records, all, isAnswered };
};

const open = { ingress: [['all', '0.0.0.0/0']], egress: [['all', '0.0.0.0/0']] } as const;

const openIpv6: Drawn = securityGroup('sg-open', 'vpc-1', {
  ingress: [['all', '::/0']],
  egress: [['all', '::/0']],
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html */
describe('an egress-only internet gateway', () => {
  const network: Drawn = [
    vpc('vpc-1', '10.0.0.0/16', '2001:db8::/56'),
    subnet('subnet-1', 'vpc-1', ['10.0.1.0/24', '2001:db8:0:1::/64']),
    openIpv6,
    instance('eni-1', 'subnet-1', ['10.0.1.10', '2001:db8:0:1::10'], { securityGroups: ['sg-open'] }),
    egressOnlyInternetGateway('eigw-1', 'vpc-1'),
    routeTable('rtb-1', 'vpc-1', 'main', [['::/0', 'eigw-1']]),
  ];

  it('forwards what instances ask, and sends the response back', () => {
    expect(seen(network, ['eni-1', '2a02:4780::80', 'tcp 443']).isAnswered('eni-1', '2a02:4780::80')).toBe(
      true,
    );
  });

  it('lets nobody in from the internet', () => {
    expect(seen(network, ['2a02:4780::80', '2001:db8:0:1::10', 'tcp 443']).records).toEqual([]);
  });

  it('is for IPv6 alone', () => {
    const four: Drawn = routeTable('rtb-1', 'vpc-1', 'main', [['0.0.0.0/0', 'eigw-1']]);
    expect(
      seen([network, four], ['eni-1', '203.0.113.5', 'tcp 443']).isAnswered('eni-1', '203.0.113.5'),
    ).toBe(false);
  });

  it('has its connections tracked, though both directions are open to everybody', () => {
    const drawn = draw(network);
    const group = drawn.securityGroups.get('sg-open');
    if (group === undefined) throw new Error('sg-open');
    const call = exchange('eni-1', '2a02:4780::80', 'tcp 443', { rounds: 3, pause: 20 });
    const closed = new Map([['sg-open', { ...group, ingress: [] }]]);
    const changes = [
      { at: call.at + 10, apply: (so: Network): Network => ({ ...so, securityGroups: closed }) },
    ];
    const { sightings } = simulate({ network: drawn, traffic: [call], changes, seed: 1 });
    expect(sightings.filter(({ time }) => time > call.at + 30).length).toBeGreaterThan(3);
    expect(sightings.every(({ action }) => action === 'ACCEPT')).toBe(true);
  });
});

/**
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-assess-impact-main.html
 */
describe('Block Public Access', () => {
  const network: Drawn = [
    vpc('vpc-1', '10.0.0.0/16'),
    subnet('subnet-public', 'vpc-1', ['10.0.0.0/24']),
    subnet('subnet-private', 'vpc-1', ['10.0.1.0/24']),
    securityGroup('sg-open', 'vpc-1', open),
    instance('eni-public', 'subnet-public', ['10.0.0.10'], {
      securityGroups: ['sg-open'],
      publicAddress: '198.51.100.10',
    }),
    instance('eni-private', 'subnet-private', ['10.0.1.10'], { securityGroups: ['sg-open'] }),
    natGateway('nat-1', 'subnet-public', '10.0.0.5', '198.51.100.99'),
    internetGateway('igw-1', 'vpc-1'),
    routeTable('rtb-private', 'vpc-1', ['subnet-private'], [['0.0.0.0/0', 'nat-1']]),
    routeTable('rtb-public', 'vpc-1', 'main', [['0.0.0.0/0', 'igw-1']]),
  ];
  const FAR = '203.0.113.5';
  const out: Asked = ['eni-public', FAR, 'tcp 443'];
  const inward: Asked = [FAR, '198.51.100.10', 'tcp 443'];
  const through: Asked = ['eni-private', FAR, 'tcp 443'];
  const works = (more: Drawn, asked: Asked): boolean =>
    seen([network, more], asked).isAnswered(asked === through ? 'eni-private' : 'eni-public', FAR);

  const excluded = (mode: 'allow-bidirectional' | 'allow-egress', id = 'vpc-1'): Drawn =>
    publicAccessExclusion('vpcbpa-exclude-1', id, mode);

  it.each([
    ['is off by default', [], [true, true, true]],
    ['bidirectional stops everything', [blockPublicAccess('block-bidirectional')], [false, false, false]],
    [
      'bidirectional leaves an excluded VPC alone',
      [blockPublicAccess('block-bidirectional'), excluded('allow-bidirectional')],
      [true, true, true],
    ],
    [
      'bidirectional leaves an excluded subnet alone, with the NAT gateway in it',
      [blockPublicAccess('block-bidirectional'), excluded('allow-bidirectional', 'subnet-public')],
      [true, true, true],
    ],
    [
      'bidirectional with another subnet excluded stops all the same',
      [blockPublicAccess('block-bidirectional'), excluded('allow-bidirectional', 'subnet-private')],
      [false, false, false],
    ],
  ] as const)('%s', (_, more, expected) => {
    expect([out, inward, through].map((asked) => works(more, asked))).toEqual(expected);
  });

  it.each([
    ['ingress only', [blockPublicAccess('block-ingress')]],
    [
      'bidirectional, excluded for egress',
      [blockPublicAccess('block-bidirectional'), excluded('allow-egress')],
    ],
  ])('%s keeps the internet out and lets the NAT gateway work', (_, more) => {
    expect([inward, through].map((asked) => works(more, asked))).toEqual([false, true]);
  });

  it('is recorded as REJECT with its reason and without bytes', () => {
    const { records, all } = seen([network, blockPublicAccess('block-bidirectional')], inward);
    expect(records.length).toBeGreaterThan(0);
    expect([...all('action')]).toEqual(['REJECT']);
    expect([...all('reject-reason')]).toEqual(['BPA']);
    expect([...all('bytes')]).toEqual(['-']);
  });

  it('gives no reason where a security group rejects', () => {
    const closed: Drawn = securityGroup('sg-open', 'vpc-1', { ingress: [], egress: [] });
    const { all } = seen([network, closed], inward);
    expect([...all('reject-reason')]).toEqual(['-']);
    expect(all('bytes').has('-')).toBe(false);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
describe('a gateway endpoint', () => {
  const network: Drawn = [
    vpc('vpc-1', '10.0.0.0/16'),
    subnet('subnet-1', 'vpc-1', ['10.0.1.0/24']),
    securityGroup('sg-1', 'vpc-1', { ingress: [], egress: [['all', 'pl-s3']] }),
    instance('eni-1', 'subnet-1', ['10.0.1.10'], { securityGroups: ['sg-1'] }),
    servicePrefixList('pl-s3', 's3', ['52.218.0.0/17']),
    gatewayEndpoint('vpce-1', 'vpc-1', 's3', ['rtb-1']),
    routeTable('rtb-1', 'vpc-1', 'main', [['pl-s3', 'vpce-1']]),
  ];

  it('carries TCP to the public addresses of its service, without an interface of its own', () => {
    const { isAnswered, all } = seen(network, ['eni-1', '52.218.1.80', 'tcp 443']);
    expect(isAnswered('eni-1', '52.218.1.80')).toBe(true);
    expect([...all('interface-id')]).toEqual(['eni-1']);
    expect([...all('traffic-path')].sort()).toEqual(['-', '2', '7']);
  });

  it('carries no UDP', () => {
    expect(seen(network, ['eni-1', '52.218.1.80', 'udp 443']).isAnswered('eni-1', '52.218.1.80')).toBe(false);
  });

  it('leads to no other address', () => {
    const anywhere: Drawn = securityGroup('sg-1', 'vpc-1', open);
    const { isAnswered } = seen([network, anywhere], ['eni-1', '203.0.113.5', 'tcp 443']);
    expect(isAnswered('eni-1', '203.0.113.5')).toBe(false);
  });

  it('lets nobody in', () => {
    expect(seen(network, ['52.218.1.80', '10.0.1.10', 'tcp 443']).records).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html */
describe('an interface endpoint', () => {
  const network = (peer: string): Drawn => [
    vpc('vpc-1', '10.0.0.0/16'),
    subnet('subnet-1', 'vpc-1', ['10.0.1.0/24']),
    securityGroup('sg-1', 'vpc-1', open),
    securityGroup('sg-2', 'vpc-1', { ingress: [['all', peer]], egress: [] }),
    instance('eni-1', 'subnet-1', ['10.0.1.10'], { securityGroups: ['sg-1'] }),
    interfaceEndpoint('vpce-1', {
      service: 'ssm',
      vpcId: 'vpc-1',
      subnetId: 'subnet-1',
      address: '10.0.1.40',
      securityGroups: ['sg-2'],
    }),
  ];

  it('answers whom its security groups let in', () => {
    const call: Asked = ['eni-1', '10.0.1.40', 'tcp 443'];
    expect(seen(network('10.0.1.0/24'), call).isAnswered('eni-1', '10.0.1.40')).toBe(true);
    const { records } = seen(network('192.0.2.0/24'), call);
    expect(records.some(([id, , , , action]) => id === 'eni-vpce-1' && action === 'REJECT')).toBe(true);
  });

  it('answers no ping', () => {
    const { records, isAnswered } = seen(network('10.0.1.0/24'), ['eni-1', '10.0.1.40', 'icmp']);
    expect(isAnswered('eni-1', '10.0.1.40')).toBe(false);
    expect(records.some(([id, , , , action]) => id === 'eni-vpce-1' && action === 'ACCEPT')).toBe(true);
  });
});

/**
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
describe('a Network Load Balancer', () => {
  const network = (more: Partial<DrawnLoadBalancer> = {}): Drawn => [
    vpc('vpc-1', '10.0.0.0/16'),
    subnet('subnet-1', 'vpc-1', ['10.0.1.0/24']),
    subnet('subnet-2', 'vpc-1', ['10.0.2.0/24']),
    securityGroup('sg-1', 'vpc-1', open),
    securityGroup('sg-closed', 'vpc-1', { ingress: [], egress: open.egress }),
    instance('eni-client', 'subnet-1', ['10.0.1.10'], { securityGroups: ['sg-1'] }),
    instance('eni-target', 'subnet-2', ['10.0.2.20'], { securityGroups: ['sg-1'] }),
    networkLoadBalancer('front', {
      vpcId: 'vpc-1',
      subnetId: 'subnet-2',
      address: '10.0.2.30',
      listener: ['TCP_UDP', 80],
      targetPort: 5432,
      targets: ['10.0.2.20'],
      preservesClientIp: false,
      ...more,
    }),
  ];
  const call: Asked = ['eni-client', '10.0.2.30', 'tcp 80'];
  const atTarget = (drawn: Drawn, asked: Asked): readonly string[] =>
    seen(drawn, asked)
      .records.filter(([id, , destination]) => id === 'eni-target' && destination === '10.0.2.20')
      .map(([, source, , port]) => `${source} ${port}`);

  it('asks its target in the name of the client where it keeps the address, else in its own', () => {
    expect(new Set(atTarget(network(), call))).toEqual(new Set(['10.0.2.30 5432']));
    expect(new Set(atTarget(network({ preservesClientIp: true }), call))).toEqual(
      new Set(['10.0.1.10 5432']),
    );
  });

  it('always keeps the address of UDP clients', () => {
    const asked: Asked = ['eni-client', '10.0.2.30', 'udp 80'];
    expect(new Set(atTarget(network(), asked))).toEqual(new Set(['10.0.1.10 5432']));
  });

  it.each([true, false])('answers as itself, whether it keeps the address (%s)', (preservesClientIp) => {
    expect(seen(network({ preservesClientIp }), call).isAnswered('eni-client', '10.0.2.30')).toBe(true);
  });

  it('has no answer on a port without a listener, nor in another zone than its targets', () => {
    const elsewhere: Asked = ['eni-client', '10.0.2.30', 'tcp 81'];
    expect(seen(network(), elsewhere).isAnswered('eni-client', '10.0.2.30')).toBe(false);
    const far = network({ availabilityZone: 'eu-west-1b' });
    expect(seen(far, call).isAnswered('eni-client', '10.0.2.30')).toBe(false);
  });

  it('cannot send a client back to itself under its own address', () => {
    const loop: Asked = ['eni-target', '10.0.2.30', 'tcp 80'];
    expect(seen(network({ preservesClientIp: true }), loop).isAnswered('eni-target', '10.0.2.30')).toBe(
      false,
    );
    expect(seen(network(), loop).isAnswered('eni-target', '10.0.2.30')).toBe(true);
  });

  it('is filtered by its own security groups, if it has some', () => {
    const { records, isAnswered } = seen(network({ securityGroups: ['sg-closed'] }), call);
    expect(isAnswered('eni-client', '10.0.2.30')).toBe(false);
    expect(records.some(([id, , , , action]) => id === 'eni-front' && action === 'REJECT')).toBe(true);
  });

  it('is read back from the answers that describe it', () => {
    const { files, network: drawn } = simulate({ network: draw(network()), traffic: [], seed: 1 });
    const answers = [...files].filter(([name]) => name.endsWith('.json'));
    const { network: read } = readAnswers(
      answers.map(([source, text]) => ({ source, json: JSON.parse(text) })),
    );
    expect(read.loadBalancers).toEqual(drawn.loadBalancers);
    expect(read.targetGroups).toEqual(drawn.targetGroups);
    expect(read.gaps).toEqual([]);
  });
});
