import { isSilent, total } from '../../conversation/conversation.js';
import type { Ends } from '../../path/round-trip.js';
import { isWholeWayKnown } from '../../path/way-known.js';
import { TCP } from '../../traffic/protocol.js';
import { recordedAt } from './agreement.js';
import type { Case } from './case.js';
import { isLegSure } from './orientation.js';
import { wasAnswered } from './way.js';
import { waysOf } from './ways.js';

/** The ends are not in one VPC of the input, where local routes join them. */
export const leavesVpc = ({ initiator, responder }: Ends): boolean =>
  initiator.kind === 'outside' ||
  responder.kind === 'outside' ||
  initiator.interface.vpcId !== responder.interface.vpcId;

/** Neither the records nor the routes given show that the answer came back to the initiator. */
export const isReplyOpen = (it: Case): boolean => {
  if (isLegSure(it) && (recordedAt(it, 'ACCEPT', 'reply', 'initiator') || wasAnswered(it))) return false;
  const ways = waysOf(it);
  if (ways.length === 0) return leavesVpc(it.ends);
  return ways.some(({ request, reply }) =>
    [request, ...(reply === null ? [] : [reply])].some(({ course }) => !isWholeWayKnown(course)),
  );
};

/**
 * An interface that is not the responder's accepted the request, so that it shows what is accepted; and it shows no reply,
 * although its log goes on.
 */
export const isReplyMissed = ({ observations }: Case): boolean =>
  observations.some(
    ({ side, forwards, standsIn, covered, forward, reverse }) =>
      side !== 'responder' &&
      !(forwards || standsIn) &&
      covered.reply &&
      forward.ACCEPT !== null &&
      isSilent(reverse),
  );

/** A client that gets its answer goes on: with data, or with the end of the connection. This one only asked. */
const wentNoFurther = (it: Case): boolean =>
  it.group.protocol === TCP &&
  !wasAnswered(it) &&
  it.observations.some(({ forward }) => total(forward) !== null);

/** Nothing shows that the reply came back, and something speaks against it, or nothing at all was given beside the log. */
export const isReplyDoubtful = (it: Case): boolean =>
  isReplyOpen(it) && (it.trips.length === 0 || wentNoFurther(it) || isReplyMissed(it));

/**
 * By all routes and rules given the reply comes back, and nothing that the initiator did speaks against it: where its last
 * record is missing, that record is more likely lost than the reply.
 */
export const isOnlyRecordMissing = (it: Case): boolean => {
  const ways = waysOf(it);
  return (
    ways.length > 0 &&
    !wentNoFurther(it) &&
    recordedAt(it, 'ACCEPT', 'reply', 'responder') &&
    ways.every(
      ({ request, reply, replyVerdict }) =>
        reply !== null &&
        replyVerdict === 'allowed' &&
        [request, reply].every(({ course }) => isWholeWayKnown(course)),
    )
  );
};
