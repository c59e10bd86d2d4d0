import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../arbitrary/runs.js';
import { networkOf, read } from './read.js';

const SUBNET = { SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' };

const WHOLE = {
  Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }],
  Subnets: [SUBNET],
  NetworkInterfaces: [
    {
      NetworkInterfaceId: 'eni-1',
      SubnetId: 'subnet-1',
      VpcId: 'vpc-1',
      Groups: [{ GroupId: 'sg-1' }],
      PrivateIpAddress: '10.0.1.10',
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.10', Association: { PublicIp: '203.0.113.5' } }],
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }],
      Attachment: { InstanceId: 'i-1' },
    },
  ],
  SecurityGroups: [
    {
      GroupId: 'sg-1',
      VpcId: 'vpc-1',
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, UserIdGroupPairs: [{ GroupId: 'sg-1' }] },
      ],
      IpPermissionsEgress: [],
    },
  ],
  NetworkAcls: [
    {
      NetworkAclId: 'acl-1',
      Associations: [{ SubnetId: 'subnet-1' }],
      Entries: [
        {
          RuleNumber: 100,
          RuleAction: 'allow',
          Egress: false,
          Protocol: '6',
          PortRange: { From: 80, To: 80 },
          CidrBlock: '0.0.0.0/0',
        },
        { RuleNumber: 32767, RuleAction: 'deny', Egress: false, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
      ],
    },
  ],
  FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'ALL', MaxAggregationInterval: 60 }],
};

const KEYS = Object.keys(WHOLE) as (keyof typeof WHOLE)[];

/** What can be compared of a network. */
const told = (network: ReturnType<typeof networkOf>) => ({ ...network, given: [...network.given].sort() });

describe('answers of AWS', () => {
  it('make one network, from one document or from many, in any order', () => {
    const whole = told(networkOf(WHOLE));
    const documents = KEYS.map((key) => ({ [key]: WHOLE[key] }));
    expect(told(networkOf(...documents))).toEqual(whole);
    expect(told(networkOf(...documents.toReversed()))).toEqual(whole);
    expect(whole.given).toHaveLength(KEYS.length);
  });

  it('may carry the metadata of an SDK', () => {
    const ResponseMetadata = { RequestId: 'x', HTTPStatusCode: 200, RetryAttempts: 0 };
    expect(networkOf({ Subnets: [SUBNET], ResponseMetadata }).subnets.size).toBe(1);
    expect(networkOf({ Subnets: [SUBNET], $metadata: {} }).subnets.size).toBe(1);
  });

  it('that are empty lists are given, and lists that were not asked for are not', () => {
    const { given, gaps } = networkOf({ NetworkAcls: [] });
    expect([...given]).toEqual(['networkAcls']);
    expect(gaps).toEqual([]);
  });

  it('with a NextToken leave a gap: the rest of the list was not given', () => {
    expect(networkOf({ Subnets: [SUBNET], NextToken: 'eyJ0' }).gaps).toEqual([
      { kind: 'subnet', id: null, needs: 'aws ec2 describe-subnets', reason: 'more-pages' },
    ]);
    expect(networkOf({ Subnets: [SUBNET], NextToken: null }, { Subnets: [], NextToken: '' }).gaps).toEqual(
      [],
    );
  });

  it('may repeat a resource, with its keys in any order', () => {
    const turned = Object.fromEntries(Object.entries(SUBNET).reverse());
    const { network, problems } = read({ Subnets: [SUBNET] }, { Subnets: [turned, SUBNET] });
    expect(problems).toEqual([]);
    expect(network.subnets.size).toBe(1);
  });

  it('that contradict each other are told, and always the same copy is used', () => {
    const other = { ...SUBNET, VpcId: 'vpc-2', AvailabilityZone: 'eu-west-1a' };
    for (const [first, second, used, left] of [
      [SUBNET, other, '2.json', '1.json'],
      [other, SUBNET, '1.json', '2.json'],
    ] as const) {
      const { network, problems } = read({ Subnets: [first] }, { Subnets: [second] });
      expect(problems).toEqual([
        {
          kind: 'conflicting-copies',
          origin: { source: left, line: null },
          id: 'subnet-1',
          used,
          because: 'says-more',
        },
      ]);
      expect(network.subnets.get('subnet-1')?.vpcId).toBe('vpc-2');
    }
  });

  it('with one bad item are used for the rest, and the problem says where it stands and what was expected', () => {
    const { network, problems } = read({
      Subnets: [{ ...SUBNET, CidrBlock: 'ten' }, { SubnetId: 'subnet-2' }],
    });
    expect([...network.subnets.keys()]).toEqual(['subnet-2']);
    expect(problems).toMatchObject([
      {
        kind: 'unreadable-item',
        origin: { source: '1.json' },
        path: 'Subnets[0].CidrBlock',
        expected: expect.stringMatching(/CIDR/i),
        found: '"ten"',
      },
    ]);
  });

  it('whose list is no list are told', () => {
    const { network, problems } = read({ Subnets: { SubnetId: 'subnet-1' } });
    expect(problems).toMatchObject([{ kind: 'unreadable-item', path: 'Subnets', expected: 'a list' }]);
    expect(network.given.has('subnets')).toBe(false);
  });

  it.each([
    ['an object of other keys', { KeyPairs: [], Tags: 1 }, ['KeyPairs', 'Tags']],
    ['an object without keys', {}, []],
    ['an empty list', [], []],
    ['null', null, []],
    ['a number', 7, []],
    ['a text', 'Subnets', []],
    ['the names of object methods', { constructor: [], toString: [] }, ['constructor', 'toString']],
  ])('are not %s', (_, json, keys) => {
    const { network, problems } = read(json);
    expect(problems).toEqual([{ kind: 'not-an-aws-answer', origin: { source: '1.json', line: null }, keys }]);
    expect(network.given.size).toBe(0);
  });

  it('beside keys that are not read are used, and those keys are named', () => {
    const { network, problems } = read({ Subnets: [SUBNET], KeyPairs: [] });
    expect(problems).toMatchObject([{ kind: 'not-an-aws-answer', keys: ['KeyPairs'] }]);
    expect(network.subnets.size).toBe(1);
  });

  it('of several accounts may repeat names and blocks, which are not unique as ids are', () => {
    const account = (n: number) => ({
      Vpcs: [{ VpcId: `vpc-${n}`, OwnerId: `${n}`, CidrBlock: '10.0.0.0/16' }],
      SecurityGroups: [{ GroupId: `sg-${n}`, GroupName: 'default', VpcId: `vpc-${n}`, OwnerId: `${n}` }],
    });
    const { network, problems } = read(account(1), account(2));
    expect(problems).toEqual([]);
    expect([...network.vpcs.values()].map(({ ownerId }) => ownerId)).toEqual(['1', '2']);
    expect([...network.securityGroups.values()].map(({ name }) => name)).toEqual(['default', 'default']);
  });

  it('with filters overlap, and are put together by their ids', () => {
    const ids = (...all: readonly number[]) => ({ Subnets: all.map((n) => ({ SubnetId: `subnet-${n}` })) });
    expect([...networkOf(ids(1, 2), ids(2, 3)).subnets.keys()]).toEqual(['subnet-1', 'subnet-2', 'subnet-3']);
  });

  it('may be redacted: ids need not look like ids', () => {
    const ids = ['acl-0ea1f54ca7EXAMPLE', 'GroupId:10', '<subnet-id:1>', 'VpcId:5'];
    const { subnets } = networkOf({ Subnets: ids.map((SubnetId) => ({ SubnetId })) });
    expect([...subnets.keys()].sort()).toEqual(ids.toSorted());
  });
});

