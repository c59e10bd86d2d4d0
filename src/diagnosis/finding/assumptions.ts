import { PASSING } from '../../capture/expectation.js';
import type { Case } from '../case/case.js';
import { isReplyOpen, leavesVpc } from '../case/reply-delivery.js';
import type { Examination } from '../cause/cause.js';
import type { Assumption } from './finding.js';

/** The way of the request is not known to lead from end to end. */
const isRequestOpen = (it: Case): boolean => it.trips.some((trip) => !trip.isRouted && leavesVpc(trip));

/** What an examination takes for granted. What passed is said to have passed all the way, and so is its answer. */
export const assumptionsOf = (it: Case, named: Examination): readonly Assumption[] => {
  const inForce: readonly Assumption[] = named.byConfiguration ? ['configuration-in-force'] : [];
  // What stops it on its way was found by the routes.
  if (named.stopped !== null || named.blames[0]?.side === null) return inForce;
  const isOpen =
    (named.byConfiguration && isRequestOpen(it)) || (named.predicts === PASSING && isReplyOpen(it));
  return isOpen ? [...inForce, 'routes-not-read'] : inForce;
};
