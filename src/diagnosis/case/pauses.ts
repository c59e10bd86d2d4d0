import type { Correlation } from '../../conversation/correlation.js';
import type { Group } from '../../conversation/group.js';
import { TCP } from '../../traffic/protocol.js';
import { SYN } from '../../traffic/tcp-flags.js';
import { PORTS_LOOKED_AT, tuplesOf } from './accepted-before.js';

/** How long the connections of a group were silent, in seconds. */
export type Pauses = {
  /** Every one of them, at some time, at the least. */
  readonly shown: number;
  /** Every one of them, as far as the windows of their records leave room. */
  readonly roomInAll: number;
  /** One of them, as far as they leave room; infinite where it may have begun before the log. */
  readonly roomInAny: number;
  /** They were opened before, as their flags tell, and nothing of them was accepted in all that time. */
  readonly isResumed: boolean;
};

const NONE: Pauses = { shown: 0, roomInAll: 0, roomInAny: 0, isResumed: false };

/** The log looks back this long before the first of them, at each place that recorded them. */
const isBeginningKnown = (
  { sightings, firstSeen }: Group,
  { coverage }: Pick<Correlation, 'coverage'>,
  seconds: number,
): boolean =>
  sightings.every(({ observationPoint }) => {
    const start = coverage.get(observationPoint)?.firstStart;
    return start !== undefined && start + seconds <= firstSeen;
  });

/** No flags say that the connections were opened before. */
const isOpening = ({ sightings }: Group): boolean =>
  sightings.some(({ forward: { ACCEPT } }) => ACCEPT?.tcpFlags == null || (ACCEPT.tcpFlags & SYN) !== 0);

const isAnswered = ({ sightings }: Group): boolean =>
  sightings.some(({ forward, reverse }) => forward.ACCEPT !== null && reverse.ACCEPT !== null);

const wasAcceptedBefore = (group: Group, { acceptedBefore }: Pick<Correlation, 'acceptedBefore'>): boolean =>
  [...tuplesOf(group)].some((tuple) => acceptedBefore(group.firstSeen, ...tuple) !== null);

/** What the records show of silences, and what they hide; `seconds` is how far back the log must look to hide none before. */
export const pausesOf = (group: Group, correlation: Correlation, seconds: number): Pauses => {
  if (group.protocol !== TCP || group.sourcePorts.length === 0 || !isAnswered(group)) return NONE;
  // Long windows hide a silence that short ones of another interface show.
  const longest = new Map<number | null, { shown: number; room: number }>();
  for (const tuple of tuplesOf(group)) {
    const { shown, hidden } = correlation.longestSilence(...tuple);
    const known = longest.get(tuple[2].port) ?? { shown: 0, room: 0 };
    longest.set(tuple[2].port, {
      shown: Math.max(known.shown, shown),
      room: Math.max(known.room, hidden),
    });
  }
  const all = [...longest.values()];
  const rooms = all.map(({ room }) => room);
  const isLookedThrough = group.sourcePorts.length <= PORTS_LOOKED_AT;
  const roomInAny = isLookedThrough ? Math.max(...rooms) : group.lastSeen - group.firstSeen;
  const looksBack = isBeginningKnown(group, correlation, seconds);
  return {
    shown: Math.min(...all.map(({ shown }) => shown)),
    roomInAll: Math.min(...rooms),
    roomInAny: looksBack ? roomInAny : Number.POSITIVE_INFINITY,
    isResumed: looksBack && !isOpening(group) && !wasAcceptedBefore(group, correlation),
  };
};
