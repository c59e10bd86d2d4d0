import * as fc from 'fast-check';
import { EVERYTHING, type Report, readAnswers, readText, troubleshoot } from '../../src/index.js';
import type { Routed } from '../arbitrary/routed-world.js';
import { type PlainEvent, type PlainWalk, walkBoth } from '../oracle/path.js';
import { FORMAT } from './simulator.js';

/**
 * Writes what the two ends of a way would record, by the oracle's walk, and asks the public engine to explain it. Nothing of
 * `src` has a say in which records there are.
 */

export type Told = {
  readonly logged: readonly ('initiator' | 'responder')[];
  readonly trafficType: 'ALL' | 'ACCEPT' | 'REJECT';
  readonly tellsTrafficType: boolean;
  readonly withFlags: boolean;
  readonly silent: boolean;
  /** AWS does not say whether a packet that goes no further leaves an ACCEPT where it was last. */
  readonly leavesAccept: boolean;
  readonly slice: 'whole' | 'begins-with-it' | 'ends-with-it';
};

export const ALL_TOLD: Told = {
  logged: ['initiator', 'responder'],
  trafficType: 'ALL',
  tellsTrafficType: true,
  withFlags: true,
  silent: false,
  leavesAccept: true,
  slice: 'whole',
};

export const told: fc.Arbitrary<Told> = fc.record({
  logged: fc.constantFrom<Told['logged']>(
    ['initiator', 'responder'],
    ['initiator', 'responder'],
    ['initiator'],
    ['responder'],
  ),
  trafficType: fc.constantFrom('ALL' as const, 'ALL' as const, 'ACCEPT' as const, 'REJECT' as const),
  tellsTrafficType: fc.boolean(),
  withFlags: fc.boolean(),
  silent: fc.constantFrom(false, false, true),
  leavesAccept: fc.boolean(),
  slice: fc.constantFrom(
    'whole' as const,
    'whole' as const,
    'begins-with-it' as const,
    'ends-with-it' as const,
  ),
});

const START = 1_700_000_000;
const NAT_PORT = 30_000;

export type Truth = { readonly request: PlainWalk; readonly reply: PlainWalk | null };

export const truthOf = ({ world, from, packet }: Routed): Truth => walkBoth(world, from, packet, NAT_PORT);

const arrivedAt = ({ end }: PlainWalk): string | null =>
  end.startsWith('arrived at ') ? end.slice('arrived at '.length) : null;

const isFinished = (walk: PlainWalk): boolean => walk.end === 'left' || arrivedAt(walk) !== null;

/** The filters of one interface at one leg and direction, in the order in which the packet meets them. */
const passesOf = ({ events }: PlainWalk): readonly (readonly PlainEvent[])[] => {
  const passes: PlainEvent[][] = [];
  for (const event of events) {
    const last = passes.at(-1)?.[0];
    const same = last?.interfaceId === event.interfaceId && last.direction === event.direction;
    if (same) passes.at(-1)?.push(event);
    else passes.push([event]);
  }
  return passes;
};

type Record = {
  readonly at: string;
  readonly leg: 'request' | 'reply';
  readonly action: 'ACCEPT' | 'REJECT';
};

const recordsOfLeg = (
  walk: PlainWalk,
  leg: Record['leg'],
  { leavesAccept }: Told,
): { readonly records: readonly Record[]; readonly goesOn: boolean } => {
  const passes = passesOf(walk);
  const records: Record[] = [];
  for (const [i, pass] of passes.entries()) {
    const at = pass[0]?.interfaceId as string;
    const isAllowed = pass.every(({ allows }) => allows);
    const isLast = i === passes.length - 1 && !isFinished(walk);
    if (!isAllowed || !isLast || leavesAccept)
      records.push({ at, leg, action: isAllowed ? 'ACCEPT' : 'REJECT' });
    if (!isAllowed) return { records, goesOn: false };
  }
  return { records, goesOn: isFinished(walk) };
};

/** What is recorded anywhere, in the order of the packets. */
const recordsOf = ({ request, reply }: Truth, seen: Told): readonly Record[] => {
  const there = recordsOfLeg(request, 'request', seen);
  if (!there.goesOn || reply === null || seen.silent) return there.records;
  return [...there.records, ...recordsOfLeg(reply, 'reply', seen).records];
};

const isPublic = (address: string): boolean => !address.startsWith('10.');

/** The interfaces of the ends, where the addresses of the packet are known to be those of the ends. */
const endsOf = (
  it: Routed,
  { request }: Truth,
): Partial<{ readonly [S in 'initiator' | 'responder']: string }> => {
  const at = arrivedAt(request);
  // From inside to a public address of ours, or through the NAT gateway: the source that is seen there is a translated one.
  const isTranslated = request.events.some(({ interfaceId }) => interfaceId === 'eni-nat');
  const isSeenAsSent = it.from === null || !(isPublic(it.packet.destination) || isTranslated);
  return {
    ...(it.from === null ? {} : { initiator: it.from }),
    ...(at !== null && isSeenAsSent ? { responder: at } : {}),
  };
};

