import { pending } from '../../capture/absence/absence.js';
import { openWatches } from './silence.js';
import { explains, LOG_OF_THE_TIME, type SilenceCause } from './silence-cause.js';

/**
 * It was sent so lately that its records are not there to read yet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const deliveryPending: SilenceCause = {
  code: 'delivery-pending',
  settledBy: () => [LOG_OF_THE_TIME],
  examine: (it) => {
    const open = openWatches(it).map((watch) => pending(watch, it.now));
    const waiting = open.filter((reason) => reason !== null);
    if (waiting.length === 0 || waiting.length < open.length) return null;
    return explains(waiting.every(({ isUpToDate }) => isUpToDate) ? 'likely' : 'possible');
  },
};
