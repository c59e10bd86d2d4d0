import { type Fate, UNANSWERED, UNDELIVERED, UNRETURNED } from '../../capture/expectation.js';
import { type BlockerCode, blockerCode } from '../../path/blocker.js';
import type { Checkpoint } from '../../path/round-trip.js';
import { agrees } from '../case/agreement.js';
import { type Case, flowOf } from '../case/case.js';
import { deniedMidway, type Midway } from '../case/midway.js';
import { isLegKnown, missingForLeg } from '../case/orientation.js';
import { rejectReason } from '../case/rejection.js';
import { type Examination, survives } from './cause.js';
import { isBorneOut } from './ends-on-the-way.js';

/** The log shows the rejection at that filter, or that the leg did not come through. */
const isShown = (it: Case, { interface: { id }, leg }: Checkpoint): boolean =>
  isBorneOut(it, { leg }) ||
  it.observations.some((at) => at.observationPoint === id && flowOf(at, leg).REJECT !== null);

const predictionOf = ({ at, comesToResponder }: Midway): readonly Fate[] => {
  if (at.leg === 'request') return comesToResponder ? UNANSWERED : UNDELIVERED;
  return comesToResponder ? UNRETURNED : UNANSWERED;
};

/** A filter of this kind between the ends denies the leg: that of a NAT gateway's subnet, of a load balancer ... */
export const betweenTheEnds = (it: Case, code: BlockerCode): Examination | null => {
  const midway = deniedMidway(it);
  if (midway === null || blockerCode(midway.at) !== code) return null;
  const { at, isSure } = midway;
  const predicts = predictionOf(midway);
  if (!agrees(it, predicts) || rejectReason(it, at.leg) !== null) return null;
  const certainty = isShown(it, at) && isLegKnown(it) ? 'proven' : 'likely';
  return survives(isSure ? certainty : 'possible', predicts, {
    leg: at.leg,
    blames: [at],
    deciding: at.verdict.deciding,
    nearest: at.verdict.nearest,
    missing: missingForLeg(it),
    byConfiguration: true,
  });
};
