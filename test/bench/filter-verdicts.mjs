/**
 * Verdicts per second of the compiled filters against a linear scan with ip-num objects, and the header sets of all
 * pairs of a network: `npm run build && npm run bench:filter`; another build can be named, as in
 * `node test/bench/filter-verdicts.mjs dist`.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const build = path.resolve(process.argv[2] ?? 'dist');
const load = (file) => import(pathToFileURL(path.join(build, file)).href);
const { IPv4, IPv4CidrRange } = createRequire(import.meta.url)('ip-num');
const { compileNetworkAcl, compileSecurityGroups, outcomeOf } = await load('filter/compiled.js');
const { allPairs } = await load('filter/all-pairs.js');
const { PLAIN_CROSSING } = await load('filter/crossing.js');
const { EMPTY_NETWORK } = await load('network/network.js');
const { inOrder } = await load('network/network-acl.js');
const { blockOf } = await load('address/cidr.js');
const { ipv4, print } = await load('address/ip-address.js');

/** The same numbers in every run. */
let state = 42;
const random = (below) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const pick = (list) => list[random(list.length)];

const VPC = blockOf(ipv4(0x0a000000), 8);
const privateAddress = () => ipv4(0x0a000000 + random(2 ** 24));
const block = () => blockOf(privateAddress(), pick([16, 20, 24, 24, 28, 32]));
const cidrPeer = () => ({ kind: 'cidr', cidr: block() });
const PORTS = [22, 53, 80, 443, 1024, 3306, 5432, 6379, 8080, 9090, 32768];

const rule = (direction, peer) => {
  const from = pick(PORTS);
  return {
    id: null,
    direction,
    protocol: pick([6, 6, 6, 17]),
    ports: { from, to: from + random(200) },
    icmp: null,
    peer,
    description: null,
  };
};
const group = (id, rules, vpcId = 'vpc-1') => ({
  id,
  name: null,
  vpcId,
  ownerId: null,
  ingress: rules.filter((one) => one.direction === 'ingress'),
  egress: rules.filter((one) => one.direction === 'egress'),
});
/** Denies of blocks, and at the end an allow of all that is private. */
const entry = (number, direction) => ({
  number,
  direction,
  action: number < 200 ? 'deny' : 'allow',
  protocol: number < 200 ? pick([6, 17, 'all']) : 'all',
  cidr: number < 200 ? block() : VPC,
  ports: { from: 0, to: 1024 + random(60_000) },
  icmp: null,
});
const aclOf = (id, subnetIds) => ({
  id,
  vpcId: 'vpc-1',
  isDefault: false,
  subnetIds,
  entries: inOrder(
    ['ingress', 'egress'].flatMap((direction) =>
      Array.from({ length: 20 }, (_, i) => entry(10 * (i + 1), direction)),
    ),
  ),
});
const eni = (id, address, securityGroupIds, subnetId) => ({
  id,
  vpcId: 'vpc-1',
  subnetId,
  ownerId: null,
  type: 'interface',
  description: '',
  requesterManaged: false,
  instanceId: null,
  securityGroupIds,
  primaryIpv4: address,
  privateAddresses: [address],
  prefixes: [],
  publicAddresses: [],
  associations: [],
  sourceDestCheck: true,
  connectionTracking: null,
});
const byId = (list) => new Map(list.map((one) => [one.id, one]));
const networkOf = ({ groups, acls, interfaces, prefixLists = [] }) => ({
  ...EMPTY_NETWORK,
  vpcs: byId([{ id: 'vpc-1', primaryCidr: VPC, cidrs: [] }]),
  interfaces: byId(interfaces),
  securityGroups: byId(groups),
  networkAcls: byId(acls),
  prefixLists: byId(prefixLists),
  given: new Set(['vpcs', 'subnets', 'interfaces', 'securityGroups', 'networkAcls']),
});

