import type { Coverage } from '../record/coverage.js';
import type { Stretch } from '../record/stretches.js';

export const overlaps = (a: Stretch, b: Stretch): boolean => a.start <= b.end && b.start <= a.end;

/** Whether a record of this window would be in the log: the log goes on past it and nothing in it was skipped. */
export const covers =
  (window: Stretch) =>
  (coverage: Coverage): boolean =>
    coverage.firstStart <= window.start &&
    window.end <= coverage.lastEnd &&
    !coverage.skipped.some((skipped) => overlaps(skipped, window));
