import { directionAt, rejectedAt, STATIONS, type Station } from '../../capture/expectation.js';
import { agrees, recorded } from '../case/agreement.js';
import { type Case, flowOf } from '../case/case.js';
import { REJECT_REASON } from '../case/missing-input.js';
import { isLegSure, missingForLeg } from '../case/orientation.js';
import { type PubliclyBlocked, publiclyBlocked } from '../case/publicly-blocked.js';
import { isLegMixed, rejectReason } from '../case/rejection.js';
import type { Certainty } from '../certainty.js';
import { type Cause, type Examination, survives } from './cause.js';
import { endsOnTheWay } from './ends-on-the-way.js';
import { checkpointsAt, standing } from './filter-blocks.js';
import { namedRejectReason } from './named-reject-reason.js';

/**
 * Records of Block Public Access "do not include bytes", even where the format does: what was counted was rejected by
 * something else. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
const hasBytes = (it: Case, station: Station): boolean =>
  it.observations.some((at) => (flowOf(at, station.leg).REJECT?.bytes ?? 0) > 0);

/** Other records of the same format count bytes, so the rejection that shows none bears the mark of Block Public Access. */
const lacksBytesAlone = ({ observations }: Case): boolean =>
  observations.some((at) =>
    [at.forward, at.reverse].some(({ ACCEPT }) => ACCEPT !== null && ACCEPT.bytes > 0),
  );

const FILTERS = ['security-groups', 'network-acl'] as const;

/** What the filters of the interface that wrote the rejection make of the leg. */
const filtersAt = (it: Case, station: Station): 'denies' | 'allows' | 'unknown' => {
  const verdicts = FILTERS.map((filter) => standing(checkpointsAt(it, station, filter)));
  if (verdicts.includes('denies')) return 'denies';
  return verdicts.includes('unknown') ? 'unknown' : 'allows';
};

const certaintyOf = (it: Case, station: Station, { stops }: PubliclyBlocked): Certainty | null => {
  // Coming in, packets meet the gateway before the filters; going out, after them.
  const filters = filtersAt(it, station);
  const isFirst = directionAt(station) === 'ingress';
  if (filters === 'denies' && !(isFirst && stops === 'yes')) return null;
  if (stops === 'unless-off') return filters === 'allows' && lacksBytesAlone(it) ? 'likely' : 'possible';
  const isSure = stops === 'yes' && (isFirst || filters === 'allows');
  return isSure && isLegSure(it) && !isLegMixed(it, station.leg) ? 'proven' : 'likely';
};

const examineAt = (it: Case, station: Station): Examination | null => {
  if (rejectReason(it, station.leg) !== null || hasBytes(it, station)) return null;
  const blocked = publiclyBlocked(it, station.leg);
  if (blocked === null) return null;
  const predicts = rejectedAt(station);
  const certainty = certaintyOf(it, station, blocked);
  if (certainty === null || !agrees(it, predicts)) return null;
  return survives(certainty, predicts, {
    leg: station.leg,
    stopped: blocked.blocker,
    missing: [...blocked.missing, ...missingForLeg(it)],
    byConfiguration: blocked.stops !== 'unless-off',
  });
};

/** A rejection that names no reason, where the switch stops the leg, or may do so. */
const byConfiguration = (it: Case): Examination | null => {
  const station = STATIONS.find(({ side, leg }) => recorded(it, 'REJECT', leg, side));
  return station === undefined ? null : examineAt(it, station);
};

const named = namedRejectReason('block-public-access', 'BPA');
const unrecorded = endsOnTheWay('block-public-access');

/**
 * VPC Block Public Access rejected the traffic: REJECT with `reject-reason` BPA. Without that field the configuration tells,
 * where filters do not explain it; and AWS does not say that each interface records what it stops.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-assess-impact-main.html
 */
export const blockPublicAccess: Cause = {
  code: 'block-public-access',
  settledBy: () => [REJECT_REASON],
  examine: (it) => named.examine(it) ?? byConfiguration(it) ?? unrecorded.examine(it),
};
