import { print } from '../address/ip-address.js';
import { tracking } from '../filter/connection-tracking.js';
import type { Network } from '../network/network.js';
import { distinct, type Gap } from '../problem/gap.js';
import { replyTo } from '../traffic/icmp.js';
import type { Packet } from '../traffic/packet.js';
import type { PortRange } from '../traffic/ports.js';
import { isIcmp } from '../traffic/protocol.js';
import type { Carried } from './carried.js';
import { replyCourse, requestCourse } from './course.js';
import { crossingAt } from './crossing-at.js';
import type { Ends } from './endpoint.js';
import { type HealthCheck, healthChecks } from './health-check.js';
import { judgeCourse, type LegVerdict, type Passage, type PathBlocker, pathBlockers } from './passage.js';
import type { PathAssumption } from './place.js';
import { type EphemeralPorts, ephemeralPorts } from './source-ports.js';
import { isWayKnown } from './way-known.js';

/** What is asked: would this packet pass, and its answer come back? */
export type ReachQuestion = {
  readonly ends: Ends;
  /** Its source port is one of `sourcePorts`. */
  readonly packet: Packet;
  /** The ports to judge the reply for; null: those that the initiator may use. */
  readonly sourcePorts: PortRange | null;
};

/** A request and its reply, judged along the whole way. */
export type Reach = {
  readonly ends: Ends;
  readonly packet: Packet;
  readonly verdict: LegVerdict;
  readonly request: Passage;
  /** Null where nothing answers such a packet, or it is not known where the answer would start. */
  readonly reply: Passage | null;
  /** Whether such a packet is answered at all; ICMP errors and replies are not. */
  readonly isAnswered: boolean;
  /** Where the reply starts is not known: the request ended before. */
  readonly replyVerdict: LegVerdict;
  readonly sourcePorts: EphemeralPorts | null;
  /** Whether the security groups of the responder (of the initiator, where the responder is outside) track it. */
  readonly tracked: boolean | 'unknown' | null;
  readonly missing: readonly Gap[];
  readonly assumes: readonly PathAssumption[];
  readonly healthChecks: readonly HealthCheck[];
  /** The targets that a load balancer may take, with what becomes of the packet there. */
  readonly targets: readonly { readonly address: string; readonly verdict: LegVerdict }[];
  /** The way to each of these targets. */
  readonly choices: readonly Reach[];
};

const isAnswered = ({ protocol, icmp }: Packet): boolean =>
  !isIcmp(protocol) || icmp === null || replyTo(protocol, icmp) !== null;

/** Either leg that dies takes the answer with it. */
const together = (verdicts: readonly LegVerdict[]): LegVerdict =>
  (['blocked', 'undetermined', 'partial'] as const).find((one) => verdicts.includes(one)) ?? 'allowed';

const trackedAt = (network: Network, { course }: Passage): Reach['tracked'] => {
  const passes = course.stops.flatMap((stop, index) => (stop.kind === 'interface' ? [{ stop, index }] : []));
  const last = passes.at(-1);
  if (last === undefined || (last.stop.interface.securityGroupIds ?? []).length === 0) return null;
  const { interface: it, direction, carried } = last.stop;
  return tracking(network, it, direction, carried.packet, crossingAt(course.stops, last.index)).tracked;
};

const carriedBy = ({ packet }: ReachQuestion, ports: EphemeralPorts | null): Carried =>
  ports === null
    ? { packet, ports: null }
    : { packet: { ...packet, sourcePort: ports.range.from }, ports: { ranges: [ports.range], of: null } };

const portsOf = (network: Network, { packet, sourcePorts, ends }: ReachQuestion): EphemeralPorts | null => {
  if (packet.destinationPort === null) return null;
  return sourcePorts === null
    ? ephemeralPorts(network, ends.initiator)
    : { range: sourcePorts, reason: 'asked' };
};

/** One way: one target, where a load balancer has several. */
const reachOne = (network: Network, question: ReachQuestion, target: number): Reach => {
  const { ends, packet } = question;
  const sourcePorts = portsOf(network, question);
  const course = requestCourse(network, ends, carriedBy(question, sourcePorts), target);
  const request = judgeCourse(network, course, ends, null);
  const answered = isAnswered(packet);
  const back = answered ? replyCourse(network, ends, course) : null;
  const reply = back === null ? null : judgeCourse(network, back, ends, course);
  // Where the way of the request is not known, neither is what the responder saw of it, nor the way of its answer.
  const known = isWayKnown(course) ? (reply?.verdict ?? 'undetermined') : 'undetermined';
  const replyVerdict = answered ? known : 'allowed';
  return {
    ends,
    packet,
    verdict: together([request.verdict, replyVerdict]),
    request,
    reply,
    isAnswered: answered,
    replyVerdict,
    sourcePorts,
    tracked: trackedAt(network, request),
    missing: distinct([...request.missing, ...(reply?.missing ?? [])]),
    assumes: [...new Set([...course.assumes, ...(back?.assumes ?? [])])],
    healthChecks: healthChecks(network, course),
    targets: [],
    choices: [],
  };
};

/** More targets than this are not told one by one. */
const MOST_TARGETS = 32;

const overTargets = (verdicts: readonly LegVerdict[]): LegVerdict => {
  const [first, ...rest] = new Set(verdicts);
  if (first !== undefined && rest.length === 0) return first;
  return verdicts.includes('undetermined') ? 'undetermined' : 'partial';
};

const SHOWN_FIRST: readonly LegVerdict[] = ['blocked', 'partial', 'undetermined', 'allowed'];

/**
 * Judges a request and its reply along the whole way: every filter, route and translation that the network tells of.
 * Where a load balancer has several targets, each is judged, and the way that fares worst is the one that is told.
 */
export const reach = (network: Network, question: ReachQuestion): Reach => {
  const first = reachOne(network, question, 0);
  const choices = Math.min(first.request.course.choices, MOST_TARGETS);
  if (choices < 2) return first;
  const ways = [first, ...Array.from({ length: choices - 1 }, (_, i) => reachOne(network, question, i + 1))];
  const worst =
    SHOWN_FIRST.flatMap((verdict) => ways.filter((way) => way.verdict === verdict)).at(0) ?? first;
  return {
    ...worst,
    verdict: overTargets(ways.map(({ verdict }) => verdict)),
    targets: ways.map((way) => ({
      address: print(way.request.course.carried.packet.destination),
      verdict: way.verdict,
    })),
    choices: ways,
  };
};

/** Every blocker on the round trip, those of the request first. */
export const blockersOf = ({
  request,
  reply,
}: Reach): {
  readonly request: readonly PathBlocker[];
  readonly reply: readonly PathBlocker[];
} => ({
  request: pathBlockers(request, false),
  reply:
    reply === null
      ? []
      : pathBlockers(reply, request.course.ending.kind === 'stopped', !isWayKnown(request.course)),
});
