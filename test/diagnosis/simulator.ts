import * as fc from 'fast-check';
import {
  EVERYTHING,
  type Network,
  type Report,
  type ReportedFinding,
  readAnswers,
  readText,
  troubleshoot,
} from '../../src/index.js';
import { answersOf, type TwoEnds } from '../arbitrary/two-ends.js';
import type { WrittenPacket } from '../oracle/filter.js';
import { checkpointsOf, everyIcmp, type PlainCheckpoint, requestOf } from '../oracle/round-trip.js';

/**
 * Writes the log that the oracle says AWS would write, and asks the public engine to explain it. Nothing of `src` has a
 * say in which records there are.
 */

/** How the traffic was and what of it can be seen. */
export type Circumstances = {
  readonly logged: readonly string[];
  readonly trafficType: 'ALL' | 'ACCEPT' | 'REJECT';
  /** Whether describe-flow-logs was given. */
  readonly tellsTrafficType: boolean;
  readonly withFlags: boolean;
  /** The responder gets the request and says nothing. */
  readonly silent: boolean;
  /** The reply is recorded one window after the request. */
  readonly replyLater: boolean;
  /** `whole`: the log begins before and goes on after the traffic; otherwise it breaks off there. */
  readonly slice: 'whole' | 'begins-with-it' | 'begins-after-the-request' | 'ends-with-it';
};

export const ALL_SEEN: Circumstances = {
  logged: ['eni-a', 'eni-b'],
  trafficType: 'ALL',
  tellsTrafficType: true,
  withFlags: true,
  silent: false,
  replyLater: false,
  slice: 'whole',
};

export const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  logged: fc.constantFrom(['eni-a', 'eni-b'], ['eni-a', 'eni-b'], ['eni-a'], ['eni-b']),
  trafficType: fc.constantFrom('ALL' as const, 'ALL' as const, 'ACCEPT' as const, 'REJECT' as const),
  tellsTrafficType: fc.boolean(),
  withFlags: fc.boolean(),
  silent: fc.constantFrom(false, false, false, true),
  replyLater: fc.boolean(),
  slice: fc.constantFrom(
    'whole' as const,
    'whole' as const,
    'begins-with-it' as const,
    'begins-after-the-request' as const,
    'ends-with-it' as const,
  ),
});

const START = 1_700_000_000;
const MINUTE = 60;

export const FORMAT =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags log-status';

export const requestsOf = (it: TwoEnds): readonly WrittenPacket[] =>
  (it.traffic.sourcePorts.length === 0 ? [null] : it.traffic.sourcePorts).map((port) =>
    requestOf(it.ends, it.traffic, port),
  );

/** What one interface writes of one leg. */
type Written = Pick<PlainCheckpoint, 'interfaceId' | 'leg'> & { readonly action: 'ACCEPT' | 'REJECT' };

/** Station by station until one rejects: a record says what both filters of an interface decided together. */
export const writtenOf = (it: TwoEnds, request: WrittenPacket, silent: boolean): readonly Written[] => {
  const found: Written[] = [];
  const checkpoints = checkpointsOf(it.world, it.ends, request);
  for (const leg of ['request', 'reply'] as const) {
    if (leg === 'reply' && silent) return found;
    const sides =
      leg === 'request' ? (['initiator', 'responder'] as const) : (['responder', 'initiator'] as const);
    for (const side of sides) {
      const { interfaceId } = it.ends[side];
      if (interfaceId === null) continue;
      const here = checkpoints.filter((at) => at.side === side && at.leg === leg);
      const action = here.every(({ allows }) => allows) ? 'ACCEPT' : 'REJECT';
      found.push({ interfaceId, leg, action });
      if (action === 'REJECT') return found;
    }
  }
  return found;
};

const flagsOf = (request: WrittenPacket, { leg, action }: Written, answered: boolean): number => {
  if (request.protocol !== 6) return 0;
  if (leg === 'reply') return action === 'REJECT' ? 18 : 19;
  return answered ? 3 : 2;
};

