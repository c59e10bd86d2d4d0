import { UNDELIVERED, UNRETURNED } from '../../capture/expectation.js';
import { isSilent } from '../../conversation/conversation.js';
import { agrees, recorded, recordedAt } from '../case/agreement.js';
import type { Case } from '../case/case.js';
import { ROUTE_TABLES } from '../case/missing-input.js';
import { isReplyOpen, leavesVpc } from '../case/reply-delivery.js';
import { waysOf } from '../case/ways.js';
import { type Cause, type Examination, survives } from './cause.js';
import { endsOnTheWay } from './ends-on-the-way.js';

const byRoutes = endsOnTheWay('no-route');

/** The reply was seen to leave, nothing shows that it came back, and no routes were given that would tell. */
const perhapsForTheReply = (it: Case): Examination | null => {
  const isAnswered = recorded(it, 'ACCEPT', 'request') && recorded(it, 'ACCEPT', 'reply');
  if (!isAnswered || waysOf(it).length > 0 || !isReplyOpen(it) || !agrees(it, UNRETURNED)) return null;
  return survives('possible', UNRETURNED, { leg: 'reply', missing: [ROUTE_TABLES], onlyAlternative: true });
};

/** Nothing shows that the request came to the other end, and no routes were given that would lead it there. */
export const perhapsForTheRequest = (it: Case): Examination | null => {
  const isOpen =
    it.trips.length > 0 &&
    it.ends.initiator.kind === 'interface' &&
    leavesVpc(it.ends) &&
    it.network.routeTables.size === 0 &&
    recordedAt(it, 'ACCEPT', 'request', 'initiator') &&
    it.observations.every(({ reverse }) => isSilent(reverse));
  if (!isOpen || !agrees(it, UNDELIVERED)) return null;
  return survives('possible', UNDELIVERED, {
    leg: 'request',
    missing: [ROUTE_TABLES],
    onlyAlternative: true,
  });
};

/**
 * A route table on the way has no route to the destination, or the route leads where nothing takes it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export const noRoute: Cause = {
  code: 'no-route',
  settledBy: byRoutes.settledBy,
  examine: (it) => byRoutes.examine(it) ?? perhapsForTheReply(it) ?? perhapsForTheRequest(it),
};
