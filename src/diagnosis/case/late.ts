import type { Station } from '../../capture/expectation.js';
import type { Tally } from '../../conversation/tally.js';
import { timeoutsAt } from '../../filter/connection-tracking.js';
import { IDLE_TIMEOUTS } from '../../filter/idle-timeout.js';
import { TCP, UDP } from '../../traffic/protocol.js';
import { FIN, RST } from '../../traffic/tcp-flags.js';
import type { Past } from './accepted-before.js';
import { possibleSides } from './agreement.js';
import { type Case, flowOf } from './case.js';
import { isMixedAt } from './rejection.js';

/** Why a packet may belong to no connection any more. */
export type Late = {
  /** `closed`: a FIN or RST went before; `silent`: the idle timeout had passed; `neither`: it is still to be tracked. */
  readonly reason: 'closed' | 'silent' | 'neither' | 'unknown';
  /** Seconds without an accepted record before; null where the log holds none. */
  readonly silentFor: number | null;
  /** Seconds after which the interface forgets a silent connection: every value it may be; empty where it is not known. */
  readonly timeouts: readonly number[];
};

const timeoutsOf = (it: Case, { side, leg }: Station): readonly number[] => {
  const { network, group, observations } = it;
  const at = observations.find(
    (one) => possibleSides(one).includes(side) && flowOf(one, leg).REJECT !== null,
  );
  const own = at === undefined ? undefined : network.interfaces.get(at.observationPoint);
  if (own === undefined) return [];
  return [...new Set(timeoutsAt(network, own, group).flatMap(({ seconds }) => seconds))].sort(
    (a, b) => a - b,
  );
};

/** Seconds: whatever is set, it is no less. */
const LEAST_TIMEOUT: ReadonlyMap<number, number> = new Map([
  [TCP, IDLE_TIMEOUTS['tcp-established'].least],
  [UDP, IDLE_TIMEOUTS.udp.least],
]);

/** A FIN or RST got through; null where not all of the records have flags. */
const isClosedBy = (accepted: readonly Tally[]): boolean | null => {
  const flags = accepted.map(({ tcpFlags }) => tcpFlags);
  if (flags.some((one) => ((one ?? 0) & (FIN | RST)) !== 0)) return true;
  return flags.includes(null) ? null : false;
};

/** What was accepted at the very interface and in the very conversation that the rejected packets are of. */
const pastInside = (it: Case, { side, leg }: Station): Past | null => {
  const at = it.observations.find((one) => possibleSides(one).includes(side) && isMixedAt(it, one, leg));
  const rejected = at === undefined ? null : flowOf(at, leg).REJECT;
  if (at === undefined || rejected === null) return null;
  const accepted = [at.forward.ACCEPT, at.reverse.ACCEPT].filter((tally) => tally !== null);
  return {
    silentFor: Math.max(0, rejected.firstSeen - Math.max(...accepted.map(({ lastSeen }) => lastSeen))),
    isClosed: it.group.protocol === TCP && isClosedBy(accepted),
  };
};

/** What was accepted before the rejected packets, in this conversation or in an earlier one. */
export const pastAt = (it: Case, station: Station): Past | null => it.past ?? pastInside(it, station);

/**
 * One exchange of UDP whose reply alone was rejected: it is late if it came after the timeout, which is shorter for a single
 * request and its response than for a stream.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#connection-tracking-timeouts
 */
const lateReply = (it: Case, station: Station, timeouts: readonly number[]): Late | null => {
  if (it.group.protocol !== UDP || station.leg !== 'reply' || it.group.conversations > 1) return null;
  const at = it.observations.find((one) => possibleSides(one).includes(station.side) && isAnsweredLate(one));
  const [asked, rejected] = [at?.forward.ACCEPT ?? null, at?.reverse.REJECT ?? null];
  if (asked === null || rejected === null) return null;
  const silentFor = Math.max(0, rejected.firstSeen - asked.lastSeen);
  const longest = rejected.lastSeen - asked.firstSeen;
  // One request was no stream.
  const held = asked.packets === 1 ? timeouts.slice(0, 1) : timeouts;
  if (longest < (held[0] ?? IDLE_TIMEOUTS.udp.least)) return { reason: 'neither', silentFor, timeouts: held };
  const most = held.at(-1);
  return {
    reason: most !== undefined && silentFor >= most ? 'silent' : 'unknown',
    silentFor,
    timeouts: held,
  };
};

const isAnsweredLate = ({ forward, reverse }: Case['observations'][number]): boolean =>
  forward.ACCEPT !== null && reverse.REJECT !== null && reverse.ACCEPT === null;

/** What the log and the idle timeouts tell of the connection that a rejected packet may belong to. */
export const lateAt = (it: Case, station: Station): Late => {
  const timeouts = timeoutsOf(it, station);
  const past = pastAt(it, station);
  if (past === null)
    return lateReply(it, station, timeouts) ?? { reason: 'unknown', silentFor: null, timeouts };
  const { silentFor, isClosed } = past;
  const [least, most] = [timeouts[0], timeouts.at(-1)];
  if (isClosed === true) return { reason: 'closed', silentFor, timeouts };
  if (most !== undefined && silentFor >= most) return { reason: 'silent', silentFor, timeouts };
  const isTracked = isClosed === false && silentFor < (least ?? LEAST_TIMEOUT.get(it.group.protocol) ?? 0);
  return { reason: isTracked ? 'neither' : 'unknown', silentFor, timeouts };
};
