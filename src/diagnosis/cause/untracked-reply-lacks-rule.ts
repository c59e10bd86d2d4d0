import { rejectedAt, type Station } from '../../capture/expectation.js';
import { hasPorts } from '../../traffic/protocol.js';
import { agrees, recorded } from '../agreement.js';
import { type Cause, survives } from '../cause.js';
import { rejectReason } from '../rejection.js';
import { checkpointsAt, missingFor, standing } from './filter-blocks.js';

const stations: readonly Station[] = [
  { side: 'responder', leg: 'reply' },
  { side: 'initiator', leg: 'reply' },
];

/**
 * The connection was untracked, and the open rule that used to let its replies pass is gone. By the rules as they are
 * such a reply always passes (an open rule is what makes it untracked), so this is only ever an alternative.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export const untrackedReplyLacksRule: Cause = {
  code: 'untracked-reply-lacks-rule',
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
        standing(checkpointsAt(it, at, 'network-acl')) !== 'denies',
    );
    if (station === undefined) return null;
    const missing = missingFor(it, station, 'security-groups');
    return survives('possible', rejectedAt(station), { leg: 'reply', missing });
  },
};
