import { UNDELIVERED } from '../../capture/expectation.js';
import { distinct, type Gap } from '../../problem/gap.js';
import { agrees, recorded, recordedAt } from '../case/agreement.js';
import type { Case } from '../case/case.js';
import { ROUTE_TABLES } from '../case/missing-input.js';
import { isLegSure, missingForLeg } from '../case/orientation.js';
import { waysOf } from '../case/ways.js';
import { type Cause, survives } from './cause.js';
import { packetsAt } from './settling.js';

/** Both ends are in one subnet, where no route table is asked. */
const areNeighbours = ({ ends: { initiator, responder } }: Case): boolean =>
  initiator.kind === 'interface' &&
  responder.kind === 'interface' &&
  initiator.interface.subnetId !== null &&
  initiator.interface.subnetId === responder.interface.subnetId;

/** What would tell where the packets go. */
const missingForWay = (it: Case): readonly Gap[] => {
  if (areNeighbours(it)) return [];
  const ways = waysOf(it);
  return ways.length === 0 ? [ROUTE_TABLES] : ways.flatMap(({ request }) => request.missing);
};

/** Something between rewrites or hides the addresses, or may do so: the destination would show others. */
const mayArriveOtherwise = (it: Case): boolean =>
  waysOf(it).some(({ request: { course } }) => course.translations.length > 0 || course.doubts.length > 0);

/** More than one record is missing where the request should have come: a single one may be lost, as delivery is best effort. */
const isMissingOften = ({ group, observations }: Case): boolean =>
  group.conversations > 1 || observations.some(({ forward: { ACCEPT } }) => (ACCEPT?.records ?? 0) > 1);

/**
 * The request left its interface and did not come to that of its destination, which records all and shows nothing. No
 * filter did it (a rejected request is recorded there), so it died between them: a route, a gateway, an appliance.
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export const requestNotDelivered: Cause = {
  code: 'request-not-delivered',
  settledBy: (it) => packetsAt(it, 'responder'),
  examine: (it) => {
    const isAbsent = it.unseen.some(({ side, absenceCounts }) => side === 'responder' && absenceCounts);
    const left = recordedAt(it, 'ACCEPT', 'request', 'initiator') && !recorded(it, 'REJECT', 'request');
    if (!isAbsent || !left || !agrees(it, UNDELIVERED)) return null;
    const isWayKnown = areNeighbours(it) || (waysOf(it).length > 0 && !mayArriveOtherwise(it));
    return survives(isLegSure(it) && isWayKnown && isMissingOften(it) ? 'likely' : 'possible', UNDELIVERED, {
      leg: 'request',
      missing: distinct([...missingForWay(it), ...missingForLeg(it)]),
    });
  },
};
