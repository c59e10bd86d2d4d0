import type { Doubt } from './place.js';
import type { Reach } from './reach.js';
import { isOfTheWay, isWayKnown } from './way-known.js';

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
