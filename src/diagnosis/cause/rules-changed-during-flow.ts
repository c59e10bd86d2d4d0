import { type Fate, rejectedAt, STATIONS, type Station } from '../../capture/expectation.js';
import type { Flow } from '../../conversation/conversation.js';
import type { Checkpoint } from '../../path/round-trip.js';
import { distinct } from '../../problem/gap.js';
import { otherLeg } from '../../traffic/direction.js';
import { hasPorts, TCP } from '../../traffic/protocol.js';
import { FIN, RST } from '../../traffic/tcp-flags.js';
import { agreesAsFarAsRecorded, possibleSides, recorded } from '../case/agreement.js';
import { type Case, flowOf } from '../case/case.js';
import { lateAt } from '../case/late.js';
import { CONFIGURATION_OF_THE_TIME } from '../case/missing-input.js';
import { hasSyn, isMidConnection, isMixedAt, rejectReason } from '../case/rejection.js';
import type { Certainty } from '../certainty.js';
import { type Cause, type Examination, survives } from './cause.js';
import { checkpointsAt, missingFor, standing } from './filter-blocks.js';
import { mayHaveBeenUntracked } from './untracked-reply-lacks-rule.js';

const FILTERS = ['network-acl', 'security-groups'] as const;

const mixedAt = (it: Case, { side, leg }: Station): readonly Flow[] =>
  it.observations
    .filter((at) => possibleSides(at).includes(side) && isMixedAt(it, at, leg))
    .map((at) => flowOf(at, leg));

/** Rejected first and accepted then: no connection that ended explains that. */
const wasOpened = ({ ACCEPT, REJECT }: Flow): boolean =>
  ACCEPT !== null &&
  REJECT !== null &&
  REJECT.firstSeen < ACCEPT.firstSeen &&
  REJECT.lastSeen < ACCEPT.lastSeen;

/** The connection was over, as far as flags tell: what comes after that is late, and no rule has changed. */
const wasClosed = ({ group, observations }: Case): boolean =>
  group.protocol === TCP &&
  observations.some(({ forward, reverse }) =>
    [forward, reverse].some(({ ACCEPT }) => ((ACCEPT?.tcpFlags ?? 0) & (FIN | RST)) !== 0),
  );

const deniesNow = (it: Case, station: Station) =>
  FILTERS.filter((filter) => standing(checkpointsAt(it, station, filter)) === 'denies');

/**
 * A change of a network ACL cuts a connection at once. A security group cuts what it does not track, and lets go on what
 * it does: packets of a connection under way are then rejected for another reason.
 */
const certaintyOf = (it: Case, station: Station): Certainty | null => {
  const flows = mixedAt(it, station);
  if (flows.every(wasOpened)) return 'likely';
  if (wasClosed(it) && !hasSyn(it, station.leg)) return null;
  const isUnderWay = isMidConnection(it, station.leg);
  const denies = deniesNow(it, station);
  if (denies.includes('network-acl')) return 'likely';
  if (denies.length > 0) return isUnderWay ? 'possible' : 'likely';
  return isNeverLate(it, station) && !allowsNow(it, station) ? 'likely' : 'possible';
};

/** What opens a connection, and what has none, is never late; other packets may have come after the close. */
const isNeverLate = (it: Case, { leg }: Station): boolean => hasSyn(it, leg) || !hasPorts(it.group.protocol);

const allowsNow = (it: Case, station: Station): boolean =>
  FILTERS.every((filter) => standing(checkpointsAt(it, station, filter)) === 'allows');

/** While this leg was rejected the other one went on, and what made the connection untracked may have gone. */
const goesOnUntracked = (it: Case, station: Station): boolean =>
  mayHaveBeenUntracked(it, station) &&
  it.observations.some((at) => {
    const rejected = flowOf(at, station.leg).REJECT;
    const other = flowOf(at, otherLeg(station.leg)).ACCEPT;
    return rejected !== null && other !== null && other.lastSeen > rejected.firstSeen;
  });

/** By the rules given, or by what passed afterwards, the change would have been undone again: a late packet needs none. */
const isUndone = (it: Case, station: Station): boolean =>
  !isNeverLate(it, station) &&
  !mixedAt(it, station).every(wasOpened) &&
  deniesNow(it, station).length === 0 &&
  !goesOnUntracked(it, station) &&
  (it.servedAfterwards || allowsNow(it, station));

const blamesAt = (it: Case, station: Station): readonly Checkpoint[] =>
  FILTERS.flatMap((filter) => checkpointsAt(it, station, filter)).filter(
    ({ verdict }) => verdict.outcome === 'denied',
  );

/**
 * A connection that was accepted, was not closed and was not silent for long enough to be forgotten, is rejected: the network
 * ACL that denies it now was changed in the pause.
 */
const cutMeanwhile = (it: Case): Examination | null => {
  const station = STATIONS.find(
    (one) =>
      recorded(it, 'REJECT', one.leg, one.side) &&
      deniesNow(it, one).includes('network-acl') &&
      lateAt(it, one).reason === 'neither',
  );
  if (station === undefined || hasSyn(it, station.leg) || rejectReason(it, station.leg) !== null) return null;
  const predicts = rejectedAt(station);
  if (!agreesAsFarAsRecorded(it, predicts)) return null;
  const blames = blamesAt(it, station);
  return survives('likely', predicts, {
    leg: station.leg,
    blames,
    deciding: blames.flatMap(({ verdict }) => verdict.deciding),
    nearest: blames.flatMap(({ verdict }) => verdict.nearest),
    byConfiguration: true,
  });
};

/**
 * Packets of one leg of one conversation were both accepted and rejected at one interface: its rules were changed while
 * it went on. It predicts both records of that leg there, and ACCEPT before and beyond.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections
 */
export const rulesChangedDuringFlow: Cause = {
  code: 'rules-changed-during-flow',
  settledBy: () => [CONFIGURATION_OF_THE_TIME],
  examine: (it) => {
    const station = STATIONS.find((one) => mixedAt(it, one).length > 0);
    if (station === undefined && it.past !== null) return cutMeanwhile(it);
    if (station === undefined || rejectReason(it, station.leg) !== null) return null;
    const certainty = certaintyOf(it, station);
    const predicts = STATIONS.map((one): Fate => (mixedAt(it, one).length > 0 ? 'changed' : 'accepted'));
    if (certainty === null || !agreesAsFarAsRecorded(it, predicts)) return null;
    const opened = mixedAt(it, station).every(wasOpened);
    const blames = opened ? [] : blamesAt(it, station);
    return survives(certainty, predicts, {
      leg: station.leg,
      blames,
      deciding: blames.flatMap(({ verdict }) => verdict.deciding),
      nearest: blames.flatMap(({ verdict }) => verdict.nearest),
      missing: opened ? [] : distinct(FILTERS.flatMap((filter) => missingFor(it, station, filter))),
      byConfiguration: blames.length > 0,
      onlyAlternative: isUndone(it, station),
    });
  },
};
