import { TCP } from '../../traffic/protocol.js';
import { type Conversation, isMixed } from '../conversation.js';
import { DOUBTS, type Doubt } from '../doubt.js';
import type { Piece } from './cut.js';
import type { OpenConversations } from './open-conversations.js';
import { HAS_FLAGS } from './sum-code.js';
import { CODE, FIRST, RECORDS, SUM_WORDS } from './sum-pool.js';

/** Its records lie in several windows, and no flags, or not all, tell what the protocol did. */
const hidesReuse = ({ pool, scratch }: OpenConversations, { from, to }: Piece, protocol: number): boolean => {
  const first = pool.words[(scratch[from] as number) * SUM_WORDS + FIRST];
  let [isWide, isFlagged] = [false, protocol === TCP];
  for (let i = from; i < to; i++) {
    const at = (scratch[i] as number) * SUM_WORDS;
    isWide ||= pool.words[at + FIRST] !== first || (pool.words[at + RECORDS] as number) > 1;
    isFlagged &&= ((pool.words[at + CODE] as number) & HAS_FLAGS) !== 0;
  }
  return isWide && !isFlagged;
};

const CERTAIN: readonly Doubt[] = [];

type Directed = Pick<Conversation, 'forward' | 'reverse' | 'directionEvidence'>;

/** Verdicts that one connection can have only if they changed while it went on. */
const hasBothVerdicts = (it: Directed): boolean => {
  const { forward, reverse } = it;
  if (isMixed(forward) || isMixed(reverse)) return true;
  const [isRequestRejected, isReplyRejected] = [forward.REJECT !== null, reverse.REJECT !== null];
  if (isRequestRejected) return reverse.ACCEPT !== null || isReplyRejected;
  // The other way round it would be a rejected request with an accepted reply.
  const isOrderSure = it.directionEvidence.some((rung) => rung === 'tcp-flags' || rung === 'service-port');
  return isReplyRejected && forward.ACCEPT !== null && !isOrderSure;
};

/** Why the records of a piece might be of several conversations. */
export const doubtsAbout = (
  it: OpenConversations,
  piece: Piece,
  protocol: number,
  directed: Directed,
): readonly Doubt[] => {
  const hides = hidesReuse(it, piece, protocol);
  const mixed = hasBothVerdicts(directed);
  if (piece.doubts === 0 && !hides && !mixed) return CERTAIN;
  return [
    ...DOUBTS.filter((_, bit) => (piece.doubts & (1 << bit)) !== 0),
    ...(hides ? ['reuse-not-visible' as const] : []),
    ...(mixed ? ['both-verdicts' as const] : []),
  ];
};
