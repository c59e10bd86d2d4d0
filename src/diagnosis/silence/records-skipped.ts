import { skipped } from '../../capture/absence/absence.js';
import { openWatches } from './silence.js';
import { explains, LOG_OF_THE_TIME, type SilenceCause } from './silence-cause.js';

/**
 * AWS lost records of every interface that would have recorded it, "because of an internal capacity constraint, or an
 * internal error". https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const recordsSkipped: SilenceCause = {
  code: 'records-skipped',
  settledBy: () => [LOG_OF_THE_TIME],
  examine: (it) => {
    const open = openWatches(it).map(skipped);
    if (open.length === 0 || open.some((reason) => reason === null)) return null;
    return explains('possible', { missing: [LOG_OF_THE_TIME] });
  },
};
