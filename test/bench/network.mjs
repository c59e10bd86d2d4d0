/**
 * How fast configuration becomes a model, and that looking things up does not slow down with its size:
 * `node test/bench/network.mjs`. Four accounts, from small to larger than AWS's default quotas allow; the largest has one
 * group of 5,000 members that refers to itself. Every account is loaded in a process of its own, so that its memory is its
 * own. `cpu` is the processor time of parsing and loading together, which a busy machine does not change. Look-ups are timed
 * beside those of the smallest account.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const BUILD = pathToFileURL(`${process.env.BENCH_BUILD ?? 'dist'}/`).href;

/** Sizes in the order of AWS's quotas: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const TIERS = {
  S: {
    vpcs: 1,
    subnets: 6,
    interfaces: 60,
    groups: 20,
    rules: 3,
    lists: 1,
    entries: 50,
    routes: 5,
    carried: 1,
    members: 20,
  },
  M: {
    vpcs: 5,
    subnets: 60,
    interfaces: 1_000,
    groups: 250,
    rules: 15,
    lists: 20,
    entries: 50,
    routes: 20,
    carried: 2,
    members: 200,
  },
  L: {
    vpcs: 5,
    subnets: 1_000,
    interfaces: 5_000,
    groups: 2_500,
    rules: 60,
    lists: 100,
    entries: 200,
    routes: 50,
    carried: 5,
    members: 2_000,
  },
  XL: {
    vpcs: 20,
    subnets: 2_000,
    interfaces: 20_000,
    groups: 2_500,
    rules: 60,
    lists: 100,
    entries: 1_000,
    routes: 100,
    carried: 5,
    members: 5_000,
  },
};

const range = (n) => Array.from({ length: n }, (_, i) => i);
const ip = (value) => `10.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
const id = (kind, n) => `${kind}-${n.toString(16).padStart(17, '0')}`;

/** Sources of all four kinds; the first group refers to itself and has thousands of members. */
const permission = (tier, group, rule) => ({
  IpProtocol: 'tcp',
  FromPort: 1_000 + rule,
  ToPort: 1_000 + rule,
  IpRanges: rule % 3 === 0 ? [{ CidrIp: `${ip(group * 64 + rule)}/32` }] : [],
  Ipv6Ranges: [],
  PrefixListIds: rule % 3 === 1 ? [{ PrefixListId: id('pl', rule % tier.lists) }] : [],
  UserIdGroupPairs:
    rule % 3 === 2
      ? [{ GroupId: id('sg', rule % 2 === 0 ? 0 : (group + rule) % tier.groups), UserId: '111122223333' }]
      : [],
});

const answersOf = (tier) => {
  const vpcOf = (n) => id('vpc', n % tier.vpcs);
  const blockOf = (subnet) => `${ip(subnet * 256)}/24`;
  return [
    ['vpcs.json', { Vpcs: range(tier.vpcs).map((n) => ({ VpcId: id('vpc', n), CidrBlock: '10.0.0.0/8' })) }],
    [
      'subnets.json',
      {
        Subnets: range(tier.subnets).map((n) => ({
          SubnetId: id('subnet', n),
          VpcId: vpcOf(n),
          CidrBlock: blockOf(n),
        })),
      },
    ],
    [
      'network-interfaces.json',
      {
        NetworkInterfaces: range(tier.interfaces).map((n) => {
          const subnet = n % tier.subnets;
          const address = ip(subnet * 256 + 4 + Math.floor(n / tier.subnets));
          return {
            AvailabilityZone: 'eu-west-1a',
            Description: '',
            Groups: range(tier.carried)
              .map((k) => ({
                GroupId: id('sg', k === 0 && n < tier.members ? 0 : (n + k) % tier.groups),
                GroupName: 'g',
              }))
              .filter((one, k, all) => all.findIndex(({ GroupId }) => GroupId === one.GroupId) === k),
            InterfaceType: 'interface',
            NetworkInterfaceId: id('eni', n),
            OwnerId: '111122223333',
            PrivateIpAddress: address,
            PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: address }],
            Ipv4Prefixes:
              n % 10 === 0 ? [{ Ipv4Prefix: `10.255.${(n >> 4) & 255}.${(n & 15) << 4}/28` }] : [],
            Ipv6Addresses: [],
            RequesterManaged: false,
            SourceDestCheck: true,
            Status: 'in-use',
            SubnetId: id('subnet', subnet),
            TagSet: [{ Key: 'Name', Value: `host-${n}` }],
            VpcId: vpcOf(subnet),
          };
        }),
      },
    ],
    [
      'security-groups.json',
      {
        SecurityGroups: range(tier.groups).map((n) => ({
          GroupId: id('sg', n),
          GroupName: `g${n}`,
          VpcId: vpcOf(n),
          OwnerId: '111122223333',
          IpPermissions: range(tier.rules).map((rule) => permission(tier, n, rule)),
          IpPermissionsEgress: range(tier.rules).map((rule) => permission(tier, n, rule)),
        })),
      },
    ],
    [
      'network-acls.json',
      {
        NetworkAcls: range(Math.min(200, tier.subnets)).map((n) => ({
          NetworkAclId: id('acl', n),
          VpcId: vpcOf(n),
          Associations: range(tier.subnets)
            .filter((subnet) => subnet % Math.min(200, tier.subnets) === n)
            .map((subnet) => ({ SubnetId: id('subnet', subnet) })),
          Entries: range(40).map((k) => ({
            RuleNumber: 10 * (1 + (k >> 1)),
            Egress: k % 2 === 0,
            RuleAction: 'allow',
            Protocol: '6',
            PortRange: { From: k, To: 1_024 + k },
            CidrBlock: '0.0.0.0/0',
          })),
        })),
      },
    ],
    [
      'route-tables.json',
      {
        RouteTables: range(Math.ceil(tier.subnets / 2)).map((n) => ({
          RouteTableId: id('rtb', n),
          VpcId: vpcOf(n),
          Associations: [{ Main: n < tier.vpcs }, { Main: false, SubnetId: id('subnet', n) }],
          Routes: range(tier.routes).map((k) => ({
            DestinationCidrBlock: `172.${16 + (k >> 8)}.${k & 255}.0/24`,
            TransitGatewayId: id('tgw', 0),
            State: 'active',
            Origin: 'CreateRoute',
          })),
        })),
      },
    ],
    [
      'prefix-lists.json',
      {
        PrefixLists: range(tier.lists).map((n) => ({
          PrefixListId: id('pl', n),
          PrefixListName: `list-${n}`,
          AddressFamily: 'IPv4',
          MaxEntries: tier.entries,
        })),
      },
    ],
    ...range(tier.lists).map((n) => [
      `entries-${id('pl', n)}.json`,
      { Entries: range(tier.entries).map((k) => ({ Cidr: `${ip(n * 4096 + k)}/32` })) },
    ]),
  ];
};

