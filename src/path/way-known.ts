import type { Course, Doubt } from './place.js';

/** Doubts about what becomes of the packet, not about where it goes. */
const LEAVE_THE_WAY = ['outbound-smtp-restricted', 'encryption-controls'];

/** Wherever it came in from outside, the reply starts where it arrived. */
export const isOfTheWay = ({ reason, component }: Doubt): boolean =>
  !LEAVE_THE_WAY.includes(reason) && component !== 'outside';

/** Nothing is in doubt about where the packet goes, though it may not be let on. */
export const isWayKnown = ({ ending, doubts }: Course): boolean =>
  ending.kind !== 'unknown' && !doubts.some(isOfTheWay);

/** Nor is it in doubt where it came in: so all of the way may be told of. */
export const isWholeWayKnown = ({ ending, doubts }: Course): boolean =>
  ending.kind !== 'unknown' && doubts.every(({ reason }) => LEAVE_THE_WAY.includes(reason));
