import { STATIONS } from '../../capture/expectation.js';
import { blockers } from '../../path/blocker.js';
import type { Checkpoint } from '../../path/round-trip.js';
import { recordedAt } from './agreement.js';
import type { Case } from './case.js';
import { isLegMixed } from './rejection.js';

/**
 * How many stations the packets are known to have got past: all before the last one that recorded them, and that one too
 * where it accepted them.
 */
export const passedStations = (it: Case): number =>
  STATIONS.reduce((passed, { side, leg }, i) => {
    if (recordedAt(it, 'ACCEPT', leg, side)) return i + 1;
    return recordedAt(it, 'REJECT', leg, side) ? Math.max(passed, i) : passed;
  }, 0);

/**
 * Denials that the records disprove: the packets were seen beyond that filter, so the configuration given is not the one
 * that was in force there.
 */
export const disprovedDenials = (it: Case): readonly Checkpoint[] => {
  // Where the verdict changed midway, a filter that denies now let packets pass before.
  if (isLegMixed(it, 'request') || isLegMixed(it, 'reply')) return [];
  const passed = STATIONS.slice(0, passedStations(it));
  return it.trips
    .flatMap(blockers)
    .filter((at) => passed.some(({ side, leg }) => side === at.side && leg === at.leg));
};
