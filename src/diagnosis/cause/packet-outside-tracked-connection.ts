import { STATIONS, type Station, UNPREDICTED } from '../../capture/expectation.js';
import { hasPorts, TCP } from '../../traffic/protocol.js';
import { recorded } from '../agreement.js';
import type { Case } from '../case.js';
import { type Cause, survives } from '../cause.js';
import type { Certainty } from '../finding.js';
import { TCP_FLAGS } from '../missing-field.js';
import { isMidConnection, rejectedFlags, rejectReason } from '../rejection.js';
import { checkpointsAt, standing } from './filter-blocks.js';

const FILTERS = ['security-groups', 'network-acl'] as const;

const standings = (it: Case, station: Station) =>
  FILTERS.map((filter) => standing(checkpointsAt(it, station, filter)));

/** The first station where a leg may have been rejected and no rule given is to blame. */
const rejection = (it: Case): Station | undefined =>
  STATIONS.filter(({ leg, side }) => recorded(it, 'REJECT', leg, side)).find(
    (station) => !standings(it, station).includes('denies'),
  );

const certaintyOf = (it: Case, station: Station, flags: number | null): Certainty | null => {
  // A SYN opens a connection and a SYN-ACK answers one that was just opened: neither is late.
  if (flags !== null) return isMidConnection(it, station.leg) ? 'likely' : null;
  const rulesAllow = standings(it, station).every((verdict) => verdict === 'allows');
  return rulesAllow && station.leg === 'reply' ? 'likely' : 'possible';
};

/**
 * A TCP or UDP packet that belongs to no connection that the security group still tracks: it came after the close, or after the
 * idle timeout. AWS logs it as REJECT although the rules are fine.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const packetOutsideTrackedConnection: Cause = {
  code: 'packet-outside-tracked-connection',
  examine: (it) => {
    const station = rejection(it);
    if (!hasPorts(it.group.protocol) || station === undefined) return null;
    if (rejectReason(it, station.leg) !== null) return null;
    const flags = rejectedFlags(it, station.leg);
    const certainty = certaintyOf(it, station, flags);
    if (certainty === null) return null;
    const predicts = UNPREDICTED;
    return survives(certainty, predicts, {
      leg: station.leg,
      missing: flags === null && it.group.protocol === TCP ? [TCP_FLAGS] : [],
    });
  },
};
