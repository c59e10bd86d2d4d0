import { STATIONS, type Station, UNPREDICTED } from '../../capture/expectation.js';
import type { Gap } from '../../problem/gap.js';
import { hasPorts, TCP, UDP } from '../../traffic/protocol.js';
import { possibleSides, recorded } from '../case/agreement.js';
import { type Case, flowOf } from '../case/case.js';
import { type Late, lateAt, pastAt } from '../case/late.js';
import { EARLIER_LOG, TCP_FLAGS } from '../case/missing-input.js';
import { hasSyn, isLegMixed, isMidConnection, rejectedFlags, rejectReason } from '../case/rejection.js';
import type { Certainty } from '../certainty.js';
import { type Cause, survives } from './cause.js';
import { checkpointsAt, standing } from './filter-blocks.js';
import { otherTimes, packetsAt } from './settling.js';
import { mayHaveBeenUntracked } from './untracked-reply-lacks-rule.js';

const FILTERS = ['security-groups', 'network-acl'] as const;

const standings = (it: Case, station: Station) =>
  FILTERS.map((filter) => standing(checkpointsAt(it, station, filter)));

/** The packets are no requests that a rule would have to allow: their flags say so, or the connection stands in the log. */
const belongsToEarlier = (it: Case, station: Station): boolean =>
  isMidConnection(it, station.leg) || it.past !== null;

/** Some of the leg was accepted before, and only security groups deny it now, which ask no rule of what they track. */
const mayFollowAccepted = (it: Case, station: Station): boolean =>
  isLegMixed(it, station.leg) && standing(checkpointsAt(it, station, 'network-acl')) !== 'denies';

/** The first station where a leg may have been rejected and no rule given is to blame. */
const rejection = (it: Case): Station | undefined =>
  STATIONS.filter(({ leg, side }) => recorded(it, 'REJECT', leg, side)).find(
    (station) =>
      !standings(it, station).includes('denies') ||
      belongsToEarlier(it, station) ||
      mayFollowAccepted(it, station),
  );

/** The log holds what the packets may have been of. */
const isPastKnown = (it: Case): boolean => {
  const station = rejection(it);
  return station !== undefined && pastAt(it, station) !== null;
};

/** Cut in the middle, as far as its flags tell: the connection they belong to was not closed. */
const isCutOpen = (it: Case, station: Station): boolean =>
  it.past === null && pastAt(it, station)?.isClosed === false;

/** It went on without a pause in which it could have been forgotten, and what made it untracked may be gone. */
const mayBeUntracked = (it: Case, station: Station): boolean =>
  it.past === null && mayHaveBeenUntracked(it, station);

const certaintyOf = (it: Case, station: Station, { reason }: Late): Certainty | null => {
  // A SYN opens a connection and a SYN-ACK answers one that was just opened: neither is late.
  if (hasSyn(it, station.leg)) return null;
  if (reason === 'closed' || reason === 'silent') return 'likely';
  // A single exchange of UDP that was answered in time was not forgotten.
  if (reason === 'neither' && it.group.protocol === UDP && pastAt(it, station) === null) return null;
  // Neither closed nor silent for long enough: what denies it now, or did then, is the better reason.
  if (reason === 'neither' || isCutOpen(it, station) || mayBeUntracked(it, station)) return 'possible';
  if (belongsToEarlier(it, station)) return 'likely';
  // The connection stands in the log, and no rule denied the service afterwards.
  if (it.servedAfterwards && pastAt(it, station) !== null) return 'likely';
  const rulesAllow = standings(it, station).every((verdict) => verdict === 'allows');
  return rulesAllow && station.leg === 'reply' ? 'likely' : 'possible';
};

/** How long a silent connection is remembered depends on the instance's type, and that decides here. */
const unknownType = (
  it: Case,
  { side, leg }: Station,
  { reason, silentFor, timeouts }: Late,
): readonly Gap[] => {
  const [least, most] = [timeouts[0], timeouts.at(-1)];
  const isOpen = least !== undefined && most !== undefined && least < most;
  if (it.group.protocol !== TCP || reason !== 'unknown' || !isOpen || (silentFor ?? 0) < least) return [];
  return it.observations
    .filter((at) => possibleSides(at).includes(side) && flowOf(at, leg).REJECT !== null)
    .flatMap(({ observationPoint }) => it.network.interfaces.get(observationPoint)?.instanceId ?? [])
    .map((id) => ({ kind: 'instance', id, needs: `aws ec2 describe-instances --instance-ids ${id}` }));
};

/**
 * A TCP or UDP packet that belongs to no connection that the security group still tracks: it came after the close, or
 * after the idle timeout (350 s on Nitro v6 instances, else 5 days for TCP; 30 s or 180 s for UDP). AWS logs it as REJECT
 * although the rules are fine.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const packetOutsideTrackedConnection: Cause = {
  code: 'packet-outside-tracked-connection',
  settledBy: (it) => [
    ...(isPastKnown(it) ? [] : [EARLIER_LOG]),
    ...otherTimes(it),
    ...packetsAt(it, 'initiator'),
  ],
  examine: (it) => {
    const station = rejection(it);
    if (!hasPorts(it.group.protocol) || station === undefined) return null;
    if (rejectReason(it, station.leg) !== null) return null;
    const late = lateAt(it, station);
    const certainty = certaintyOf(it, station, late);
    if (certainty === null) return null;
    const lacksFlags = it.group.protocol === TCP && rejectedFlags(it, station.leg) === null;
    return survives(certainty, UNPREDICTED, {
      leg: station.leg,
      late,
      missing: [...(lacksFlags ? [TCP_FLAGS] : []), ...unknownType(it, station, late)],
      // The log and the timeout tell, whichever leg it is.
      byConfiguration: late.reason === 'closed' || late.reason === 'silent',
      onlyAlternative: late.reason === 'neither',
    });
  },
};