const LOOK_UPS = 200_000;

const measure = async (tier) => {
  const { readAnswers, parseAddress } = await import(`${BUILD}index.js`);
  const lookUp = await import(`${BUILD}network/look-up.js`);
  const files = answersOf(tier).map(([source, json]) => ({ source, text: JSON.stringify(json) }));
  global.gc?.();
  const before = process.memoryUsage().rss;
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const documents = files.map(({ source, text }) => ({ source, json: JSON.parse(text) }));
  const parsed = performance.now();
  const { network, problems } = readAnswers(documents);
  const loaded = performance.now();
  const { user, system } = process.cpuUsage(cpuBefore);
  if (problems.length > 0 || network.interfaces.size !== tier.interfaces)
    throw new Error(JSON.stringify(problems[0]));
  const interfaces = [...network.interfaces.values()];
  const addresses = interfaces.map(({ primaryIpv4 }) => primaryIpv4);
  lookUp.whoseAddress(network, addresses[0], null);
  const indexed = performance.now();
  let found = 0;
  for (let i = 0; i < LOOK_UPS; i++) {
    const it = interfaces[(i * 7_919) % interfaces.length];
    found += lookUp.whoseAddress(network, it.primaryIpv4, it.vpcId).interfaces.length;
    if (lookUp.networkAclOf(network, it.subnetId) !== undefined) found++;
    if (lookUp.routeTableOf(network, it.subnetId) !== undefined) found++;
  }
  const done = performance.now();
  if (found < LOOK_UPS) throw new Error('looked up nothing');
  return {
    megabytes: files.reduce((sum, { text }) => sum + text.length, 0) / 1e6,
    parse: parsed - start,
    load: loaded - parsed,
    cpu: (user + system) / 1e3,
    index: indexed - loaded,
    perMillion: ((done - indexed) * 1e6) / LOOK_UPS / 1e3,
    peak: process.resourceUsage().maxRSS / 1024,
    before: before / 1048576,
    members: lookUp.membersOf(network, id('sg', 0)).length,
    gaps: network.gaps.length,
    address: parseAddress('10.0.0.1')._tag,
  };
};

const child = process.argv[2];
if (child !== undefined) {
  console.log(JSON.stringify(await measure(TIERS[child])));
} else {
  const rows = Object.keys(TIERS).map((tier) => [
    tier,
    JSON.parse(
      execFileSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), tier], {
        encoding: 'utf8',
      }),
    ),
  ]);
  const small = rows[0][1];
  console.log(
    'tier  interfaces  groups     JSON   parse    load      cpu   index   peak memory   look-ups of S = 1',
  );
  for (const [tier, it] of rows)
    console.log(
      [
        tier.padEnd(4),
        String(TIERS[tier].interfaces).padStart(11),
        String(TIERS[tier].groups).padStart(7),
        `${it.megabytes.toFixed(1)} MB`.padStart(9),
        `${(it.parse / 1000).toFixed(2)} s`.padStart(8),
        `${(it.load / 1000).toFixed(2)} s`.padStart(7),
        `${(it.cpu / 1000).toFixed(2)} s`.padStart(8),
        `${(it.index / 1000).toFixed(2)} s`.padStart(7),
        `${it.peak.toFixed(0)} MB`.padStart(11),
        (it.perMillion / small.perMillion).toFixed(2).padStart(13),
      ].join(' '),
    );
}
