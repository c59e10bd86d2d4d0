import { rejectedAt, STATIONS } from '../../capture/expectation.js';
import { blockers } from '../../path/blocker.js';
import { agrees, recorded } from '../agreement.js';
import type { Case } from '../case.js';
import { type Cause, type Examination, survives } from '../cause.js';
import { rejectReason } from '../rejection.js';
import { endedBy } from '../way.js';
import { endsOnTheWay } from './ends-on-the-way.js';
import { namedRejectReason } from './named-reject-reason.js';

const CODE = 'block-public-access';

const named = namedRejectReason(CODE, 'BPA');

const unrecorded = endsOnTheWay(CODE);

/**
 * A REJECT without a reason, which formats without the field have, where the filters given let the leg pass and its way ends
 * at Block Public Access.
 */
const withoutReason = (it: Case): Examination | null => {
  const station = STATIONS.find(({ side, leg }) => recorded(it, 'REJECT', leg, side));
  if (station === undefined || rejectReason(it, station.leg) !== null) return null;
  const ended = endedBy(it, station.leg);
  if (ended?.blocker.code !== CODE || it.trips.some((trip) => blockers(trip).length > 0)) return null;
  const predicts = rejectedAt(station);
  if (!agrees(it, predicts)) return null;
  return survives(ended.isSure ? 'likely' : 'possible', predicts, {
    leg: station.leg,
    stopped: ended.blocker,
    missing: ended.missing,
    byConfiguration: true,
  });
};

/**
 * VPC Block Public Access keeps traffic from the internet: REJECT with `reject-reason` BPA, where the format has that field.
 * Whether it is recorded in both directions AWS does not say.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-assess-impact-main.html
 */
export const blockPublicAccess: Cause = {
  code: CODE,
  examine: (it) => named.examine(it) ?? unrecorded.examine(it) ?? withoutReason(it),
};
