import { readFileSync } from 'node:fs';
import { isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { type ExpectedRecord, expectedRecords, recordsOf } from '../../src/capture/expected-record.js';
import type { Passage } from '../../src/capture/passage.js';
import { recordsAlong } from '../../src/capture/records-along.js';
import type { Network } from '../../src/network/network.js';
import { endpointOf } from '../../src/path/endpoint.js';
import { reach } from '../../src/path/reach.js';
import { roundTrip } from '../../src/path/round-trip.js';
import { parse } from '../../src/record/record-format.js';
import { networkOf } from '../aws/read.js';
import { ip } from '../filter/build.js';

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html */
type Example = { readonly name: string; readonly format: string; readonly lines: readonly string[] };

const examples: readonly Example[] = readFileSync(
  new URL('../fixtures/aws-doc-examples.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

/** Not foretold: how much there was, and when. */
const NEVER_FORETOLD = ['packets', 'bytes', 'start', 'end'];

/** Not foretold, since no answer of aws ec2 that is read tells it. */
const NOT_IN_THE_CONFIGURATION: Readonly<Record<string, readonly string[]>> = {
  'service-name-traffic-path-direction 1': ['sublocation-id'],
  'service-name-traffic-path-direction 2': ['sublocation-id'],
};

/** The subnets and the prefix list that go with the example of a bucket. */
const AROUND = [
  {
    Subnets: [
      {
        SubnetId: 'subnet-aaaaaaaa012345678',
        VpcId: 'vpc-abcdefab012345678',
        AvailabilityZone: 'ap-southeast-2a',
        AvailabilityZoneId: 'apse2-az3',
      },
    ],
  },
  {
    PrefixLists: [
      { PrefixListId: 'pl-1', PrefixListName: 'com.amazonaws.ap-southeast-2.s3', Cidrs: ['52.95.128.0/21'] },
    ],
  },
];

type Interface = {
  readonly id: string;
  readonly primary: string;
  readonly more?: Readonly<Record<string, unknown>>;
  readonly ipv6?: string;
  readonly instance?: string;
};

const described = ({ id, primary, more = {}, ipv6, instance }: Interface) => ({
  NetworkInterfaceId: id,
  VpcId: 'vpc-abcdefab012345678',
  SubnetId: 'subnet-aaaaaaaa012345678',
  OwnerId: '123456789010',
  InterfaceType: 'interface',
  PrivateIpAddress: primary,
  PrivateIpAddresses: [{ PrivateIpAddress: primary, Primary: true }],
  Ipv6Addresses: ipv6 === undefined ? [] : [{ Ipv6Address: ipv6 }],
  ...(instance === undefined ? {} : { Attachment: { InstanceId: instance } }),
  ...more,
});

const server: Interface = {
  id: 'eni-1235b8ca123456789',
  primary: '10.0.0.62',
  instance: 'i-01234567890123456',
};
const natInstance: Interface = {
  id: 'eni-1111aaaa2222bbbb3',
  primary: '10.0.1.5',
  instance: 'i-01234567890123456',
};
const gateway: Interface = {
  id: 'eni-1235b8ca123456789',
  primary: '10.0.0.220',
  more: { RequesterManaged: true, InterfaceType: 'nat_gateway' },
};
const tgw = (id: string, primary: string, SubnetId: string): Interface => ({
  id,
  primary,
  more: { RequesterManaged: true, InterfaceType: 'transit_gateway', SubnetId },
});

/** What passes: the direction and the leg, what the packet carries, and what became of it. */
type Way = {
  readonly at: Interface | 'nat-1234567890abcdef';
  readonly direction: 'ingress' | 'egress';
  readonly leg?: 'reply';
  readonly from: readonly [string, number?];
  readonly to: readonly [string, number?];
  readonly protocol?: number;
  readonly rejected?: true;
};

const into = (at: Way['at'], from: Way['from'], to: Way['to'], more: Partial<Way> = {}): Way => ({
  at,
  direction: 'ingress',
  from,
  to,
  ...more,
});
const outOf = (at: Way['at'], from: Way['from'], to: Way['to'], more: Partial<Way> = {}): Way => ({
  ...into(at, from, to, more),
  direction: 'egress',
});

const REPLY = { leg: 'reply' } as const;
const client = '52.213.180.42';
const own = server.primary;
const far = '203.0.113.5';
const here = natInstance.primary;
const elastic = '107.22.182.139';
const REGIONAL = 'nat-1234567890abcdef';
const bucketClient: Interface = {
  id: 'eni-1235b8ca123456789',
  primary: '10.0.0.71',
  instance: 'i-0c50d5961bcb2d47b',
  more: { OwnerId: '123456789012', AvailabilityZone: 'ap-southeast-2a' },
};
const webServer: Interface = {
  id: 'eni-33333333333333333',
  primary: '10.40.2.236',
  instance: 'i-01234567890123456',
  more: { SubnetId: 'subnet-22222222bbbbbbbbb' },
};
const desktop: Interface = { id: 'eni-1235b8ca123456789', primary: '172.31.16.21' };
const pinged: Interface = { id: 'eni-1235b8ca123456789', primary: '172.31.16.139' };
const overIpv6: Interface = {
  id: 'eni-1235b8ca123456789',
  primary: '10.0.0.5',
  ipv6: '2001:db8:1234:a102:3304:8879:34cf:4071',
};

/** Each line of each example, as the way that AWS's text tells. */
const WAYS: Readonly<Record<string, readonly Way[]>> = {
  'default-accept-ssh': [into(desktop, ['172.31.16.139', 20641], ['172.31.16.21', 22])],
  'default-reject-rdp': [
    into({ ...desktop, primary: '172.31.9.12' }, ['172.31.9.69', 49761], ['172.31.9.12', 3389], {
      rejected: true,
    }),
  ],
  // Windows without traffic or with records lost: no packet passes.
  nodata: [],
  skipdata: [],
  'ping-nacl-blocks-reply': [
    into(pinged, ['203.0.113.12'], ['172.31.16.139'], { protocol: 1 }),
    outOf(pinged, ['172.31.16.139'], ['203.0.113.12'], { ...REPLY, protocol: 1, rejected: true }),
  ],
  'ipv6-accept-ssh': [
    into(
      overIpv6,
      ['2001:db8:1234:a100:8d6e:3477:df66:f105', 34892],
      ['2001:db8:1234:a102:3304:8879:34cf:4071', 22],
    ),
  ],
  'tcp-flags-syn-and-syn-ack': [
    into(server, [client, 43416], [own, 5001]),
    outOf(server, [own, 5001], [client, 43416], REPLY),
    into(server, [client, 43418], [own, 5001]),
    outOf(server, [own, 5001], [client, 43418], REPLY),
  ],
  'tcp-flags-fin-next-interval': [
    outOf(server, [own, 5001], [client, 43418], REPLY),
    into(server, [client, 43418], [own, 5001]),
  ],
  'tcp-flags-short-connection': [
    into(server, [client, 43638], [own, 5001]),
    outOf(server, [own, 5001], [client, 43638], REPLY),
  ],
  'zonal-nat-gateway-eni': [
    into(gateway, [here], [far]),
    outOf(gateway, [gateway.primary], [far]),
    into(gateway, [far], [gateway.primary], REPLY),
    outOf(gateway, [far], [here], REPLY),
  ],
  'zonal-nat-instance-eni': [outOf(natInstance, [here], [far]), into(natInstance, [far], [here], REPLY)],
  'regional-nat-gateway': [
    into(REGIONAL, [here], [far]),
    outOf(REGIONAL, [elastic], [far]),
    into(REGIONAL, [far], [elastic], REPLY),
    outOf(REGIONAL, [far], [here], REPLY),
  ],
  'regional-nat-instance-eni': [outOf(natInstance, [here], [far]), into(natInstance, [far], [here], REPLY)],
  'transit-gateway-web-server-eni': [
    into(webServer, ['10.20.33.164', 39812], ['10.40.2.236', 80]),
    outOf(webServer, ['10.40.2.236', 80], ['10.20.33.164', 39812], REPLY),
  ],
  'transit-gateway-eni-request': [
    outOf(
      tgw('eni-11111111111111111', '10.40.1.175', 'subnet-11111111aaaaaaaaa'),
      ['10.20.33.164', 39812],
      ['10.40.2.236', 80],
    ),
  ],
  'transit-gateway-eni-response': [
    into(
      tgw('eni-22222222222222222', '10.40.2.31', 'subnet-22222222bbbbbbbbb'),
      ['10.40.2.236', 80],
      ['10.20.33.164', 39812],
      REPLY,
    ),
  ],
  'service-name-traffic-path-direction': [
    into(bucketClient, ['52.95.128.179', 80], ['10.0.0.71', 34210], REPLY),
    outOf(bucketClient, ['10.0.0.71', 34210], ['52.95.128.179', 80]),
  ],
};

const networkFor = ({ at }: Way, { format }: Example): Network => {
  const fields = parse(format);
  if (!isRight(fields)) throw new Error(format);
  const LogFormat = fields.right.fields.map((field) => `\${${field}}`).join(' ');
  const id = at === REGIONAL ? at : (at as Interface).id;
  return networkOf(
    ...AROUND,
    { NetworkInterfaces: at === REGIONAL ? [] : [described(at as Interface)] },
    { FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: id, TrafficType: 'ALL', LogFormat }] },
  );
};

const passageOf = (network: Network, { at, direction, leg, from, to, protocol, rejected }: Way): Passage => {
  const found = network.interfaces.get(at === REGIONAL ? at : (at as Interface).id);
  return {
    at:
      found === undefined
        ? { kind: 'regional-nat-gateway', id: REGIONAL }
        : { kind: 'interface', interface: found },
    side: null,
    leg: leg ?? 'request',
    direction,
    packet: {
      source: ip(from[0]),
      destination: ip(to[0]),
      protocol: protocol ?? 6,
      sourcePort: from[1] ?? null,
      destinationPort: to[1] ?? null,
      icmp: null,
    },
    fate: rejected ? 'rejected' : 'accepted',
    otherRejecter: null,
    isCertain: true,
  };
};

const valuesOf = ({ format }: Example, line: string): ReadonlyMap<string, string> => {
  const values = line.split(/ +/);
  return new Map(format.split(' ').map((field, i) => [field, values[i] as string]));
};

/** The one record that must be there, as its flow log shows it. */
const foretold = (records: readonly ExpectedRecord[]) => {
  const must = records.filter(({ presence }) => presence === 'must');
  expect(must).toHaveLength(1);
  return must[0]?.recordedBy[0]?.shows as ReadonlyMap<string, readonly string[] | null>;
};

describe("AWS's examples", () => {
  it('are all here', () => {
    expect(Object.keys(WAYS)).toEqual(examples.map(({ name }) => name));
    for (const { name, lines } of examples)
      expect({ name, ways: WAYS[name]?.length }).toEqual({
        name,
        ways: ['nodata', 'skipdata'].includes(name) ? 0 : lines.length,
      });
  });

  const lines = examples.flatMap((example) =>
    (WAYS[example.name] ?? []).map((way, i) => ({
      example,
      way,
      line: example.lines[i] as string,
      n: i + 1,
    })),
  );

  it.each(lines)('$example.name, line $n, shows what is foretold of it', ({ example, way, line, n }) => {
    const network = networkFor(way, example);
    const shows = foretold(recordsOf(network, [passageOf(network, way)]));
    const written = valuesOf(example, line);
    expect([...shows.keys()]).toEqual([...written.keys()]);
    for (const [field, value] of written) {
      const values = shows.get(field) ?? null;
      if (values !== null)
        expect({ field, values }).toEqual({ field, values: expect.arrayContaining([value]) });
    }
    const silent = [...shows].flatMap(([field, values]) => (values === null ? [field] : []));
    expect(silent.filter((field) => !NEVER_FORETOLD.includes(field))).toEqual(
      NOT_IN_THE_CONFIGURATION[`${example.name} ${n}`] ?? [],
    );
  });

  it('of a ping whose reply the network ACL blocks follow from the configuration: these two records and no other', () => {
    const folder = 'scenarios/nacl-drops-ping-reply/network';
    const answers = ['network-interfaces', 'security-groups', 'network-acls', 'subnets', 'vpcs'].map((name) =>
      JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')),
    );
    const id = 'eni-1235b8ca123456789';
    const network = networkOf(...answers, {
      FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: id, TrafficType: 'ALL' }],
    });
    const [source, destination] = [ip('203.0.113.12'), ip('172.31.16.139')];
    const trip = roundTrip(
      network,
      { initiator: endpointOf(network, source, null), responder: endpointOf(network, destination, null) },
      {
        source,
        destination,
        protocol: 1,
        sourcePort: null,
        destinationPort: null,
        icmp: { type: 8, code: 0 },
      },
    );
    const records = expectedRecords(network, trip);
    const must = records.filter(({ presence }) => presence === 'must');
    expect(records.map(({ presence }) => presence).toSorted()).toEqual([
      'must',
      'must',
      'must-not',
      'must-not',
    ]);
    const { lines: written, ...example } = examples.find(
      ({ name }) => name === 'ping-nacl-blocks-reply',
    ) as Example;
    must.forEach((record, i) => {
      const values = valuesOf({ ...example, lines: [] }, written[i] as string);
      for (const [field, shows] of record.recordedBy[0]?.shows ?? [])
        if (shows !== null) expect(shows).toEqual([values.get(field)]);
    });
  });
});

