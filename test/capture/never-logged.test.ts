import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neverLogged } from '../../src/capture/never-logged/match.js';
import type { NeverLogged } from '../../src/capture/never-logged/never-logged.js';
import { NEVER_LOGGED } from '../../src/capture/never-logged/table.js';
import { unexpectedRecord } from '../../src/capture/never-logged/unexpected-record.js';
import { type Finding, readText, troubleshoot } from '../../src/index.js';
import { EMPTY_NETWORK, type Network } from '../../src/network/network.js';
import { ARP } from '../../src/traffic/protocol.js';
import { ANY_TRAFFIC, type TrafficFilter } from '../../src/traffic/traffic-filter.js';
import { runs } from '../arbitrary/runs.js';
import { cidr, eni, ip, network, subnet, vpc } from '../filter/build.js';
import { neverLoggedByAws, type PlainPacket, type PlainPlace } from '../oracle/never-logged.js';

/** VPC 10.0.0.0/16, of which Amazon DNS answers at 10.0.0.2; a second block, and three subnets. */
const NETWORK: Network = {
  ...network({
    vpcs: [vpc(['10.0.0.0/16', '10.9.0.0/16'])],
    subnets: [
      subnet('subnet-1', ['10.0.1.0/24', '2001:db8:0:1::/64']),
      subnet('subnet-2', ['10.0.2.0/24']),
      subnet('subnet-9', ['10.9.0.0/24']),
    ],
    interfaces: [
      eni('eni-host', ['10.0.1.10', '10.0.1.11', '2001:db8:0:1::10'], [], {
        prefixes: [cidr('10.0.1.64/28')],
      }),
      eni('eni-target', ['10.0.2.40'], [], { subnetId: 'subnet-2' }),
      eni('eni-endpoint', ['10.0.2.50', '2001:db8:0:2::50'], [], {
        type: 'vpc_endpoint',
        subnetId: 'subnet-2',
      }),
      eni('eni-old-endpoint', ['10.0.2.51'], [], { type: 'interface', subnetId: 'subnet-2' }),
      eni('eni-nlb', ['10.0.2.60', '2001:db8:0:2::60'], [], {
        type: 'network_load_balancer',
        subnetId: 'subnet-2',
      }),
    ],
  }),
  vpcEndpoints: new Map([
    [
      'vpce-1',
      {
        id: 'vpce-1',
        type: 'interface',
        vpcId: 'vpc-1',
        serviceName: null,
        state: null,
        routeTableIds: [],
        subnetIds: [],
        securityGroupIds: [],
        interfaceIds: ['eni-old-endpoint'],
      },
    ],
  ]),
  natGateways: new Map(
    (['deleted', 'available'] as const).map((state, i) => [
      `nat-${state}`,
      {
        id: `nat-${state}`,
        vpcId: 'vpc-1',
        subnetId: null,
        connectivity: 'public',
        availability: 'regional',
        routeTableId: null,
        state,
        addresses: [
          {
            interfaceId: null,
            privateAddress: null,
            publicAddress: ip(`203.0.113.${i + 1}`),
            availabilityZone: null,
          },
        ],
      },
    ]),
  ),
};

const TCP = 6;
const UDP = 17;
const ICMP = 1;

type Asked = Partial<Omit<TrafficFilter, 'source' | 'destination'>> & {
  readonly from?: string;
  readonly to?: string;
  readonly at?: string;
};

const askedOf = ({ from, to, at, ...rest }: Asked) => ({
  ...ANY_TRAFFIC,
  ...rest,
  source: from === undefined ? null : ip(from),
  destination: to === undefined ? null : ip(to),
  interfaceId: at ?? null,
});

const ask = (asked: Asked, where: Network = NETWORK) => neverLogged(where, askedOf(asked));

const rowOf = (id: string): NeverLogged => {
  const row = (NEVER_LOGGED as readonly NeverLogged[]).find((it) => it.id === id);
  if (row === undefined) throw new Error(id);
  return row;
};

