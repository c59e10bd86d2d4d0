import { rejectedAt, type Station } from '../../capture/expectation.js';
import { type Tracking, tracking } from '../../filter/connection-tracking.js';
import { PLAIN_CROSSING } from '../../filter/crossing.js';
import { hasPorts } from '../../traffic/protocol.js';
import { agrees, recorded } from '../case/agreement.js';
import type { Case } from '../case/case.js';
import { CONFIGURATION_OF_THE_TIME } from '../case/missing-input.js';
import { isLegMixed, isMidConnection, rejectReason } from '../case/rejection.js';
import { type Cause, survives } from './cause.js';
import { checkpointsAt, missingFor, standing } from './filter-blocks.js';

const stations: readonly Station[] = [
  { side: 'responder', leg: 'reply' },
  { side: 'initiator', leg: 'reply' },
];

/** Whether the groups at a station track the request, for each class of source ports; empty where nothing is known of them. */
const trackingAt = (it: Case, { side, leg }: Station): readonly Tracking[] =>
  leg === 'request'
    ? []
    : it.trips.flatMap(({ packet, ...ends }) => {
        const end = side === null ? undefined : ends[side];
        if (end?.kind !== 'interface') return [];
        const direction = side === 'initiator' ? 'egress' : 'ingress';
        return [tracking(it.network, end.interface, direction, packet, PLAIN_CROSSING)];
      });

/**
 * A rule lets everybody in, and none lets everything out again: had there been one, the connection was untracked, and was
 * cut when it went.
 */
export const mayHaveBeenUntracked = (it: Case, station: Station): boolean =>
  trackingAt(it, station).some(
    ({ basis }) => basis.kind === 'rules' && basis.open !== null && basis.openBack === null,
  );

/** No rule is open to everybody, so that the request was tracked whatever rule let the replies out. */
const isTracked = (it: Case, station: Station): boolean => {
  const all = trackingAt(it, station);
  return (
    all.length > 0 &&
    all.every(({ tracked, basis }) => tracked === true && !(basis.kind === 'rules' && basis.open !== null))
  );
};

/**
 * The connection was untracked, and the open rule that used to let its replies pass is gone. By the rules as they are
 * such a reply always passes (an open rule is what makes it untracked), so this is only ever an alternative.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export const untrackedReplyLacksRule: Cause = {
  code: 'untracked-reply-lacks-rule',
  settledBy: () => [CONFIGURATION_OF_THE_TIME],
  examine: (it) => {
    if (
      !hasPorts(it.group.protocol) ||
      !recorded(it, 'REJECT', 'reply') ||
      rejectReason(it, 'reply') !== null
    )
      return null;
    const station = stations.find(
      (at) =>
        recorded(it, 'REJECT', 'reply', at.side) &&
        agrees(it, rejectedAt(at)) &&
        standing(checkpointsAt(it, at, 'network-acl')) !== 'denies' &&
        !isTracked(it, at),
    );
    if (station === undefined) return null;
    const missing = missingFor(it, station, 'security-groups');
    // A connection that only now began was untracked only if the rule went within that very moment.
    const isUnderWay = it.past !== null || isLegMixed(it, 'reply') || isMidConnection(it, 'reply');
    return survives('possible', rejectedAt(station), {
      leg: 'reply',
      missing,
      onlyAlternative: it.trips.length > 0 && !isUnderWay,
    });
  },
};
