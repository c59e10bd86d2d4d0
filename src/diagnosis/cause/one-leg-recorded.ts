import { UNPREDICTED } from '../../capture/expectation.js';
import { missingForCapture } from '../../capture/traffic-type.js';
import { actionsOf } from '../../conversation/conversation.js';
import { type Leg, otherLeg } from '../../traffic/direction.js';
import { TCP } from '../../traffic/protocol.js';
import { type Case, flowOf } from '../case/case.js';
import { LONGER_LOG } from '../case/missing-input.js';
import type { OneLegReason } from './cause.js';
import { type Cause, survives } from './cause.js';
import { recordsOrPacketsAt, unknownWay } from './settling.js';

const LEGS: readonly Leg[] = ['request', 'reply'];

/** The only leg that any interface recorded, when it was accepted throughout; null otherwise. */
const onlyLeg = (it: Case): Leg | null => {
  const seen = LEGS.filter((leg) => it.observations.some((at) => actionsOf(flowOf(at, leg)).length > 0));
  const [leg, ...more] = seen;
  const rejected = it.observations.some((at) => LEGS.some((one) => flowOf(at, one).REJECT !== null));
  return leg === undefined || more.length > 0 || rejected ? null : leg;
};

/** What explains that the other leg is not there, without anything being wrong. */
const reasonFor = (it: Case, leg: Leg): OneLegReason | null => {
  if (it.observations.some(({ capture }) => capture === 'accept' || capture === 'reject'))
    return 'traffic-type';
  if (it.observations.some(({ covered }) => !covered[otherLeg(leg)])) return 'edge-of-log';
  if (it.observations.some(({ capture }) => capture !== 'all')) return 'traffic-type';
  return it.group.protocol === TCP ? null : 'one-way-protocol';
};

/**
 * One leg was recorded and accepted, and there is a harmless reason for the other one's absence: the log begins or ends
 * there, the flow log keeps only one action (or nobody said which), or the protocol need not answer.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-basics.html
 */
export const oneLegRecorded: Cause = {
  code: 'one-leg-recorded',
  settledBy: (it) => recordsOrPacketsAt(it, 'responder'),
  examine: (it) => {
    const leg = onlyLeg(it);
    const reason = leg === null ? null : reasonFor(it, leg);
    if (leg === null || reason === null || it.unsolicited !== null) return null;
    const predicts = UNPREDICTED;
    return survives('possible', predicts, {
      leg,
      oneLegReason: reason,
      missing: [
        ...it.observations.flatMap(({ observationPoint }) => missingForCapture(it.network, observationPoint)),
        ...(reason === 'edge-of-log' ? [LONGER_LOG] : []),
        ...unknownWay(it),
      ],
    });
  },
};