describe("AWS's examples of NAT gateways, from the configuration alone", () => {
  const open = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  const entry = (Egress: boolean) => ({
    Egress,
    RuleNumber: 100,
    RuleAction: 'allow',
    Protocol: '-1',
    CidrBlock: '0.0.0.0/0',
  });
  const table = (RouteTableId: string, subnet: string | null, target: Readonly<Record<string, string>>) => ({
    RouteTableId,
    VpcId: 'vpc-1',
    Associations:
      subnet === null ? [] : [{ RouteTableId, SubnetId: subnet, AssociationState: { State: 'associated' } }],
    Routes: [
      { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
      { DestinationCidrBlock: '0.0.0.0/0', ...target, State: 'active' },
    ],
  });
  const at = (it: Interface, SubnetId: string, groups: readonly string[]) => ({
    ...described(it),
    VpcId: 'vpc-1',
    SubnetId,
    Groups: groups.map((GroupId) => ({ GroupId })),
  });

  const networkWith = (
    natGateway: Readonly<Record<string, unknown>>,
    tables: readonly unknown[],
    more: readonly unknown[],
  ) =>
    networkOf(
      { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] },
      {
        Subnets: ['0', '1'].map((n) => ({
          SubnetId: `subnet-${n}`,
          VpcId: 'vpc-1',
          CidrBlock: `10.0.${n}.0/24`,
        })),
      },
      {
        SecurityGroups: [
          {
            GroupId: 'sg-1',
            VpcId: 'vpc-1',
            OwnerId: '123456789010',
            IpPermissions: [],
            IpPermissionsEgress: [open],
          },
        ],
      },
      {
        NetworkAcls: [
          {
            NetworkAclId: 'acl-1',
            VpcId: 'vpc-1',
            Associations: ['0', '1'].map((n) => ({ NetworkAclId: 'acl-1', SubnetId: `subnet-${n}` })),
            Entries: [entry(true), entry(false)],
          },
        ],
      },
      { NetworkInterfaces: [at(natInstance, 'subnet-1', ['sg-1']), ...more] },
      {
        InternetGateways: [
          { InternetGatewayId: 'igw-1', Attachments: [{ State: 'available', VpcId: 'vpc-1' }] },
        ],
      },
      { NatGateways: [{ VpcId: 'vpc-1', State: 'available', ConnectivityType: 'public', ...natGateway }] },
      { RouteTables: tables },
    );

  const recordsOn = (network: Network): readonly (readonly string[])[] => {
    const [source, destination] = [ip(here), ip(far)];
    const ends = {
      initiator: endpointOf(network, source, 'vpc-1'),
      responder: endpointOf(network, destination, 'vpc-1'),
    };
    const packet = { source, destination, protocol: 6, sourcePort: 40_000, destinationPort: 443, icmp: null };
    const found = reach(network, { ends, packet, sourcePorts: { from: 40_000, to: 40_000 } });
    return recordsAlong(network, found)
      .filter(({ presence }) => presence === 'must')
      .map((record) => [
        record.interfaceId ?? record.resourceId ?? '-',
        ...['srcaddr', 'dstaddr', 'pkt-srcaddr', 'pkt-dstaddr'].map(
          (field) => record.shows.get(field)?.join() ?? '?',
        ),
      ]);
  };

  const linesOf = (name: string, id: string): readonly (readonly string[])[] => {
    const example = examples.find((one) => one.name === name) as Example;
    return example.lines.map((line) => [
      id,
      ...['srcaddr', 'dstaddr', 'pkt-srcaddr', 'pkt-dstaddr'].map(
        (field) => valuesOf(example, line).get(field) as string,
      ),
    ]);
  };

  it('zonal: two records at the instance and four at the gateway', () => {
    const network = networkWith(
      {
        NatGatewayId: 'nat-1',
        SubnetId: 'subnet-0',
        NatGatewayAddresses: [
          {
            NetworkInterfaceId: gateway.id,
            PrivateIp: gateway.primary,
            PublicIp: elastic,
            Status: 'succeeded',
          },
        ],
      },
      [
        table('rtb-1', 'subnet-1', { NatGatewayId: 'nat-1' }),
        table('rtb-0', 'subnet-0', { GatewayId: 'igw-1' }),
      ],
      [at(gateway, 'subnet-0', [])],
    );
    const [out, back] = linesOf('zonal-nat-instance-eni', natInstance.id);
    expect(recordsOn(network)).toEqual([out, ...linesOf('zonal-nat-gateway-eni', gateway.id), back]);
  });

  it('regional: two records at the instance and four at the gateway, which has no interface', () => {
    const network = networkWith(
      {
        NatGatewayId: REGIONAL,
        AvailabilityMode: 'regional',
        RouteTableId: 'rtb-0',
        NatGatewayAddresses: [{ PublicIp: elastic, Status: 'succeeded' }],
      },
      [table('rtb-1', 'subnet-1', { NatGatewayId: REGIONAL }), table('rtb-0', null, { GatewayId: 'igw-1' })],
      [],
    );
    const [out, back] = linesOf('regional-nat-instance-eni', natInstance.id);
    expect(recordsOn(network)).toEqual([out, ...linesOf('regional-nat-gateway', REGIONAL), back]);
  });
});

