import { type Conversation, windowOf } from '../conversation.js';
import { byPointAndContent } from '../in-order.js';
import { LONGEST_DELTA, timeDelta } from '../time-delta.js';

/** Whether some conversations may be of the same packets as others, apart from their time. */
export type CanJoin = (some: readonly Conversation[], others: readonly Conversation[]) => boolean;

/** A journey in the making: its members, and from when to when they were seen. */
type Joining = { readonly members: readonly Conversation[]; readonly start: number; readonly end: number };

const joiningOf = (members: readonly Conversation[]): Joining => {
  const windows = members.map(windowOf);
  return {
    members,
    start: Math.min(...windows.map(({ start }) => start)),
    end: Math.max(...windows.map(({ end }) => end)),
  };
};

const both = (a: Joining, b: Joining): Joining => ({
  members: [...a.members, ...b.members],
  start: a.start,
  end: Math.max(a.end, b.end),
});

/** Puts each to the first before it that `isNear` in time and that it can be joined to; in order of their start. */
const joinedWhere = (
  inOrder: readonly Joining[],
  isNear: (before: Joining, it: Joining) => boolean,
  canJoin: CanJoin,
): readonly Joining[] => {
  const joined: Joining[] = [];
  let near: number[] = [];
  for (const it of inOrder) {
    const at = (index: number): Joining => joined[index] as Joining;
    near = near.filter((index) => at(index).end + LONGEST_DELTA >= it.start);
    const partner = near.find((index) => isNear(at(index), it) && canJoin(at(index).members, it.members));
    if (partner === undefined) near.push(joined.push(it) - 1);
    else joined[partner] = both(at(partner), it);
  }
  return joined;
};

const first = ({ members }: Joining): Conversation => members[0] as Conversation;

/**
 * Puts each to the ones that other observation points recorded at the same time, and only then to what they recorded
 * within the delta: where a port was used again, the attempt before is as near as that, and not the same.
 */
export const joinInTime = (
  parts: readonly (readonly Conversation[])[],
  canJoin: CanJoin,
  maxAggregationInterval: number | null,
): readonly (readonly Conversation[])[] => {
  const inOrder = parts
    .map(joiningOf)
    .sort((a, b) => a.start - b.start || byPointAndContent(first(a), first(b)));
  const atOnce = joinedWhere(inOrder, (before, it) => before.end > it.start, canJoin);
  const delta = (a: Joining, b: Joining): number =>
    timeDelta(Math.max(a.end - a.start, b.end - b.start), maxAggregationInterval);
  return joinedWhere(atOnce, (before, it) => before.end + delta(before, it) >= it.start, canJoin).map(
    ({ members }) => members,
  );
};
