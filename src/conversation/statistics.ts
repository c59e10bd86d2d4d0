import {
  type Conversation,
  type DirectionEvidence,
  type Flow,
  isMixed,
  isSilent,
  total,
} from './conversation.js';
import { DOUBTS, type Doubt } from './doubt.js';
import type { FlowEndReason } from './flow-end-reason.js';

/** Why a conversation has records of one direction only. */
export type OneSided =
  /** The request was rejected: there was nothing to answer. */
  | 'rejected'
  /** A request was accepted, and no reply is recorded. */
  | 'no-reply'
  /** Only the reply is recorded; the request stands in an earlier window, another slice or another log. */
  | 'reverse-only'
  /** It is not known which leg it is. */
  | 'unknown-leg';

export const ONE_SIDED: readonly OneSided[] = ['rejected', 'no-reply', 'reverse-only', 'unknown-leg'];

/** Why only one direction is there; null when both are. */
export const oneSidedOf = (
  it: Pick<Conversation, 'forward' | 'reverse' | 'directionMethod'>,
): OneSided | null => {
  if (!isSilent(it.forward) && !isSilent(it.reverse)) return null;
  if (it.directionMethod === 'arbitrary') return 'unknown-leg';
  if (isSilent(it.forward)) return 'reverse-only';
  return it.forward.REJECT !== null && it.forward.ACCEPT === null ? 'rejected' : 'no-reply';
};

/** What a run of the correlator came to. */
export type ConversationStatistics = {
  /** How many there are. */
  readonly conversations: number;
  /** Conversations with records of both directions. */
  readonly twoSided: number;
  /** How many records are in those with both directions. */
  readonly paired: number;
  readonly oneSided: Readonly<Record<OneSided, number>>;
  /** By the evidence that told who spoke first. */
  readonly directionEvidence: Readonly<Partial<Record<DirectionEvidence, number>>>;
  /** Conversations without a doubt that their records belong together, and the others by doubt. */
  readonly certain: number;
  readonly doubts: Readonly<Record<Doubt, number>>;
  /** Nothing told who spoke first. */
  readonly ambiguous: number;
  /** The verdict of one direction changed midway. */
  readonly mixed: number;
  readonly flowEndReasons: Readonly<Record<FlowEndReason, number>>;
  /** Records left out in favour of a flow log with shorter windows. */
  readonly copies: number;
};

const recordsOf = (flow: Flow): number => total(flow)?.records ?? 0;

/** Counts conversations as they are given out. */
export const conversationStatistics = () => {
  const oneSided = { rejected: 0, 'no-reply': 0, 'reverse-only': 0, 'unknown-leg': 0 };
  const flowEndReasons = { idle: 0, active: 0, endOfFlow: 0, endOfInput: 0 };
  const directionEvidence: Partial<Record<DirectionEvidence, number>> = {};
  const doubts = Object.fromEntries(DOUBTS.map((doubt) => [doubt, 0])) as Record<Doubt, number>;
  const sum = { certain: 0, conversations: 0, twoSided: 0, paired: 0, ambiguous: 0, mixed: 0, copies: 0 };
  return {
    add: (it: Conversation): void => {
      const reason = oneSidedOf(it);
      sum.conversations++;
      sum.copies += it.copies;
      sum.ambiguous += Number(it.directionMethod === 'arbitrary');
      sum.mixed += Number(isMixed(it.forward) || isMixed(it.reverse));
      sum.certain += Number(it.doubts.length === 0);
      for (const doubt of it.doubts) doubts[doubt]++;
      flowEndReasons[it.flowEndReason]++;
      for (const rung of it.directionEvidence) directionEvidence[rung] = (directionEvidence[rung] ?? 0) + 1;
      if (reason !== null) oneSided[reason]++;
      else {
        sum.twoSided++;
        sum.paired += recordsOf(it.forward) + recordsOf(it.reverse);
      }
    },
    statistics: (): ConversationStatistics => ({
      ...sum,
      doubts,
      oneSided,
      directionEvidence,
      flowEndReasons,
    }),
  };
};
