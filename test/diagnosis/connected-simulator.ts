import * as fc from 'fast-check';
import { EVERYTHING, type Report, readAnswers, readText, troubleshoot } from '../../src/index.js';
import { type Connected, connectedAnswers } from '../arbitrary/connected-world.js';
import { type ConnectedLeg, type PlainPass, walkConnected } from '../oracle/connected-path.js';
import { networkAclDecides, securityGroupsAllow } from '../oracle/filter.js';

/**
 * Writes what the interfaces of a way over transit gateways, endpoints and load balancers would record, by the oracle's
 * walk, and asks the public engine to explain it. Nothing of `src` has a say in which records there are.
 */

export type Seen = {
  readonly logged: readonly string[];
  readonly trafficType: 'ALL' | 'ACCEPT' | 'REJECT';
  readonly tellsTrafficType: boolean;
  readonly withFlags: boolean;
  readonly withReason: boolean;
  readonly silent: boolean;
  /** AWS does not say whether a packet that goes no further leaves an ACCEPT where it was last. */
  readonly leavesAccept: boolean;
  /** Nor whether Block Public Access writes its rejection at the interface inside in both directions. */
  readonly showsPublicAccess: boolean;
  readonly slice: 'whole' | 'begins-with-it' | 'ends-with-it';
};

const INTERFACES = ['eni-a', 'eni-b', 'eni-f', 'eni-e', 'eni-lb'];

export const ALL_SEEN: Seen = {
  logged: INTERFACES,
  trafficType: 'ALL',
  tellsTrafficType: true,
  withFlags: true,
  withReason: true,
  silent: false,
  leavesAccept: true,
  showsPublicAccess: true,
  slice: 'whole',
};

export const seen: fc.Arbitrary<Seen> = fc.record({
  logged: fc.oneof(fc.constant(INTERFACES), fc.subarray(INTERFACES, { minLength: 1 })),
  trafficType: fc.constantFrom('ALL' as const, 'ALL' as const, 'ACCEPT' as const, 'REJECT' as const),
  tellsTrafficType: fc.boolean(),
  withFlags: fc.boolean(),
  withReason: fc.boolean(),
  silent: fc.constantFrom(false, false, true),
  leavesAccept: fc.boolean(),
  showsPublicAccess: fc.boolean(),
  slice: fc.constantFrom(
    'whole' as const,
    'whole' as const,
    'begins-with-it' as const,
    'ends-with-it' as const,
  ),
});

const FORMAT =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags reject-reason log-status';
const START = 1_700_000_000;
const BALANCER_PORT = 30_000;

export type Truth = { readonly request: ConnectedLeg; readonly reply: ConnectedLeg | null };

export const truthOf = ({ world, from, packet }: Connected): Truth =>
  walkConnected(world, from, packet, BALANCER_PORT);

/** Whether the filter would deny, at the interface inside, what Block Public Access rejected on its way in. */
export const deniesBehindPublicAccess = (
  { world, from }: Connected,
  { end, packet }: ConnectedLeg,
  interfaceId: string,
  filter: 'security-groups' | 'network-acl',
): boolean => {
  if (end !== 'block-public-access' || from !== null) return false;
  const plain = { ...world, PrefixLists: [] };
  const at = world.NetworkInterfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === interfaceId);
  return filter === 'network-acl'
    ? !networkAclDecides(plain, at?.SubnetId ?? '', false, packet).allow
    : !securityGroupsAllow(plain, interfaceId, false, packet);
};

export const isFinished = ({ end }: ConnectedLeg): boolean => end === 'left' || end.startsWith('arrived');

type Line = PlainPass & {
  readonly leg: 'request' | 'reply';
  readonly action: 'ACCEPT' | 'REJECT';
  readonly reason: 'BPA' | null;
};

const endsInside = ({ from }: Connected, leg: Line['leg']): boolean =>
  (leg === 'request') === (from === null);