describe('a mutated answer', () => {
  const junk = fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1.5,
    1e99,
    '',
    'tcp',
    '10.0.0.0/33',
    '10.0.0.1%eth0',
    [],
    [null],
    [[]],
    {},
    { __proto__: null },
    'x'.repeat(200),
  );
  type Path = readonly (string | number)[];

  const pathsOf = (value: unknown, path: Path = []): Path[] => {
    if (value === null || typeof value !== 'object') return [path];
    const below = Object.entries(value).flatMap(([key, item]) =>
      pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
    );
    return [path, ...below];
  };

  const put = (value: unknown, [step, ...rest]: Path, item: unknown): unknown => {
    if (step === undefined) return item;
    if (Array.isArray(value)) return value.map((one, i) => (i === step ? put(one, rest, item) : one));
    const object = value as Readonly<Record<string, unknown>>;
    return { ...object, [step]: put(object[step], rest, item) };
  };

  const mutated = fc
    .array(fc.tuple(fc.constantFrom(...pathsOf(WHOLE)), junk), { minLength: 1, maxLength: 3 })
    .map((edits) =>
      edits.reduce<unknown>((json, [path, item]) => {
        try {
          return put(json, path, item);
        } catch {
          return json; // An earlier edit took the place away.
        }
      }, WHOLE),
    );

  it('never throws, and loses no more than the resources it touches', () => {
    fc.assert(
      fc.property(mutated, (json) => {
        const { network, problems } = read(json);
        for (const problem of problems) {
          expect(problem.origin.source).toBe('1.json');
          if (problem.kind === 'unreadable-item') {
            expect(problem.path).not.toBe('');
            expect(problem.expected).not.toBe('');
            expect(problem.found.length).toBeLessThanOrEqual(60);
          }
        }
        if (problems.length === 0) expect(network.given.size).toBeGreaterThan(0);
      }),
      runs(500),
    );
  });

  it('of one kind leaves the other kinds as they are', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...pathsOf(WHOLE).filter((path) => path.length > 0)),
        junk,
        (path, item) => {
          const { network } = read(put(WHOLE, path, item));
          const untouched = networkOf(WHOLE);
          const maps: Readonly<Record<keyof typeof WHOLE, keyof typeof untouched>> = {
            Vpcs: 'vpcs',
            Subnets: 'subnets',
            NetworkInterfaces: 'interfaces',
            SecurityGroups: 'securityGroups',
            NetworkAcls: 'networkAcls',
            FlowLogs: 'flowLogs',
          };
          for (const key of KEYS)
            if (key !== path[0]) expect(network[maps[key]]).toEqual(untouched[maps[key]]);
        },
      ),
      runs(200),
    );
  });
});