const sixty = (peerOf) => Array.from({ length: 60 }, () => rule('ingress', peerOf()));
const five = (peerOf) => ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'].map((id) => group(id, sixty(peerOf)));
const own = ipv4(0x0a010203);
const host = eni('eni-0', own, ['sg-1', 'sg-2', 'sg-3', 'sg-4', 'sg-5'], 'subnet-1');

/** Where a packet must come from to meet a rule. */
const target = (peer, { protocol, ports }) => ({ peer, protocol, ports });

/** Half of the packets are meant for one of the targets, half come from anywhere. */
const packetsFor = (targets) =>
  Array.from({ length: 200_000 }, () => {
    const meant = random(2) === 0 ? pick(targets) : null;
    return {
      source: meant === null ? privateAddress() : meant.peer,
      destination: own,
      protocol: meant?.protocol ?? pick([6, 6, 17]),
      sourcePort: 1024 + random(60_000),
      destinationPort: meant?.ports.from ?? pick(PORTS) + random(210),
      icmp: null,
    };
  });

/** Best of five runs, in millions a second of processor time: other programs on the machine do not count. */
const millions = (count, run) => {
  let best = Infinity;
  for (let i = 0; i < 5; i++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, user + system);
  }
  return count / best;
};

const compiledSpeed = (name, network, packets) => {
  const start = process.hrtime.bigint();
  const filters = [compileSecurityGroups, compileNetworkAcl].map((compile) =>
    compile(network, host, 'ingress', PLAIN_CROSSING),
  );
  const compiled = Number(process.hrtime.bigint() - start) / 1e6;
  const [groups, acl] = filters;
  const counts = { allowed: 0, denied: 0, undetermined: 0 };
  const ROUNDS = 5;
  const speed = millions(packets.length * ROUNDS, () => {
    for (let round = 0; round < ROUNDS; round++)
      for (const packet of packets) {
        const first = outcomeOf(groups, packet);
        const second = outcomeOf(acl, packet);
        counts[first === 'allowed' ? second : first]++;
      }
  });
  console.log(
    `${name}: ${speed.toFixed(2)} M packets/s through groups and network ACL (compiled in ${compiled.toFixed(0)} ms; ` +
      `${Math.round((100 * counts.allowed) / (counts.allowed + counts.denied + counts.undetermined))} % allowed)`,
  );
  return speed;
};

/** What a plain program would do: rule by rule, with the objects of ip-num made beforehand. */
const linearSpeed = (network, packets) => {
  const ranges = new Map();
  const rangeOf = (cidr) => {
    const text = `${print(cidr.network)}/${cidr.prefixLength}`;
    const range = ranges.get(text) ?? IPv4CidrRange.fromCidr(text);
    ranges.set(text, range);
    return { first: range.getFirst(), last: range.getLast() };
  };
  const rules = [...network.securityGroups.values()]
    .flatMap((one) => one.ingress)
    .map((one) => ({ ...one, ...rangeOf(one.peer.cidr) }));
  const entries = network.networkAcls
    .get('acl-1')
    .entries.filter((one) => one.direction === 'ingress')
    .map((one) => ({ ...one, ...rangeOf(one.cidr) }));
  const some = packets
    .slice(0, 2_000)
    .map((packet) => ({ ...packet, object: new IPv4(print(packet.source)) }));
  const matches = (one, packet) =>
    (one.protocol === 'all' ||
      (one.protocol === packet.protocol &&
        one.ports.from <= packet.destinationPort &&
        packet.destinationPort <= one.ports.to)) &&
    packet.object.isGreaterThanOrEquals(one.first) &&
    packet.object.isLessThanOrEquals(one.last);
  const counts = { allowed: 0, denied: 0 };
  const speed = millions(some.length, () => {
    for (const packet of some) {
      const groups = rules.some((one) => matches(one, packet));
      const acl = entries.find((one) => matches(one, packet));
      counts[groups && acl?.action === 'allow' ? 'allowed' : 'denied']++;
    }
  });
  if (counts.allowed === 0) throw new Error('nothing passed');
  return speed;
};