/** The interface inside at which Block Public Access writes that it rejected a leg. */
const publicAccessLine = (it: Connected, leg: Line['leg'], walk: ConnectedLeg): Line | null => {
  const last = walk.passes.at(-1);
  if (!endsInside(it, leg) && last !== undefined) return { ...last, leg, action: 'REJECT', reason: 'BPA' };
  const { packet } = walk;
  const at = it.world.NetworkInterfaces.find(
    ({ PrivateIpAddresses, Ipv6Addresses }) =>
      PrivateIpAddresses.some((own) => own.PrivateIpAddress === packet.destination) ||
      Ipv6Addresses.some((own) => own.Ipv6Address === packet.destination),
  );
  if (at === undefined) return null;
  const { NetworkInterfaceId: interfaceId } = at;
  return { interfaceId, direction: 'ingress', packet, allows: false, leg, action: 'REJECT', reason: 'BPA' };
};

const linesOfLeg = (
  it: Connected,
  walk: ConnectedLeg,
  leg: Line['leg'],
  { leavesAccept, showsPublicAccess }: Seen,
): { readonly lines: readonly Line[]; readonly goesOn: boolean } => {
  const lines: Line[] = [];
  for (const [i, pass] of walk.passes.entries()) {
    if (!pass.allows) {
      lines.push({ ...pass, leg, action: 'REJECT', reason: null });
      return { lines, goesOn: false };
    }
    const isLast = i === walk.passes.length - 1 && !isFinished(walk);
    if (!isLast || leavesAccept) lines.push({ ...pass, leg, action: 'ACCEPT', reason: null });
  }
  if (walk.end !== 'block-public-access' || !showsPublicAccess) return { lines, goesOn: isFinished(walk) };
  const rejected = publicAccessLine(it, leg, walk);
  // Where it was rejected it was not accepted.
  const others = lines.filter((one) => one.interfaceId !== rejected?.interfaceId);
  return { lines: rejected === null ? lines : [...others, rejected], goesOn: false };
};

const linesOf = (it: Connected, view: Seen): readonly Line[] => {
  const { request, reply } = truthOf(it);
  const there = linesOfLeg(it, request, 'request', view);
  if (!there.goesOn || reply === null || view.silent) return there.lines;
  return [...there.lines, ...linesOfLeg(it, reply, 'reply', view).lines];
};

const flagsOf = ({ packet, leg }: Line, isAnswered: boolean): number => {
  if (packet.protocol !== 6) return 0;
  if (leg === 'request') return isAnswered ? 3 : 2;
  return isAnswered ? 19 : 18;
};

const written = (one: Line, isAnswered: boolean, { withFlags, withReason }: Seen): string => {
  const { packet, interfaceId, action, reason } = one;
  const ports = [packet.sourcePort ?? 0, packet.destinationPort ?? 0].join(' ');
  const bytes = reason === null ? 240 : '-';
  const flags = withFlags ? flagsOf(one, isAnswered) : '-';
  const why = withReason ? (reason ?? '-') : '-';
  return `${interfaceId} ${packet.source} ${packet.destination} ${ports} ${packet.protocol} 4 ${bytes} ${START} ${START + 50} ${action} ${flags} ${why} OK`;
};

const idle = (at: string, later: number): string =>
  `${at} - - - - - - - ${START + later} ${START + later + 60} - - - NODATA`;

/** Without `reject-reason` in the format nobody can tell a rejection by Block Public Access from one by a filter. */
const withoutReason = (line: string): string => {
  const fields = line.split(' ');
  return [...fields.slice(0, -2), fields.at(-1)].join(' ');
};

export const logOf = (it: Connected, view: Seen): readonly string[] => {
  const truth = truthOf(it);
  const lines = linesOf(it, view);
  const last = lines.at(-1);
  const isAnswered =
    truth.reply !== null &&
    isFinished(truth.reply) &&
    !view.silent &&
    last?.leg === 'reply' &&
    last.action === 'ACCEPT';
  const idles = (later: number) => view.logged.map((at) => idle(at, later));
  const all = [
    FORMAT,
    ...(view.slice === 'begins-with-it' ? [] : idles(-900)),
    ...lines
      .filter(({ interfaceId, action }) => view.logged.includes(interfaceId) && keeps(view, action))
      .map((one) => written(one, isAnswered, view)),
    ...(view.slice === 'ends-with-it' ? [] : idles(900)),
  ];
  return view.withReason ? all : all.map(withoutReason);
};

