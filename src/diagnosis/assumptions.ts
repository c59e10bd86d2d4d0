import { PASSING } from '../capture/expectation.js';
import type { Ends } from '../path/round-trip.js';
import { isWholeWayKnown } from '../path/way-known.js';
import { recordedAt } from './agreement.js';
import type { Case } from './case.js';
import type { Examination } from './cause.js';
import type { Assumption } from './finding.js';
import { isLegSure } from './orientation.js';
import { waysOf } from './way.js';

/** The ends are not in one VPC of the input, where local routes join them. */
const leavesVpc = ({ initiator, responder }: Ends): boolean =>
  initiator.kind === 'outside' ||
  responder.kind === 'outside' ||
  initiator.interface.vpcId !== responder.interface.vpcId;

/** The way of the request is not known to lead from end to end. */
const isRequestOpen = (it: Case): boolean => it.trips.some((trip) => !trip.isRouted && leavesVpc(trip));

/** Neither the records of the initiator nor the routes given show that the answer came back to it. */
const isReplyOpen = (it: Case): boolean => {
  if (isLegSure(it) && recordedAt(it, 'ACCEPT', 'reply', 'initiator')) return false;
  const ways = waysOf(it);
  if (ways.length === 0) return leavesVpc(it.ends);
  return ways.some(({ request, reply }) =>
    [request, ...(reply === null ? [] : [reply])].some(({ course }) => !isWholeWayKnown(course)),
  );
};

/** What an examination takes for granted. What passed is said to have passed all the way, and so is its answer. */
export const assumptionsOf = (it: Case, named: Examination): readonly Assumption[] => {
  const inForce: readonly Assumption[] = named.byConfiguration ? ['configuration-in-force'] : [];
  // What stops it on its way was found by the routes.
  if (named.stopped !== null || named.blames[0]?.side === null) return inForce;
  const isOpen =
    (named.byConfiguration && isRequestOpen(it)) || (named.predicts === PASSING && isReplyOpen(it));
  return isOpen ? [...inForce, 'routes-not-read'] : inForce;
};
