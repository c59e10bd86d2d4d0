import type { Timing } from '../time-delta.js';
import { closes, FROM_RIGHT } from './sum-code.js';
import { CODE, SUM_WORDS, type SumPool } from './sum-pool.js';
import { groupAt, type WindowGroup } from './window-group.js';

const [WINDOW_MISSING, OPENED_AGAIN, REPLY_AFTER_CLOSE] = [1, 2, 4];

/** Records of windows that touch lie closer together, in seconds. */
const APART = 30;

/** A run of sums, `from` to before `to`, that make one conversation. */
export type Piece = {
  readonly from: number;
  readonly to: number;
  readonly lastSeen: number;
  readonly isLong: boolean;
  /** As bits: see `DOUBTS`. */
  readonly doubts: number;
  /** Those that no record still to come can take away. */
  readonly settledDoubts: number;
  /** What came between it and the next one; null for the last. */
  readonly cutBy: 'idle' | 'active' | 'endOfFlow' | null;
  /** Records left out since another flow log of this interface recorded the same packets. */
  readonly copies: number;
};

/** A conversation in the making, while its sums are gone through from the earliest start to the latest. */
type Running = {
  from: number;
  readonly start: number;
  last: number;
  isLong: boolean;
  doubts: number;
  settledDoubts: number;
  /** Under the `absolute` policy: the latest start that still belongs to it. */
  limit: number;
  /** Whether each side closed so far: from the left, from the right. */
  readonly closed: [boolean, boolean];
  /** Whether each side sent anything so far. */
  readonly sent: [boolean, boolean];
};

/**
 * A SYN opens another connection on the same ports when its sender had closed in an earlier record, or had sent in one
 * and the other side had closed. (The first that a side sends may be recorded a window late: it still belongs to what the
 * other side opened and closed meanwhile.)
 */
const isOpenedAgain = (it: Running, { opens: opened }: WindowGroup): boolean =>
  ([0, 1] as const).some(
    (side) => opened[side] && (it.closed[side] || (it.sent[side] && (it.closed[1 - side] as boolean))),
  );

const cutBetween = (it: Running, group: WindowGroup, { policy, delta }: Timing): Piece['cutBy'] => {
  if (policy !== 'infinite' && group.start > it.last + delta(it.isLong || group.isLong)) return 'idle';
  if (group.begins ?? isOpenedAgain(it, group)) return 'endOfFlow';
  return policy === 'absolute' && group.start > it.limit ? 'active' : null;
};

const beginning = (group: WindowGroup, { delta }: Timing): Running => ({
  from: group.at,
  start: group.start,
  last: group.last,
  isLong: group.isLong,
  doubts: 0,
  settledDoubts: 0,
  limit: group.last + delta(group.isLong),
  closed: [false, false],
  sent: [false, false],
});

/** What joining a group to what runs leaves unsure. */
const doubtsIn = (it: Running, group: WindowGroup): number => {
  let doubts = group.start > it.last + APART ? WINDOW_MISSING : 0;
  for (const side of [0, 1] as const) {
    if (group.opens[side] && it.sent[side]) doubts |= OPENED_AGAIN;
    if (group.sends[side] && !it.sent[side] && it.closed[1 - side]) doubts |= REPLY_AFTER_CLOSE;
  }
  return doubts;
};

const noteSides = (pool: SumPool, sums: Int32Array, it: Running, group: WindowGroup): void => {
  for (let i = group.at; i < group.end; i++) {
    const place = (sums[i] as number) * SUM_WORDS;
    const code = pool.words[place + CODE] as number;
    const side = (code & FROM_RIGHT) as 0 | 1;
    it.sent[side] = true;
    it.closed[side] ||= closes(code);
  }
};

const finished = (it: Running, to: number, cutBy: Piece['cutBy']): Piece => ({
  from: it.from,
  to,
  lastSeen: it.last,
  isLong: it.isLong,
  doubts: it.doubts,
  settledDoubts: it.settledDoubts,
  cutBy,
  copies: 0,
});

/**
 * Cuts the sums of one pair of ends, given from the earliest start to the latest, into conversations. Only what the
 * records say decides, never the order in which they came. No record that starts before `horizon` is still to come.
 */
export const cut = (
  pool: SumPool,
  sums: Int32Array,
  count: number,
  timing: Timing,
  horizon: number,
): readonly Piece[] => {
  const pieces: Piece[] = [];
  let running: Running | null = null;
  for (let at = 0; at < count; ) {
    const group = groupAt(pool, sums, count, at);
    const cutBy: Piece['cutBy'] = running === null ? null : cutBetween(running, group, timing);
    if (running !== null && cutBy !== null) pieces.push(finished(running, at, cutBy));
    let doubts = group.doubts;
    if (running === null || cutBy !== null) running = beginning(group, timing);
    else doubts |= doubtsIn(running, group);
    running.doubts |= doubts;
    running.settledDoubts |= group.start < horizon ? doubts : group.doubts;
    running.last = Math.max(running.last, group.last);
    running.isLong ||= group.isLong;
    if (group.start === running.start) running.limit = running.last + timing.delta(running.isLong);
    noteSides(pool, sums, running, group);
    at = group.end;
  }
  if (running !== null) pieces.push(finished(running, count, null));
  return pieces;
};
