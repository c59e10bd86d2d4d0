import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Capture,
  DEFAULT_FIELDS,
  type Drawn,
  draw,
  type Exchange,
  exchange,
  flowLog,
  instance,
  internetGateway,
  natGateway,
  networkAcl,
  routeTable,
  securityGroup,
  simulate,
  subnet,
  transitGateway,
  vpc,
} from '../../../src/testing/index.js';

type Example = { readonly name: string; readonly format: string; readonly lines: readonly string[] };

/** Records as AWS's own documentation prints them. */
const examples: ReadonlyMap<string, Example> = new Map(
  readFileSync('test/fixtures/aws-doc-examples.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Example)
    .map((it) => [it.name, it]),
);

const rowsOf = (format: string, lines: readonly string[], fields: readonly string[]): readonly string[] => {
  const names = format.split(' ');
  return lines.map((line) => {
    const values = line.split(/ +/);
    return fields.map((field) => values[names.indexOf(field)]).join(' ');
  });
};

/** The values of some fields in an example, a row for each line. */
const documented = (name: string, fields: string): readonly string[] => {
  const { format, lines } = examples.get(name) as Example;
  return [...new Set(rowsOf(format, lines, fields.split(' ')))].sort();
};

/** The same of the lines that a simulation leaves at one interface; windows that end differently give equal rows. */
const simulated = (
  drawn: Drawn,
  traffic: readonly Exchange[],
  { fields, at, status = 'OK' }: { fields: string; at: string; status?: string },
  capture: Partial<Capture> = {},
): readonly string[] => {
  const format = [...new Set([...DEFAULT_FIELDS, ...fields.split(' ')])];
  const network = draw(drawn, flowLog('fl-example', at, { logFormat: format }));
  const [log] = simulate({ network, traffic, capture, seed: 11 }).logs;
  const lines = (log?.lines ?? []).filter((line) => line.split(' ')[format.indexOf('log-status')] === status);
  return [...new Set(rowsOf(format.join(' '), lines, fields.split(' ')))].sort();
};

const PING = 'srcaddr dstaddr srcport dstport protocol action';
const ENI = 'eni-1235b8ca123456789';

type Filters = { readonly group?: readonly [string, string][]; readonly egress?: 'allow' | 'deny' };

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html#flow-log-example-security-groups */
const pinged = ({ group = [['icmp', '203.0.113.12/32']], egress = 'deny' }: Filters): readonly string[] =>
  simulated(
    [
      vpc('vpc-1', '172.31.0.0/16'),
      subnet('subnet-1', 'vpc-1', ['172.31.16.0/20']),
      securityGroup('sg-1', 'vpc-1', { ingress: group, egress: [] }),
      instance(ENI, 'subnet-1', ['172.31.16.139'], {
        securityGroups: ['sg-1'],
        publicAddress: '198.51.100.7',
      }),
      networkAcl('acl-1', 'vpc-1', ['subnet-1'], {
        ingress: [[100, 'allow', 'icmp', '0.0.0.0/0']],
        egress: [[100, egress, 'icmp', '0.0.0.0/0']],
      }),
      internetGateway('igw-1', 'vpc-1'),
      routeTable('rtb-1', 'vpc-1', 'main', [['0.0.0.0/0', 'igw-1']]),
    ],
    [exchange('203.0.113.12', '198.51.100.7', 'icmp', { rounds: 4 })],
    { fields: PING, at: ENI },
  );

const [REQUEST, REPLY] = ['203.0.113.12 172.31.16.139 0 0 1', '172.31.16.139 203.0.113.12 0 0 1'];

describe("AWS's example of a ping to an instance", () => {
  it('has two records where the network ACL denies the reply', () => {
    expect(pinged({})).toEqual(documented('ping-nacl-blocks-reply', PING));
  });

  it('has two ACCEPT records where the network ACL lets the reply out', () => {
    expect(pinged({ egress: 'allow' })).toEqual([`${REPLY} ACCEPT`, `${REQUEST} ACCEPT`]);
  });

  it('has one REJECT record where the security group denies the request', () => {
    expect(pinged({ group: [] })).toEqual([`${REQUEST} REJECT`]);
  });
});

const twoMachines: Drawn = [
  vpc('vpc-1', '10.0.0.0/16', '2001:db8:1234:a100::/56'),
  subnet('subnet-1', 'vpc-1', ['10.0.1.0/24', '2001:db8:1234:a100::/64']),
  subnet('subnet-2', 'vpc-1', ['10.0.2.0/24', '2001:db8:1234:a102::/64']),
  securityGroup('sg-1', 'vpc-1', {
    ingress: [
      ['tcp 22', '2001:db8:1234:a100::/64'],
      ['tcp 5001', '10.0.1.0/24'],
    ],
    egress: [
      ['all', '0.0.0.0/0'],
      ['all', '::/0'],
    ],
  }),
  instance('eni-client', 'subnet-1', ['10.0.1.10', '2001:db8:1234:a100:8d6e:3477:df66:f105'], {
    securityGroups: ['sg-1'],
  }),
  instance(ENI, 'subnet-2', ['10.0.2.62', '2001:db8:1234:a102:3304:8879:34cf:4071'], {
    securityGroups: ['sg-1'],
  }),
];

describe("AWS's examples of single records", () => {
  it('are written for windows without traffic and with lost records', () => {
    const empty = DEFAULT_FIELDS.filter((it) => !['account-id', 'start', 'end'].includes(it)).join(' ');
    const call = exchange('eni-client', '10.0.2.62', 'tcp 5001');
    const at = { fields: empty, at: ENI };
    expect(simulated(twoMachines, [call], { ...at, status: 'NODATA' })).toEqual(documented('nodata', empty));
    const skipped = [{ interfaceId: ENI, from: call.at - 60, to: call.at + 60 }];
    expect(simulated(twoMachines, [call], { ...at, status: 'SKIPDATA' }, { skipped })).toEqual(
      documented('skipdata', empty).map((row) => row.replace('eni-11111111aaaaaaaaa', ENI)),
    );
  });

  it('show IPv6 addresses of an SSH connection', () => {
    const fields = 'interface-id srcaddr dstaddr srcport dstport protocol action';
    const ssh = exchange('eni-client', '2001:db8:1234:a102:3304:8879:34cf:4071', 'tcp 22', {
      sourcePort: 34_892,
    });
    expect(simulated(twoMachines, [ssh], { fields, at: ENI })).toEqual(
      expect.arrayContaining([...documented('ipv6-accept-ssh', fields)]),
    );
  });
});

describe("AWS's examples of TCP flags", () => {
  const flags = (more: Partial<Exchange>): readonly string[] =>
    simulated(twoMachines, [exchange('eni-client', '10.0.2.62', 'tcp 5001', more)], {
      fields: 'dstport tcp-flags',
      at: ENI,
    })
      .map((row) => row.replace(/^(?!5001)\d+/, 'client'))
      .sort();

  it('are 3 and 19 for a connection inside one window', () => {
    expect(flags({ sourcePort: 43_638 })).toEqual(['5001 3', 'client 19']);
    expect(documented('tcp-flags-short-connection', 'dstport tcp-flags')).toEqual(['43638 19', '5001 3']);
  });

  it('are 2 and 18 in the first window of a longer one, and 1 and 1 in its last', () => {
    const seen = flags({ sourcePort: 43_418, rounds: 2, pause: 130 });
    expect(seen).toEqual(expect.arrayContaining(['5001 2', 'client 18', '5001 1', 'client 1']));
    expect(documented('tcp-flags-fin-next-interval', 'dstport tcp-flags')).toEqual(['43418 1', '5001 1']);
  });
});

describe("AWS's example of a NAT gateway", () => {
  const network: Drawn = [
    vpc('vpc-1', '10.0.0.0/16'),
    subnet('subnet-public', 'vpc-1', ['10.0.0.0/24']),
    subnet('subnet-private', 'vpc-1', ['10.0.1.0/24']),
    securityGroup('sg-1', 'vpc-1', { ingress: [], egress: [['all', '0.0.0.0/0']] }),
    instance('eni-1111aaaa2222bbbb3', 'subnet-private', ['10.0.1.5'], { securityGroups: ['sg-1'] }),
    natGateway('nat-1', 'subnet-public', '10.0.0.220', '198.51.100.4'),
    internetGateway('igw-1', 'vpc-1'),
    routeTable('rtb-private', 'vpc-1', ['subnet-private'], [['0.0.0.0/0', 'nat-1']]),
    routeTable('rtb-public', 'vpc-1', ['subnet-public'], [['0.0.0.0/0', 'igw-1']]),
  ];
  const call = [exchange('eni-1111aaaa2222bbbb3', '203.0.113.5', 'tcp 443')];
  const fields = 'srcaddr dstaddr pkt-srcaddr pkt-dstaddr';

  it('has four records at its interface, which is of no instance', () => {
    const rows = simulated(network, call, { fields: `instance-id ${fields}`, at: 'eni-nat-1' });
    expect(rows).toEqual(documented('zonal-nat-gateway-eni', `instance-id ${fields}`));
  });

  it('has two records at the instance', () => {
    expect(simulated(network, call, { fields, at: 'eni-1111aaaa2222bbbb3' })).toEqual(
      documented('zonal-nat-instance-eni', fields),
    );
  });
});

describe("AWS's example of a transit gateway", () => {
  const network: Drawn = [
    vpc('vpc-a', '10.20.0.0/16'),
    vpc('vpc-b', '10.40.0.0/16'),
    subnet('subnet-a', 'vpc-a', ['10.20.33.0/24']),
    subnet('subnet-a-tgw', 'vpc-a', ['10.20.1.0/24']),
    subnet('subnet-b', 'vpc-b', ['10.40.2.0/24']),
    subnet('subnet-b-tgw', 'vpc-b', ['10.40.1.0/24']),
    securityGroup('sg-a', 'vpc-a', { ingress: [], egress: [['all', '0.0.0.0/0']] }),
    securityGroup('sg-b', 'vpc-b', { ingress: [['tcp 80', '10.20.0.0/16']], egress: [] }),
    instance('eni-client', 'subnet-a', ['10.20.33.164'], { securityGroups: ['sg-a'] }),
    instance('eni-33333333333333333', 'subnet-b', ['10.40.2.236'], { securityGroups: ['sg-b'] }),
    transitGateway(
      'tgw-1',
      [
        { id: 'tgw-attach-a', vpcId: 'vpc-a', subnetId: 'subnet-a-tgw', address: '10.20.1.9' },
        { id: 'tgw-attach-b', vpcId: 'vpc-b', subnetId: 'subnet-b-tgw', address: '10.40.1.175' },
      ],
      [
        ['10.20.0.0/16', 'tgw-attach-a'],
        ['10.40.0.0/16', 'tgw-attach-b'],
      ],
    ),
    routeTable('rtb-a', 'vpc-a', 'main', [['10.40.0.0/16', 'tgw-1']]),
    routeTable('rtb-b', 'vpc-b', 'main', [['10.20.0.0/16', 'tgw-1']]),
  ];
  const call = [exchange('eni-client', '10.40.2.236', 'tcp 80', { sourcePort: 39_812 })];
  const fields = 'srcaddr dstaddr srcport dstport protocol tcp-flags type pkt-srcaddr pkt-dstaddr action';

  it('shows the client at the server', () => {
    expect(simulated(network, call, { fields, at: 'eni-33333333333333333' })).toEqual(
      documented('transit-gateway-web-server-eni', fields),
    );
  });

  it('shows its own interface in place of the client there, and the client in pkt-srcaddr and pkt-dstaddr', () => {
    const rows = simulated(network, call, { fields, at: 'eni-tgw-attach-b' });
    const [response] = documented('transit-gateway-eni-response', fields);
    expect(rows).toEqual(
      [
        ...documented('transit-gateway-eni-request', fields),
        // AWS's response comes in at another interface of the gateway.
        response?.replace('10.40.2.31', '10.40.1.175'),
      ].sort(),
    );
  });
});
