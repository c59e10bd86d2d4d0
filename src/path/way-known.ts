import type { Passage } from './passage.js';
import type { Doubt } from './place.js';
import type { Reach } from './reach.js';

/** Doubts about what becomes of the packet, not about where it goes. */
const LEAVE_THE_WAY = ['outbound-smtp-restricted', 'encryption-controls'];

/** Wherever it came in from outside, the reply starts where it arrived. */
const isOfTheWay = ({ reason, component }: Doubt): boolean =>
  !LEAVE_THE_WAY.includes(reason) && component !== 'outside';

/** Where the way of the request is not known, neither is what the responder saw of it, nor the way of its answer. */
export const isWayKnown = ({ ending, doubts }: Passage['course']): boolean =>
  ending.kind !== 'unknown' && !doubts.some(isOfTheWay);

const NOT_ARRIVED: Doubt = {
  reason: 'request-does-not-arrive',
  component: 'outside',
  id: null,
  missing: [],
};

/** What leaves open whether each leg passes. Where the way of the request is not known, neither is that of its reply. */
export const doubtsOf = ({
  request,
  reply,
  isAnswered,
}: Reach): { readonly request: readonly Doubt[]; readonly reply: readonly Doubt[] } => {
  const { doubts, ending } = request.course;
  const inherited = isWayKnown(request.course) ? [] : doubts.filter(isOfTheWay);
  const lost = reply === null && ending.kind === 'stopped' ? [NOT_ARRIVED] : [];
  return {
    request: doubts,
    reply: isAnswered ? [...inherited, ...(reply?.course.doubts ?? []), ...lost] : [],
  };
};
