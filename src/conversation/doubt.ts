/**
 * Why records taken for one conversation might belong to several:
 * - `window-missing`: none of them lies in a window in between, which was silent or whose record is lost;
 * - `opened-again`: a SYN came from a side that had sent before and was not seen to close: a retry, or another connection;
 * - `reply-after-close`: a side was first seen after the other one had closed;
 * - `reuse-not-visible`: they lie in several windows, and no flags were logged that would show a reuse of the ports;
 * - `both-verdicts`: packets of one side were accepted and rejected, or a rejected request has a reply, or may have, since
 *   nothing but the verdicts tells which of both is the request: a verdict that changed, or one attempt and another.
 */
export type Doubt = (typeof DOUBTS)[number];

/** The first three are bits of a sum's code, in this order. */
export const DOUBTS = [
  'window-missing',
  'opened-again',
  'reply-after-close',
  'reuse-not-visible',
  'both-verdicts',
] as const;
