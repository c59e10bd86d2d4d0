import { PASSING } from '../../capture/expectation.js';
import { blockers } from '../../path/blocker.js';
import { agrees } from '../agreement.js';
import { type Cause, survives } from '../cause.js';

/**
 * Both legs were accepted where they were recorded, and no rule given denies them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const allowedBothWays: Cause = {
  code: 'allowed-both-ways',
  examine: (it) => {
    const both = it.observations.some(
      ({ forward, reverse }) => forward.ACCEPT !== null && reverse.ACCEPT !== null,
    );
    if (!both || !agrees(it, PASSING) || it.trips.some((trip) => blockers(trip).length > 0)) return null;
    const deciding = it.trips.flatMap(({ checkpoints }) =>
      checkpoints.flatMap(({ verdict }) => verdict.deciding),
    );
    return survives('proven', PASSING, { deciding, byConfiguration: it.trips.length > 0 });
  },
};