describe('when a record should be there', () => {
  const sentAt = 1_700_000_000;
  const recordedBy = (log: Readonly<Record<string, unknown>>) => {
    const network = networkOf(
      { NetworkInterfaces: [described(server)] },
      { FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: server.id, TrafficType: 'ALL', ...log }] },
    );
    const way = into(server, [client, 43416], [own, 5001]);
    const [record] = recordsOf(network, [passageOf(network, way)], { sentAt, answers: true });
    return { ...record, by: record?.recordedBy[0] };
  };

  it.each([
    [
      'CloudWatch Logs, 60 s',
      { MaxAggregationInterval: 60, LogDestinationType: 'cloud-watch-logs' },
      60 + 300,
    ],
    [
      'CloudWatch Logs, 600 s',
      { MaxAggregationInterval: 600, LogDestinationType: 'cloud-watch-logs' },
      600 + 300,
    ],
    ['S3, 60 s', { MaxAggregationInterval: 60, LogDestinationType: 's3' }, 60 + 600],
    ['an old answer, without a destination', {}, 600 + 300],
  ])('%s', (_, log, seconds) => {
    expect(recordedBy(log).by?.arrivesBy).toBe(sentAt + seconds);
  });

  it('Firehose: AWS gives no time', () => {
    expect(recordedBy({ LogDestinationType: 'kinesis-data-firehose' }).by?.arrivesBy).toBeNull();
  });

  it('its window lies within an interval and a minute of the packet', () => {
    expect(recordedBy({ MaxAggregationInterval: 60 }).by?.window).toEqual({
      start: sentAt - 120,
      end: sentAt + 120,
    });
    expect(recordedBy({ MaxAggregationInterval: 600 }).by?.window).toEqual({
      start: sentAt - 660,
      end: sentAt + 660,
    });
  });

  it('never, from a flow log that filters it, fails, or was not there yet', () => {
    expect(recordedBy({ TrafficType: 'REJECT' })).toMatchObject({
      captured: false,
      by: { state: 'filtered' },
    });
    expect(recordedBy({ DeliverLogsErrorMessage: 'Access error' })).toMatchObject({
      captured: false,
      by: { state: 'not-delivered' },
    });
    expect(recordedBy({ FlowLogStatus: 'INACTIVE' })).toMatchObject({
      captured: false,
      by: { state: 'not-delivered' },
    });
    expect(recordedBy({ CreationTime: '2023-11-15T00:00:00Z' })).toMatchObject({
      captured: false,
      by: { state: 'not-created-yet' },
    });
    expect(recordedBy({ CreationTime: '2023-11-14T00:00:00Z' })).toMatchObject({ captured: true });
  });

  it('nobody knows, without describe-flow-logs or the type of traffic', () => {
    expect(recordedBy({ TrafficType: null })).toMatchObject({ captured: null, by: { state: 'unknown' } });
    const network = networkOf({ NetworkInterfaces: [described(server)] });
    const [record] = recordsOf(network, [passageOf(network, into(server, [client, 43416], [own, 5001]))]);
    expect(record).toMatchObject({ captured: null, recordedBy: [], presence: 'must' });
  });
});

describe('records of traffic that is never logged', () => {
  const recordTo = (destination: string, protocol: number, port: number) => {
    const network = networkOf({ NetworkInterfaces: [described(server)] });
    const way = outOf(server, [own, 40_000], [destination, port], { protocol });
    return recordsOf(network, [passageOf(network, way)])[0];
  };

  it('must not be there where AWS says so, and may be where it does not', () => {
    expect(recordTo('169.254.169.254', 6, 80)).toMatchObject({ presence: 'must-not', basis: 'documented' });
    expect(recordTo('169.254.170.2', 6, 80)).toMatchObject({ presence: 'may', basis: 'assumed' });
    expect(recordTo('192.0.2.123', 17, 123)).toMatchObject({ presence: 'must', neverLogged: null });
  });
});