const [one, ...four] = five(cidrPeer);
const acls = [aclOf('acl-1', ['subnet-1'])];
/** The groups with one of their 300 rules naming something else. */
const withRule = (changed) => [{ ...one, ingress: [...one.ingress.slice(1), changed] }, ...four];
const ofRules = [one, ...four].flatMap(({ ingress }) =>
  ingress.map((each) => target(each.peer.cidr.network, each)),
);

const plain = networkOf({ groups: [one, ...four], acls, interfaces: [host] });
const packets = packetsFor(ofRules);
const compiled = compiledSpeed('5 groups x 60 rules, network ACL 20+20', plain, packets);
const linear = linearSpeed(plain, packets);
console.log(
  `the same by linear scan with ip-num objects: ${linear.toFixed(4)} M packets/s; compiled is ${(compiled / linear).toFixed(0)}x`,
);

const entries = Array.from({ length: 1_000 }, block);
const viaList = rule('ingress', { kind: 'prefix-list', id: 'pl-1' });
const withList = compiledSpeed(
  'one rule names a prefix list of 1,000 entries',
  networkOf({
    groups: withRule(viaList),
    acls,
    interfaces: [host],
    prefixLists: [{ id: 'pl-1', name: null, ownerId: null, family: 4, maxEntries: 1_000, entries }],
  }),
  packetsFor([...ofRules, ...entries.map(({ network }) => target(network, viaList))]),
);
console.log(`costs ${(compiled / withList).toFixed(2)}x`);

const members = Array.from({ length: 5_000 }, (_, i) =>
  eni(`eni-${i + 1}`, ipv4(0x0a020000 + 7 * i), ['sg-m'], 'subnet-2'),
);
const reference = { kind: 'security-group', id: 'sg-m', ownerId: null, vpcId: null, peeringStatus: null };
const viaGroup = rule('ingress', reference);
const withMembers = compiledSpeed(
  'one rule refers to a group of 5,000 members',
  networkOf({ groups: [...withRule(viaGroup), group('sg-m', [])], acls, interfaces: [host, ...members] }),
  packetsFor([...ofRules, ...members.map(({ primaryIpv4 }) => target(primaryIpv4, viaGroup))]),
);
console.log(`costs ${(compiled / withMembers).toFixed(2)}x`);

const groupIds = Array.from({ length: 50 }, (_, i) => `sg-${i}`);
const subnets = Array.from({ length: 20 }, (_, i) => `subnet-${i}`);
const fleet = Array.from({ length: 1_000 }, (_, i) =>
  eni(
    `eni-${i}`,
    ipv4(0x0a000000 + 256 * i + 10),
    [groupIds[i % 50], groupIds[(i * 7) % 50]],
    subnets[i % 20],
  ),
);
const fleetNetwork = networkOf({
  groups: groupIds.map((id) =>
    group(
      id,
      ['ingress', 'egress'].flatMap((direction) =>
        Array.from({ length: 10 }, (_, i) =>
          rule(direction, i < 7 ? cidrPeer() : { ...reference, id: pick(groupIds) }),
        ),
      ),
    ),
  ),
  acls: subnets.map((id, i) => aclOf(`acl-${i}`, [id])),
  interfaces: fleet,
});
const within = { ...PLAIN_CROSSING, subnetBoundary: false };
const start = process.cpuUsage();
let pairs = 0;
let open = 0;
for (const pair of allPairs(fleetNetwork, fleet, (from, to) =>
  from.subnetId === to.subnetId ? within : PLAIN_CROSSING,
)) {
  pairs++;
  if (pair.answered.length > 0) open++;
}
console.log(
  `all pairs of 1,000 interfaces (50 groups x 10+10 rules, 20 subnets): ${pairs} pairs, ${open} open, ` +
    `${(process.cpuUsage(start).user / 1e6).toFixed(1)} s`,
);
