import { type Fate, UNANSWERED, UNDELIVERED, UNRETURNED } from '../../capture/expectation.js';
import { total } from '../../conversation/conversation.js';
import { blockers } from '../../path/blocker.js';
import type { Checkpoint } from '../../path/round-trip.js';
import type { RoutingCode } from '../../path/routing-blocker.js';
import type { Leg } from '../../traffic/direction.js';
import { agrees, recordedAt } from '../case/agreement.js';
import type { Case } from '../case/case.js';
import { isLegSure, missingForLeg } from '../case/orientation.js';
import { type Stopped, stoppedOnTheWay, wasNeverSent } from '../case/way.js';
import type { Certainty } from '../certainty.js';
import { type Cause, survives } from './cause.js';
import { recordsOrPacketsAt } from './settling.js';

/** The log would show it if the leg had come through, and does not. */
export const isBorneOut = (
  it: Case,
  { leg, isAtResponder = false }: { readonly leg: Leg; readonly isAtResponder?: boolean },
): boolean =>
  it.observations.some(
    ({ side, absenceCounts, reverse }) =>
      (side === 'initiator' || (isAtResponder && side === 'responder')) &&
      absenceCounts.reply &&
      total(reverse) === null,
  ) ||
  (leg === 'request' && it.unseen.some(({ side, absenceCounts }) => side === 'responder' && absenceCounts));

const isBefore = ({ side, leg }: Checkpoint, stopped: Leg): boolean =>
  stopped === 'request'
    ? leg === 'request' && side === 'initiator'
    : leg === 'request' || side === 'responder';

/** A filter stops it before, as far as the records do not show that it got past. */
const isDeniedBefore = (it: Case, { leg }: Stopped): boolean =>
  it.trips
    .flatMap(blockers)
    .some((at) => isBefore(at, leg) && (at.side === null || !recordedAt(it, 'ACCEPT', at.leg, at.side)));

const certaintyOf = (it: Case, stopped: Stopped): Certainty => {
  if (!stopped.isSure) return 'possible';
  // A host that sends nothing leaves the same records.
  if (stopped.leg === 'reply' && wasNeverSent(it)) return 'likely';
  return isBorneOut(it, stopped) && isLegSure(it) ? 'proven' : 'likely';
};

const predictionOf = (it: Case, { leg, isAtResponder }: Stopped): readonly Fate[] => {
  if (leg === 'request') return isAtResponder ? UNANSWERED : UNDELIVERED;
  return wasNeverSent(it) ? UNANSWERED : UNRETURNED;
};

/**
 * The cause that a leg ends on its way, though no filter denies it. It predicts ACCEPT, or nothing (AWS does not say
 * which), where the packets were before, and no record of them beyond.
 */
export const endsOnTheWay = (code: RoutingCode): Cause => ({
  code,
  settledBy: (it) => recordsOrPacketsAt(it, 'responder'),
  examine: (it) => {
    const stopped = stoppedOnTheWay(it);
    if (stopped?.blocker.code !== code) return null;
    const predicts = predictionOf(it, stopped);
    if (!agrees(it, predicts) || isDeniedBefore(it, stopped)) return null;
    return survives(certaintyOf(it, stopped), predicts, {
      leg: stopped.leg,
      stopped: stopped.blocker,
      missing: stopped.isSure ? missingForLeg(it) : stopped.missing,
      byConfiguration: true,
    });
  },
});
