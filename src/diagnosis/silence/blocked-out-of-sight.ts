import { blockedBefore, goesNoFurther } from '../../capture/absence/absence.js';
import type { Stopper } from '../../capture/absence/way.js';
import { blockerCode, blockers } from '../../path/blocker.js';
import type { Checkpoint } from '../../path/round-trip.js';
import type { Gap } from '../../problem/gap.js';
import { workingFlowLog } from '../cause/settling.js';
import type { Code } from '../code.js';
import { type Silence, structural, telling } from './silence.js';
import { explains, type SilenceExamination, whatWasSent } from './silence-cause.js';

/** The filter among those of the two ends, which a change can be proposed for. */
const atAnEnd = ({ trip }: Silence, { kind, at }: Stopper): readonly Checkpoint[] => {
  if (kind === 'routing' || trip === null) return [];
  const isIt = (it: Checkpoint) =>
    it.interface.id === at.interface.id && it.direction === at.direction && it.filter === at.filter;
  return blockers(trip).filter((it) => it.leg === 'request' && isIt(it));
};

/** A flow log of the interface whose filter stops it; what is stopped on its way may leave no record anywhere. */
export const whereItWouldShow = (it: Silence): readonly Gap[] => {
  const [stopper] = it.way?.stoppers ?? [];
  return stopper?.kind === 'filter' ? [workingFlowLog(stopper.at.interface.id)] : whatWasSent(it);
};

/**
 * The request is stopped where nobody records it, so that nothing arrives where somebody would: by a filter, or for want
 * of a way, of which AWS does not say whether the last interface records it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const blockedOutOfSight = (
  it: Silence,
): { readonly code: Code; readonly examination: SilenceExamination } | null => {
  const { way } = it;
  const [stopper] = way?.stoppers ?? [];
  if (way === null || stopper === undefined) return null;
  if (!it.watches.some((watch) => blockedBefore(watch, way) ?? goesNoFurther(watch, way))) return null;
  if (!telling(it).every((watch) => !watch.isCertain || structural(it, watch).length > 0)) return null;
  const blames = atAnEnd(it, stopper);
  return {
    code: stopper.kind === 'routing' ? stopper.at.code : blockerCode(stopper.at),
    examination: explains('likely', {
      stoppers: way.stoppers,
      blames,
      trips: it.trip === null ? [] : [it.trip],
    }),
  };
};