type Example = {
  /** Told to be this row, with this certainty (that of the row when it is left out). */
  readonly is: readonly (Asked & { readonly basis?: NeverLogged['basis'] })[];
  /** Told to be another row, or logged: what looks like it. */
  readonly isNot?: readonly Asked[];
  /** What looks like it and is recorded as any traffic. */
  readonly logged: readonly Asked[];
  /** Where `is` holds no IPv6: the row that has it, or why there is none. */
  readonly ipv6?: string;
  /** A record of it. */
  readonly record: Required<Pick<Asked, 'from' | 'to' | 'protocol' | 'at'>> & Asked;
};

/** A record of TCP at the host, unless said otherwise. */
const record = (more: Asked): Example['record'] => ({
  from: '10.0.1.10',
  to: '192.0.2.7',
  protocol: TCP,
  sourcePort: 40_000,
  port: 80,
  at: 'eni-host',
  ...more,
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html, each row with what it is not. */
const EXAMPLES: Readonly<Record<string, Example>> = {
  'instance-metadata': {
    is: [
      { to: '169.254.169.254' },
      { to: '169.254.169.254', protocol: TCP, port: 80 },
      { from: '169.254.169.254', to: '10.0.1.10' },
    ],
    isNot: [{ to: '169.254.169.255' }],
    logged: [{ to: '10.0.169.254' }, { to: '10.0.1.20', protocol: TCP, port: 80 }],
    ipv6: 'instance-metadata-ipv6',
    record: record({ to: '169.254.169.254' }),
  },
  'instance-metadata-ipv6': {
    is: [{ to: 'fd00:ec2::254', protocol: TCP, port: 80 }],
    isNot: [{ to: 'fd00:ec2::255' }],
    logged: [{ to: 'fd00:ec3::254' }],
    record: record({ from: '2001:db8:0:1::10', to: 'fd00:ec2::254' }),
  },
  'time-sync': {
    is: [{ to: '169.254.169.123', protocol: UDP, port: 123 }],
    // Public NTP is logged, time.aws.com too.
    logged: [{ to: '192.0.2.123', protocol: UDP, port: 123 }],
    ipv6: 'time-sync-ipv6',
    record: record({ to: '169.254.169.123', protocol: UDP, port: 123 }),
  },
  'time-sync-ipv6': {
    is: [{ to: 'fd00:ec2::123', protocol: UDP, port: 123 }],
    logged: [{ to: '2001:db8::123', protocol: UDP, port: 123 }],
    record: record({ from: '2001:db8:0:1::10', to: 'fd00:ec2::123', protocol: UDP, port: 123 }),
  },
  dhcp: {
    is: [
      { protocol: UDP, port: 67 },
      { protocol: UDP, sourcePort: 67, port: 68 },
      { from: '0.0.0.0', to: '255.255.255.255', protocol: UDP, sourcePort: 68, port: 67 },
      { port: 67, basis: 'assumed' },
    ],
    logged: [
      { protocol: TCP, port: 67 },
      { protocol: UDP, sourcePort: 40_000, port: 67 },
      { protocol: UDP, port: 69 },
      { protocol: UDP },
    ],
    ipv6: 'dhcp-ipv6',
    record: record({ to: '10.0.2.40', protocol: UDP, sourcePort: 68, port: 67 }),
  },
  'dhcp-ipv6': {
    is: [
      { protocol: UDP, sourcePort: 546, port: 547 },
      { from: 'fe80::1', to: 'ff02::1:2', protocol: UDP, sourcePort: 546, port: 547 },
    ],
    logged: [
      { from: '10.0.1.10', to: '10.0.2.40', protocol: UDP, sourcePort: 546, port: 547 },
      { protocol: UDP, sourcePort: 546, port: 67 },
    ],
    record: record({
      from: '2001:db8:0:1::10',
      to: '2001:db8:0:2::50',
      protocol: UDP,
      sourcePort: 546,
      port: 547,
    }),
  },
  'amazon-dns': {
    is: [
      { to: '169.254.169.253', port: 53 },
      { to: 'fd00:ec2::253', protocol: UDP, port: 53 },
    ],
    // An own DNS server is logged.
    logged: [
      { to: '192.0.2.53', protocol: UDP, port: 53 },
      { to: '10.0.1.20', protocol: UDP, port: 53 },
      { to: '2001:db8:9::53', protocol: TCP, port: 53 },
    ],
    record: record({ to: '169.254.169.253', protocol: UDP, port: 53 }),
  },
  'amazon-dns-of-the-vpc': {
    is: [
      { to: '10.0.0.2', protocol: UDP, port: 53 },
      { to: '10.0.0.2', protocol: TCP, port: 53 },
      { from: '10.0.1.10', to: '10.0.0.2', protocol: UDP, port: 53, at: 'eni-host' },
      { from: '10.0.0.2', to: '10.0.1.10', protocol: UDP, sourcePort: 53, port: 40_000 },
      // The interface is not described, so it may be one of another VPC.
      { to: '10.0.0.2', protocol: UDP, port: 53, at: 'eni-unknown', basis: 'assumed' },
    ],
    logged: [
      // An own DNS server is logged, also one at base + 2 of a subnet or of a block that is not the primary.
      { to: '10.0.1.2', protocol: UDP, port: 53 },
      { to: '10.0.2.2', protocol: UDP, port: 53 },
      { to: '10.9.0.2', protocol: UDP, port: 53 },
      { to: '10.0.0.2', protocol: TCP, port: 443 },
      { to: '10.0.0.2', protocol: ICMP },
    ],
    ipv6: 'amazon-dns',
    record: record({ to: '10.0.0.2', protocol: UDP, port: 53 }),
  },
  'windows-licensing': {
    is: [
      { to: '169.254.169.250', protocol: TCP, port: 1688 },
      { to: '169.254.169.251', protocol: TCP, port: 1688 },
      { to: 'fd00:ec2::250', port: 1688 },
    ],
    // An own KMS host is logged.
    logged: [
      { to: '10.0.1.20', protocol: TCP, port: 1688 },
      { to: '2001:db8:9::20', protocol: TCP, port: 1688 },
    ],
    record: record({ to: '169.254.169.250', port: 1688 }),
    isNot: [
      { to: '169.254.169.250', protocol: TCP, port: 443 },
      { to: '169.254.169.250', protocol: UDP, port: 1688 },
    ],
  },
  'default-router': {
    is: [
      { to: '10.0.1.1' },
      { from: '10.0.1.10', to: '10.0.1.1', protocol: ICMP },
      { to: '2001:db8:0:1::1' },
      // The router of a subnet that the sender is not in.
      { from: '10.0.1.10', to: '10.0.2.1', basis: 'assumed' },
    ],
    logged: [{ to: '10.0.1.2' }, { to: '10.0.3.1' }, { to: '10.0.0.1' }, { to: '2001:db8:0:1::2' }],
    record: record({ to: '10.0.1.1', protocol: ICMP, sourcePort: null, port: null }),
  },
  'default-router-link-local': {
    is: [{ to: 'fe80:ec2::1' }],
    isNot: [{ to: 'fe80:ec2::2' }],
    logged: [{ to: 'ff80:ec2::1' }],
    record: record({ from: '2001:db8:0:1::10', to: 'fe80:ec2::1' }),
  },
  mirrored: {
    is: [
      { protocol: UDP, port: 4789, basis: 'assumed' },
      { from: '10.0.1.10', to: '192.0.2.9', protocol: UDP, port: 4789, basis: 'assumed' },
      { to: '10.0.2.40', protocol: UDP, port: 4789, at: 'eni-host', basis: 'assumed' },
      { to: '2001:db8:9::9', protocol: UDP, port: 4789, basis: 'assumed' },
    ],
    // The target of mirroring is logged.
    logged: [
      { to: '10.0.2.40', protocol: UDP, port: 4789, at: 'eni-target' },
      { to: '10.0.2.40', protocol: UDP, port: 4789 },
      { protocol: TCP, port: 4789 },
    ],
    record: record({ protocol: UDP, port: 4789 }),
  },
  'endpoint-to-load-balancer': {
    is: [
      { from: '10.0.2.50', to: '10.0.2.60', protocol: TCP, port: 443 },
      { from: '10.0.2.60', to: '10.0.2.50' },
      { from: '10.0.2.51', to: '10.0.2.60' },
      { from: '2001:db8:0:2::50', to: '2001:db8:0:2::60' },
    ],
    // What a client sends to the endpoint, and the load balancer to its targets.
    logged: [
      { from: '10.0.1.10', to: '10.0.2.50', protocol: TCP, port: 443 },
      { from: '10.0.2.60', to: '10.0.1.10', protocol: TCP, port: 443 },
      { to: '10.0.2.60' },
    ],
    record: record({ from: '10.0.2.50', to: '10.0.2.60', at: 'eni-nlb' }),
  },
  'regional-nat-gateway': {
    is: [
      { from: '203.0.113.1', to: '198.51.100.9', basis: 'assumed' },
      { at: 'nat-deleted', basis: 'assumed' },
    ],
    logged: [{ from: '203.0.113.2', to: '198.51.100.9' }, { at: 'nat-available' }],
    ipv6: 'the public addresses of NAT gateways are of IPv4',
    record: record({ from: '203.0.113.1', to: '198.51.100.9', at: 'nat-deleted' }),
  },
  multicast: {
    is: [
      { to: '224.0.0.251', protocol: UDP, at: 'tgw-attach-1' },
      { to: 'ff02::fb', protocol: UDP, at: 'tgw-attach-1' },
    ],
    logged: [
      { to: '224.0.0.251', at: 'eni-host' },
      { to: '224.0.0.251' },
      { to: '10.0.1.10', at: 'tgw-attach-1' },
    ],
    record: record({ to: '224.0.0.251', protocol: UDP, at: 'tgw-attach-1' }),
  },
  'inside-the-host': {
    is: [
      { to: '127.0.0.1', protocol: TCP, port: 5432 },
      { to: '::1' },
      { from: '10.0.1.10', to: '10.0.1.10' },
      { from: '10.0.1.10', to: '10.0.1.11' },
      { from: '10.0.1.66', to: '10.0.1.10', at: 'eni-host' },
      { from: '2001:db8:0:1::10', to: '2001:db8:0:1::10' },
    ],
    record: record({ to: '10.0.1.11' }),
    logged: [
      { from: '10.0.1.10', to: '10.0.2.40' },
      { from: '10.0.1.10' },
      { from: '128.0.0.1', to: '10.0.1.10' },
    ],
  },
  'ecs-task-metadata': {
    is: [{ to: '169.254.170.2' }],
    isNot: [{ to: '169.254.170.3' }],
    logged: [{ to: '10.254.170.2' }],
    ipv6: 'AWS names no IPv6 address of it',
    record: record({ to: '169.254.170.2' }),
  },
  'eks-pod-identity': {
    is: [{ to: '169.254.170.23' }, { to: 'fd00:ec2::23' }],
    isNot: [{ to: '169.254.170.24' }],
    logged: [{ to: '10.254.170.23' }, { to: 'fd00:ec3::23' }],
    record: record({ to: '169.254.170.23' }),
  },
  'unnamed-link-local': {
    is: [{ to: '169.254.169.249' }],
    isNot: [{ to: '169.254.169.248' }],
    logged: [{ to: '10.254.169.249' }],
    ipv6: 'it was seen of IPv4 alone',
    record: record({ to: '169.254.169.249' }),
  },
  'other-link-local': {
    is: [{ to: '169.254.1.1' }, { to: 'fe80::42' }, { to: 'fd00:ec2::99' }],
    logged: [{ to: '169.253.1.1' }, { to: 'fec0::1' }, { to: 'fd00:ec3::1' }],
    record: record({ to: '169.254.1.1' }),
  },
};

/** ARP has no addresses of IP that could be asked for. */
const ASKABLE: readonly NeverLogged[] = NEVER_LOGGED.filter(({ match }) => match.kind !== 'not-ip');

const HEAD =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** What is said of a log with one record. */
const findingOf = ({ at, from, to, protocol, sourcePort, port }: Example['record']): Finding => {
  const ends = `${from} ${to} ${sourcePort ?? 0} ${port ?? 0} ${protocol}`;
  const text = `${HEAD.replace('interface-id', pointField(at))}\n${at} ${ends} 4 336 1700000000 1700000060 ACCEPT OK\n`;
  const { batches } = readText(text, { source: 'flow.log' });
  const [finding] = troubleshoot({ batches, network: NETWORK }).findings;
  if (finding === undefined) throw new Error('no finding');
  return finding;
};

/** Regional NAT gateways and transit gateways are named in fields of their own. */
const pointField = (at: string): string => {
  if (at.startsWith('nat-')) return 'resource-id';
  return at.startsWith('tgw-') ? 'tgw-attachment-id' : 'interface-id';
};

it('each row of the table has a match, a near miss that is logged, IPv6, and a record of it', () => {
  expect(Object.keys(EXAMPLES)).toEqual(ASKABLE.map(({ id }) => id));
  for (const { id } of ASKABLE) {
    const { is, logged, ipv6 } = EXAMPLES[id] as Example;
    const inIpv6 = is.filter(({ from, to }) => [from, to].some((end) => end?.includes(':')));
    expect({ id, is: is.length > 0, logged: logged.length > 0 }).toEqual({ id, is: true, logged: true });
    expect({ id, inIpv6: inIpv6.length > 0 || ipv6 !== undefined }).toEqual({ id, inIpv6: true });
    // A row that leaves IPv6 to another one names it, and that one has it.
    const other = ipv6 === undefined ? undefined : EXAMPLES[ipv6];
    if (other !== undefined)
      expect(other.is.some(({ from, to }) => [from, to].some((end) => end?.includes(':')))).toBe(true);
  }
});

describe.each(ASKABLE)('never logged: $id', (row) => {
  const { id, basis } = row;
  const { is, isNot = [], logged, record: its } = EXAMPLES[id] as Example;

  it.each(is)('is %o', ({ basis: its, ...asked }) => {
    expect(ask(asked)).toEqual({ ...row, basis: its ?? basis });
  });

  it.each(isNot)('is not %o', (asked) => {
    expect(ask(asked)?.id).not.toBe(id);
  });

  it.each([...logged])('leaves %o logged', (asked) => {
    expect(ask(asked)).toBeNull();
  });

  it('is a contradiction in a log where AWS documents it, with a likely reason; else never', () => {
    const finding = findingOf(its);
    const told = ask({ ...its })?.basis ?? null;
    if (told === 'documented') {
      expect(finding).toMatchObject({ code: 'log-contradicts-configuration', neverLogged: { id } });
      expect(finding.unexpected.length).toBeGreaterThan(0);
    } else {
      expect(finding.code).not.toBe('log-contradicts-configuration');
      expect(finding.unexpected).toEqual([]);
    }
  });
});

describe('what is never logged', () => {
  it.each([
    ['an own DNS server', { to: '10.0.1.20', protocol: UDP, port: 53 }],
    ['public NTP', { to: '192.0.2.123', protocol: UDP, port: 123 }],
    ['an own KMS host', { to: '10.0.1.20', protocol: TCP, port: 1688 }],
    ['the target of mirroring', { to: '10.0.2.40', protocol: UDP, port: 4789, at: 'eni-target' }],
    ['a client of an endpoint', { from: '10.0.1.10', to: '10.0.2.50', protocol: TCP, port: 443 }],
    ['traffic of which nothing is said', {}],
  ] as const)('is not %s', (_, asked) => {
    expect(ask(asked)).toBeNull();
  });

  it('is ARP where that is asked for, whatever the addresses', () => {
    const arp = { code: 'never-logged-arp', basis: 'documented' };
    expect(rowOf('arp')).toMatchObject(arp);
    expect(ask({})).toBeNull();
    for (const to of ['10.0.1.1', '169.254.169.254', '10.0.1.20'])
      expect(ask({ to, protocol: ARP })).toMatchObject(arp);
    // Of neighbour discovery, its like in IPv6, AWS does not speak: it is no row, whatever is asked of ICMPv6.
    expect(ask({ from: '2001:db8:0:1::10', to: 'ff02::1:ff00:20', protocol: 58 })).toBeNull();
  });

  it('at base + 2 is known only of a VPC that was described', () => {
    expect(ask({ to: '10.0.0.2', protocol: UDP, port: 53 }, EMPTY_NETWORK)).toBeNull();
  });

  it('has a row for each thing, with where AWS says so and where to look instead', () => {
    const rows: readonly NeverLogged[] = NEVER_LOGGED;
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const { source, addressSource, instead } of rows) {
      for (const url of [source, addressSource ?? source])
        expect(url).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      expect(instead.length).toBeGreaterThan(0);
    }
  });
});

const ADDRESSES = [
  '10.0.1.10',
  '10.0.1.1',
  '10.0.1.2',
  '10.0.2.1',
  '10.0.2.2',
  '10.0.0.2',
  '10.0.0.1',
  '10.0.0.3',
  '10.9.0.2',
  '192.0.2.7',
  '169.254.169.254',
  '169.254.169.253',
  '169.254.169.123',
  '169.254.169.250',
  '169.254.169.251',
  '169.254.169.249',
  '169.254.169.252',
  '169.254.0.9',
  '169.253.0.9',
  '0.0.0.0',
  '255.255.255.255',
];
const IPV6_ADDRESSES = [
  '2001:db8:0:1::10',
  '2001:db8:0:1::1',
  '2001:db8:0:1::2',
  'fd00:ec2::254',
  'fd00:ec2::253',
  'fd00:ec2::123',
  'fd00:ec2::250',
  'fd00:ec2::9',
  'fd00:ec3::254',
  'fe80::1',
  'fe80:ec2::1',
  'febf::1',
  'fec0::1',
  'ff02::1:2',
];
const PORTS = [53, 67, 68, 80, 123, 546, 547, 1688, 4789, 40_000];

const packets: fc.Arbitrary<PlainPacket> = fc
  .record({
    family: fc.constantFrom(ADDRESSES, IPV6_ADDRESSES),
    protocol: fc.constantFrom(TCP, UDP, UDP, ICMP),
    pick: fc.tuple(fc.nat(), fc.nat()),
    ports: fc.tuple(fc.constantFrom(...PORTS), fc.constantFrom(...PORTS)),
  })
  .map(({ family, protocol, pick: [a, b], ports: [from, to] }) => {
    const source = family[a % family.length] as string;
    const other = family[b % family.length] as string;
    const [sourcePort, destinationPort] = protocol === ICMP ? [null, null] : [from, to];
    // A packet to its own source stays inside the host, which the list of AWS does not speak of.
    const destination = other === source ? (family[(b + 1) % family.length] as string) : other;
    return { source, destination, protocol, sourcePort, destinationPort };
  });

const PLACE: PlainPlace = {
  primary: '10.0.0.',
  subnet: '10.0.1.',
  subnetIpv6: '2001:db8:0:1::',
  otherSubnets: ['10.0.2.', '10.9.0.'],
  own: ['10.0.1.10', '2001:db8:0:1::10'],
};

const atTheHost = ({ source, destination, protocol, sourcePort, destinationPort }: PlainPacket) =>
  askedOf({
    from: source,
    to: destination,
    protocol,
    sourcePort,
    port: destinationPort,
    at: 'eni-host',
  });

describe('records of what is never logged', () => {
  it('are told as AWS tells them, at an interface that is described', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        const found = neverLogged(NETWORK, atTheHost(packet));
        const expected = neverLoggedByAws(PLACE, packet);
        if (expected.length === 0) expect(found).toBeNull();
        else expect(expected).toContainEqual({ code: found?.code, basis: found?.basis });
      }),
      runs(2000),
    );
  });

  it('are unexpected where AWS documents them, with at least one likely reason; assumed ones never are', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        const expected = neverLoggedByAws(PLACE, packet);
        const found = unexpectedRecord(NETWORK, atTheHost(packet));
        const documented = expected.filter(({ basis }) => basis === 'documented').map(({ code }) => code);
        if (documented.length === 0) expect(found).toBeNull();
        else expect(documented).toContain(found?.row.code);
        if (found !== null) expect(found.likely).toContain('list-changed');
      }),
      runs(1000),
    );
  });
});
