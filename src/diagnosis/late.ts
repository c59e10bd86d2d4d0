import type { Station } from '../capture/expectation.js';
import { timeoutsAt } from '../filter/connection-tracking.js';
import { possibleSides } from './agreement.js';
import { type Case, flowOf } from './case.js';

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

/** What the log and the idle timeouts tell of the connection that a rejected packet may belong to. */
export const lateAt = (it: Case, station: Station): Late => {
  const timeouts = timeoutsOf(it, station);
  const { past } = it;
  if (past === null) return { reason: 'unknown', silentFor: null, timeouts };
  const { silentFor, isClosed } = past;
  const [least, most] = [timeouts[0], timeouts.at(-1)];
  if (isClosed === true) return { reason: 'closed', silentFor, timeouts };
  if (most !== undefined && silentFor >= most) return { reason: 'silent', silentFor, timeouts };
  const isTracked = isClosed === false && least !== undefined && silentFor < least;
  return { reason: isTracked ? 'neither' : 'unknown', silentFor, timeouts };
};
