import { blockedBefore } from '../../capture/absence/absence.js';
import { blockerCode } from '../../path/blocker.js';
import type { Checkpoint } from '../../path/round-trip.js';
import type { Code } from '../code.js';
import { type Silence, structural } from './silence.js';
import { explains, type SilenceExamination } from './silence-cause.js';

/** The filters that stop the request before the interface whose log was read; the first names the cause. */
const upstream = (it: Silence): readonly Checkpoint[] =>
  it.watches.flatMap((watch) => blockedBefore(watch, it.trip)?.by ?? []);

/**
 * The request is blocked where nobody records it, so that nothing arrives where somebody would.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const blockedOutOfSight = (
  it: Silence,
): { readonly code: Code; readonly examination: SilenceExamination } | null => {
  const [first] = upstream(it);
  if (first === undefined || it.trip === null) return null;
  if (!it.watches.every((watch) => structural(it, watch).length > 0)) return null;
  return {
    code: blockerCode(first),
    examination: explains('likely', { blames: [first], trips: [it.trip] }),
  };
};