const keeps = ({ trafficType }: Seen, action: Line['action']): boolean =>
  trafficType === 'ALL' || trafficType === action;

export type Withheld = { readonly answers: readonly string[]; readonly ids: readonly string[] };

export const NOTHING_WITHHELD: Withheld = { answers: [], ids: [] };

const ANSWERS = [
  'SecurityGroups',
  'NetworkAcls',
  'NetworkInterfaces',
  'Vpcs',
  'Subnets',
  'RouteTables',
  'InternetGateways',
  'PrefixLists',
  'VpcPeeringConnections',
  'TransitGateways',
  'TransitGatewayVpcAttachments',
  'TransitGatewayAttachments',
  'TransitGatewayRouteTables',
  'transit-gateway-routes-tgw-rtb-1',
  'VpcBlockPublicAccessOptions',
  'VpcBlockPublicAccessExclusions',
  'LoadBalancers',
  'Listeners',
  'TargetGroups',
  'target-health',
  'target-group-attributes',
  'egress-only-internet-gateways',
  'vpc-endpoints',
];

const IDS = [
  'eni-a',
  'eni-b',
  'eni-f',
  'eni-e',
  'eni-lb',
  'acl-1',
  'acl-3',
  'sg-a',
  'sg-b',
  'subnet-1',
  'subnet-3',
  'subnet-t',
  'vpc-2',
  'rtb-1',
  'rtb-f',
  'tgw-1',
  'tgw-attach-1',
  'tgw-attach-2',
];

export const withheld: fc.Arbitrary<Withheld> = fc.record({
  answers: fc.subarray(ANSWERS, { maxLength: 3 }),
  ids: fc.subarray(IDS, { maxLength: 3 }),
});

/** The key that names a resource in its own answer. */
const OWN_ID: Readonly<Record<string, string>> = {
  NetworkInterfaces: 'NetworkInterfaceId',
  NetworkAcls: 'NetworkAclId',
  SecurityGroups: 'GroupId',
  Subnets: 'SubnetId',
  Vpcs: 'VpcId',
  RouteTables: 'RouteTableId',
  TransitGateways: 'TransitGatewayId',
  TransitGatewayVpcAttachments: 'TransitGatewayAttachmentId',
  TransitGatewayAttachments: 'TransitGatewayAttachmentId',
};

const without = (json: unknown, ids: readonly string[]): unknown =>
  Object.fromEntries(
    Object.entries(json as Readonly<Record<string, unknown>>).map(([key, list]) => {
      const own = OWN_ID[key];
      if (own === undefined) return [key, list];
      const resources = list as readonly Readonly<Record<string, unknown>>[];
      return [key, resources.filter((one) => !ids.includes(String(one[own])))];
    }),
  );

const flowLogsOf = ({ logged, trafficType }: Seen) => ({
  source: 'flow-logs.json',
  json: {
    FlowLogs: logged.map((ResourceId) => ({
      FlowLogId: `fl-${ResourceId}`,
      ResourceId,
      TrafficType: trafficType,
      MaxAggregationInterval: 60,
    })),
  },
});

/** Files are named after their answer, and after the ARN of what it is about where it does not say. */
const isAnswerIn =
  (source: string) =>
  (name: string): boolean =>
    source === `${name}.json` || source.startsWith(`${name}-arn`);

/** What the engine is told: the answers, of which some may be missing, and the log. */
export const explainConnected = (it: Connected, view: Seen, missing: Withheld = NOTHING_WITHHELD): Report => {
  const answers = connectedAnswers(it.world)
    .filter(({ source }) => !missing.answers.some(isAnswerIn(source)))
    .map(({ source, json }) => ({ source, json: without(json, missing.ids) }));
  const { network } = readAnswers([...answers, ...(view.tellsTrafficType ? [flowLogsOf(view)] : [])]);
  const { batches, problems } = readText(logOf(it, view).join('\n'), { source: 'flow.log' });
  return troubleshoot({ batches, problems, network, question: { ...EVERYTHING, all: true } });
};
