import { rejectedAt, STATIONS } from '../../capture/expectation.js';
import { recorded } from '../case/agreement.js';
import { REJECT_REASON } from '../case/missing-input.js';
import { isLegSure } from '../case/orientation.js';
import { rejectReason } from '../case/rejection.js';
import type { Code } from '../code.js';
import { type Cause, survives } from './cause.js';

/**
 * The cause that the record itself names in `reject-reason`. Security groups and network ACLs give no reason, so rules
 * neither prove nor refute it. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const namedRejectReason = (code: Code, reason: string): Cause => ({
  code,
  settledBy: () => [REJECT_REASON],
  examine: (it) => {
    const station = STATIONS.find(
      ({ side, leg }) => recorded(it, 'REJECT', leg, side) && rejectReason(it, leg) === reason,
    );
    if (station === undefined) return null;
    return survives('proven', rejectedAt(station), { leg: isLegSure(it) ? station.leg : null });
  },
});
