import { PASSING } from '../../capture/expectation.js';
import { blockers } from '../../path/blocker.js';
import { agreesAsFarAsRecorded } from '../agreement.js';
import { type Cause, survives } from '../cause.js';
import { EARLIER_LOG } from '../missing-input.js';
import type { Observation } from '../observation.js';
import { refusals } from '../reset.js';

/** Nothing but one reset for each SYN left the responder's own interface, and no record from before is missing. */
const isItsOwn = ({ side, covered, forward, reverse }: Observation): boolean =>
  side === 'responder' && covered.request && (reverse.ACCEPT?.packets ?? 0) <= (forward.ACCEPT?.packets ?? 0);

/**
 * The SYN was answered with a reset (tcp-flags 4), and both were accepted: the host, or something that answers for it, is
 * there and refuses. It needs `tcp-flags`. Only at the responder's own interface it is sure that its host did.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const refusedByHost: Cause = {
  code: 'refused-by-host',
  examine: (it) => {
    const seen = refusals(it);
    if (seen.length === 0 || !agreesAsFarAsRecorded(it, PASSING)) return null;
    if (it.trips.some((trip) => blockers(trip).length > 0)) return null;
    if (seen.some(isItsOwn)) return survives('proven', PASSING);
    const beginsLate = seen.some(({ side, covered }) => side === 'responder' && !covered.request);
    return survives('likely', PASSING, { missing: beginsLate ? [EARLIER_LOG] : [] });
  },
};
