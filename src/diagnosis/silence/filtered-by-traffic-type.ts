import { blockedBefore, goesNoFurther, wrongTrafficType } from '../../capture/absence/absence.js';
import { blockers, undecided } from '../../path/blocker.js';
import { distinct } from '../../problem/gap.js';
import { BOTH_ACTIONS } from '../case/missing-input.js';
import { openWatches, type Silence, structural, telling } from './silence.js';
import { explains, type SilenceCause } from './silence-cause.js';

/** What the filters at these interfaces say of the request, where that is known. */
const judgedAt = ({ trip, watches }: Silence) => {
  if (trip === null) return {};
  const here = watches.map(({ interfaceId }) => interfaceId);
  const rejecting = blockers(trip).filter((at) => at.leg === 'request' && here.includes(at.interface.id));
  return { trips: [trip], blames: rejecting };
};

/**
 * The flow logs that cover the interfaces keep only the other action.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
 */
export const filteredByTrafficType: SilenceCause = {
  code: 'filtered-by-traffic-type',
  settledBy: () => [BOTH_ACTIONS],
  examine: (it) => {
    const left = telling(it).map((watch) => ({ watch, reason: wrongTrafficType(watch) }));
    if (!left.some(({ reason }) => reason !== null)) return null;
    const isStructural = left.every(({ watch }) => structural(it, watch).length > 0);
    const isBlocked = left.some(
      ({ watch }) => blockedBefore(watch, it.way) !== null || goesNoFurther(watch, it.way) !== null,
    );
    // Where the request is blocked before, that is the cause, and names this beside it.
    if (isStructural) return isBlocked ? null : explains(it.assumesTcp ? 'likely' : 'proven', judgedAt(it));
    if (!openWatches(it).every((watch) => wrongTrafficType(watch) !== null)) return null;
    const unknown = it.trip === null ? [] : undecided(it.trip);
    return explains('likely', { missing: distinct(unknown.flatMap(({ verdict }) => verdict.missing)) });
  },
};