const linesOf = (it: TwoEnds, request: WrittenPacket, seen: Circumstances): readonly string[] => {
  const all = writtenOf(it, request, seen.silent);
  const answered = all.some(({ leg, action }) => leg === 'reply' && action === 'ACCEPT');
  const kept = all
    .filter(({ interfaceId }) => seen.logged.includes(interfaceId))
    .filter(({ action }) => seen.trafficType === 'ALL' || action === seen.trafficType)
    .filter(({ leg }) => seen.slice !== 'begins-after-the-request' || leg === 'reply');
  return kept.map((one) => {
    const turned = one.leg === 'reply';
    const start = START + (turned && seen.replyLater ? MINUTE : 0);
    const [source, destination] = turned
      ? [request.destination, request.source]
      : [request.source, request.destination];
    const [from, to] = turned
      ? [request.destinationPort, request.sourcePort]
      : [request.sourcePort, request.destinationPort];
    const flags = seen.withFlags ? flagsOf(request, one, answered) : '-';
    return `${one.interfaceId} ${source} ${destination} ${from ?? 0} ${to ?? 0} ${request.protocol} 4 336 ${start} ${start + MINUTE} ${one.action} ${flags} OK`;
  });
};

const idle = (point: string, start: number): string =>
  `${point} - - - - - - - ${start} ${start + MINUTE} - - NODATA`;

export const logOf = (it: TwoEnds, seen: Circumstances): string => {
  const before = seen.slice === 'whole' || seen.slice === 'ends-with-it';
  const after = seen.slice !== 'ends-with-it';
  return [
    FORMAT,
    ...(before ? seen.logged.map((point) => idle(point, START - 900)) : []),
    ...requestsOf(it).flatMap((request) => linesOf(it, request, seen)),
    ...(after ? seen.logged.map((point) => idle(point, START + 900)) : []),
  ].join('\n');
};

export const flowLogsOf = ({ logged, trafficType }: Circumstances) => ({
  FlowLogs: logged.map((ResourceId) => ({
    FlowLogId: `fl-${ResourceId}`,
    ResourceId,
    TrafficType: trafficType,
    MaxAggregationInterval: 60,
  })),
});

/** What the engine is told: the answers, of which some may be missing, and the log. */
export const explain = (
  it: TwoEnds,
  seen: Circumstances,
  withheld: (answers: readonly unknown[]) => readonly unknown[] = (all) => all,
): { readonly report: Report; readonly network: Network } => {
  const answers = [...answersOf(it), ...(seen.tellsTrafficType ? [flowLogsOf(seen)] : [])];
  const { network } = readAnswers(withheld(answers).map((json) => ({ source: 'network.json', json })));
  const { batches, problems } = readText(logOf(it, seen), { source: 'flow.log' });
  const report = troubleshoot({ batches, problems, network, question: { ...EVERYTHING, all: true } });
  return { report, network };
};

/** The finding that speaks of this request. */
export const findingOf = (report: Report, request: WrittenPacket): ReportedFinding | undefined =>
  report.findings.find(
    ({ group }) =>
      group !== null && (request.sourcePort === null || group.sourcePorts.includes(request.sourcePort)),
  );

/** The checkpoint that stops the packet or its reply first; undefined when both pass. */
export const firstBlocker = (it: TwoEnds, request: WrittenPacket): PlainCheckpoint | undefined =>
  checkpointsOf(it.world, it.ends, request).find(({ allows }) => !allows);

/** A flow log does not tell the type of ICMP: what every type would meet here. */
export const deniesAnything = (it: TwoEnds, request: WrittenPacket, blocker: PlainCheckpoint): boolean => {
  const isSame = (at: PlainCheckpoint) =>
    at.side === blocker.side && at.leg === blocker.leg && at.filter === blocker.filter;
  if (it.traffic.icmp === null)
    return checkpointsOf(it.world, it.ends, request).some((at) => isSame(at) && !at.allows);
  // For a reply of any type, the packet of that type is judged as it stands: as a request the other way.
  return everyIcmp.every((icmp) => {
    const turned =
      blocker.leg === 'reply' ? { initiator: it.ends.responder, responder: it.ends.initiator } : it.ends;
    const packet = requestOf(turned, { ...it.traffic, icmp }, null);
    return checkpointsOf(it.world, turned, packet).some(
      (at) =>
        at.leg === 'request' &&
        at.interfaceId === blocker.interfaceId &&
        at.direction === blocker.direction &&
        at.filter === blocker.filter &&
        !at.allows,
    );
  });
};

export const codeOf = ({ filter, leg, direction }: PlainCheckpoint): string => {
  if (filter === 'network-acl') return `network-acl-${direction}-denies-${leg}`;
  return leg === 'reply' ? 'untracked-reply-lacks-rule' : `security-group-${direction}-lacks-rule`;
};

/** The first that stops whatever a question without an ICMP type may mean. */
export const firstCertainBlocker = (it: TwoEnds, request: WrittenPacket): PlainCheckpoint | undefined =>
  checkpointsOf(it.world, it.ends, request).find((at) => !at.allows && deniesAnything(it, request, at));
