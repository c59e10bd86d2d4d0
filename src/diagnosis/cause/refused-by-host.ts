import { PASSING } from '../../capture/expectation.js';
import { blockers } from '../../path/blocker.js';
import { agreesAsFarAsRecorded } from '../case/agreement.js';
import { isAskedOnce } from '../case/asked-once.js';
import type { Case } from '../case/case.js';
import { EARLIER_LOG } from '../case/missing-input.js';
import type { Observation } from '../case/observation.js';
import { refusals } from '../case/reset.js';
import { stoppedOnTheWay } from '../case/way.js';
import { type Cause, type Examination, survives } from './cause.js';
import { packetsAt } from './settling.js';

/** Nothing but one reset for each SYN left the responder's own interface, and no record from before is missing. */
const isItsOwn = ({ side, covered, forward, reverse }: Observation): boolean =>
  side === 'responder' && covered.request && (reverse.ACCEPT?.packets ?? 0) <= (forward.ACCEPT?.packets ?? 0);

/** Where the SYN was sent once, the record of a reset may be lost. */
const perhapsUnrecorded = (it: Case): Examination | null => {
  if (!isAskedOnce(it) || !agreesAsFarAsRecorded(it, PASSING)) return null;
  if (it.trips.some((trip) => blockers(trip).length > 0) || stoppedOnTheWay(it) !== null) return null;
  return survives('possible', PASSING, { onlyAlternative: true });
};

/**
 * The SYN was answered with a reset (tcp-flags 4), and both were accepted: the host, or something that answers for it, is
 * there and refuses. It needs `tcp-flags`. Only at the responder's own interface it is sure that its host did.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const refusedByHost: Cause = {
  code: 'refused-by-host',
  settledBy: (it) => packetsAt(it, 'responder'),
  examine: (it) => {
    const seen = refusals(it);
    if (seen.length === 0) return perhapsUnrecorded(it);
    if (!agreesAsFarAsRecorded(it, PASSING)) return null;
    if (it.trips.some((trip) => blockers(trip).length > 0)) return null;
    if (seen.some(isItsOwn)) return survives('proven', PASSING);
    const beginsLate = seen.some(({ side, covered }) => side === 'responder' && !covered.request);
    return survives('likely', PASSING, { missing: beginsLate ? [EARLIER_LOG] : [] });
  },
};
