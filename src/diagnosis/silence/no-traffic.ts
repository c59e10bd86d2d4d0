import { otherAddress, silent, skipped } from '../../capture/absence/absence.js';
import type { Watch } from '../../capture/absence/watch.js';
import { undecided } from '../../path/blocker.js';
import { distinct } from '../../problem/gap.js';
import { openWatches } from './silence.js';
import { explains, LOG_OF_THE_TIME, type SilenceCause, unknownRoutes, whatWasSent } from './silence-cause.js';

/** The source sees whatever it sends; other places only what nothing stops before, as far as that is known. */
const wouldSee = ({ end, fate, isCertain }: Watch): boolean =>
  isCertain && (end === 'source' || end === null || fate !== 'unknown');

/**
 * The flow logs keep whatever the record would be, the log holds other windows of the interface, and nothing matches: up
 * to the watermark no such packet crossed it. At the source that means that it never left the host.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const noTraffic: SilenceCause = {
  code: 'no-traffic',
  settledBy: whatWasSent,
  examine: (it) => {
    const open = openWatches(it).filter((watch) => otherAddress(watch) === null);
    const quiet = open.filter((watch) => silent(watch) !== null);
    const whole = quiet.filter((watch) => skipped(watch) === null);
    if (whole.length === 0) return null;
    // The source that was watched all the time is enough: no other interface can see what it never sent.
    const isSure = whole.some((watch) => watch.end === 'source' && wouldSee(watch));
    const isLikely = isSure || (whole.length === open.length && whole.every(wouldSee));
    const unknown = isLikely || it.trip === null ? [] : undecided(it.trip);
    return explains(isLikely ? 'likely' : 'possible', {
      missing: distinct([
        ...unknown.flatMap(({ verdict }) => verdict.missing),
        ...(isSure ? [] : unknownRoutes(it)),
        LOG_OF_THE_TIME,
      ]),
    });
  },
};