const addressAt = (it: Routed, interfaceId: string): string =>
  it.world.NetworkInterfaces.find((one) => one.NetworkInterfaceId === interfaceId)?.PrivateIpAddresses[0]
    ?.PrivateIpAddress ?? '';

const lineOf = (
  it: Routed,
  { at, leg, action }: Record,
  isInitiator: boolean,
  answered: boolean,
  flagged: boolean,
) => {
  const { packet } = it;
  const destination = isInitiator ? packet.destination : addressAt(it, at);
  const [from, to] = leg === 'request' ? [packet.source, destination] : [destination, packet.source];
  const ports = [packet.sourcePort ?? 0, packet.destinationPort ?? 0];
  const [sport, dport] = leg === 'request' ? ports : ports.toReversed();
  const flags = packet.protocol !== 6 ? 0 : leg === 'request' ? (answered ? 3 : 2) : answered ? 19 : 18;
  return `${at} ${from} ${to} ${sport} ${dport} ${packet.protocol} 4 240 ${START} ${START + 50} ${action} ${flagged ? flags : '-'} OK`;
};

const idle = (at: string, later: number): string =>
  `${at} - - - - - - - ${START + later} ${START + later + 60} - - NODATA`;

/** The log of the ends that are logged; the initiator closes the connection once its answer has come. */
export const logOf = (it: Routed, seen: Told): readonly string[] => {
  const truth = truthOf(it);
  const ends = endsOf(it, truth);
  const points = seen.logged.flatMap((side) => ends[side] ?? []);
  const isAt = (at: string) => points.includes(at);
  const all = recordsOf(truth, seen);
  const last = all.at(-1);
  const answered =
    truth.reply !== null &&
    isFinished(truth.reply) &&
    !seen.silent &&
    last?.leg === 'reply' &&
    last.action === 'ACCEPT';
  const idles = (later: number) => [...new Set(points)].map((at) => idle(at, later));
  return [
    FORMAT,
    ...(seen.slice === 'begins-with-it' ? [] : idles(-900)),
    ...all
      .filter(({ at, action }) => isAt(at) && (seen.trafficType === 'ALL' || seen.trafficType === action))
      .map((one) => lineOf(it, one, one.at === ends.initiator, answered, seen.withFlags)),
    ...(seen.slice === 'ends-with-it' ? [] : idles(900)),
  ];
};

export const KINDS = [
  'SecurityGroups',
  'NetworkAcls',
  'NetworkInterfaces',
  'Vpcs',
  'Subnets',
  'RouteTables',
  'InternetGateways',
  'NatGateways',
  'VpcPeeringConnections',
] as const;

export type Withheld = { readonly kinds: readonly string[]; readonly ids: readonly string[] };

/**
 * A table that a subnet is associated with, left out of an answer that is given: the subnet looks as if it had the main one,
 * as AWS says of subnets "not explicitly associated with a route table", and nothing tells that the answer was filtered.
 */
export const leftOut: fc.Arbitrary<Withheld> = fc.record({
  kinds: fc.constant([]),
  ids: fc.subarray(['rtb-1', 'rtb-2'], { minLength: 1 }),
});

/** Whole answers, or one resource of a list that something else refers to or cannot do without. */
export const withheld: fc.Arbitrary<Withheld> = fc.record({
  kinds: fc.subarray([...KINDS], { maxLength: 3 }),
  ids: fc.subarray(['eni-a', 'eni-b', 'eni-f', 'eni-nat', 'rtb-main', 'rtb-f', 'subnet-1', 'acl-1'], {
    maxLength: 3,
  }),
});

export const NOTHING_WITHHELD: Withheld = { kinds: [], ids: [] };

const OWN_ID: Readonly<{ [key: string]: string }> = {
  NetworkInterfaces: 'NetworkInterfaceId',
  RouteTables: 'RouteTableId',
  Subnets: 'SubnetId',
  NetworkAcls: 'NetworkAclId',
};

const answersOf = (it: Routed, seen: Told, { kinds, ids }: Withheld): readonly unknown[] => {
  const FlowLogs = ['vpc-1', 'vpc-2'].map((ResourceId) => ({
    FlowLogId: `fl-${ResourceId}`,
    ResourceId,
    TrafficType: seen.trafficType,
    MaxAggregationInterval: 60,
  }));
  const all = Object.entries({ ...it.world, ...(seen.tellsTrafficType ? { FlowLogs } : {}) });
  return all
    .filter(([key]) => !kinds.includes(key))
    .map(([key, list]) => ({
      [key]: (list as readonly { readonly [name: string]: unknown }[]).filter(
        (one) => !ids.includes(String(one[OWN_ID[key] ?? ''])),
      ),
    }));
};

/** What the engine is told: the answers, of which some may be missing, and the log. */
export const explainRouted = (it: Routed, seen: Told, missing: Withheld = NOTHING_WITHHELD): Report => {
  const documents = answersOf(it, seen, missing).map((json, i) => ({ source: `${i}.json`, json }));
  const { network } = readAnswers(documents);
  const { batches, problems } = readText(logOf(it, seen).join('\n'), { source: 'flow.log' });
  return troubleshoot({ batches, problems, network, question: { ...EVERYTHING, all: true } });
};
