import type { AcceptedTuples, Tuple, WasAccepted } from '../conversation/accepted-tuples.js';
import { isOnlyReset } from '../conversation/connection-state.js';
import type { Group } from '../conversation/group.js';
import { RST } from '../traffic/tcp-flags.js';

/** Enough ports to know: a group of thousands of rejections is no late packet. */
const PORTS_LOOKED_AT = 100;

function* tuplesOf({
  protocol,
  initiator,
  responder,
  sourcePorts,
  sightings,
}: Group): Generator<Tuple, void> {
  const ports = sourcePorts.length === 0 ? [null] : sourcePorts.slice(0, PORTS_LOOKED_AT);
  for (const { observationPoint } of sightings)
    for (const port of ports) yield [observationPoint, protocol, { ...initiator, port }, responder];
}

/** Whether the same addresses and ports were accepted at some interface of the group at some time. */
export const someAccepted = (group: Group, was: WasAccepted): boolean => {
  for (const tuple of tuplesOf(group)) if (was(...tuple)) return true;
  return false;
};

/** What the log holds of the connections that rejected packets may belong to. */
export type Past = {
  /** Seconds without an accepted record, the least of them. */
  readonly silentFor: number;
  /** All of them were closed, by a FIN or RST that got through; null where the flags of their records are not known. */
  readonly isClosed: boolean | null;
};

/** Null unless all was rejected here, and the same addresses and ports were accepted at the same interface before. */
export const pastOf = (
  group: Group,
  { acceptedBefore }: Pick<AcceptedTuples, 'acceptedBefore'>,
): Past | null => {
  if (group.sightings.some(({ forward, reverse }) => forward.ACCEPT !== null || reverse.ACCEPT !== null))
    return null;
  const found = [...tuplesOf(group)].flatMap((tuple) => acceptedBefore(group.lastSeen, ...tuple) ?? []);
  if (found.length === 0) return null;
  return {
    silentFor: Math.max(0, group.firstSeen - Math.max(...found.map(({ lastSeen }) => lastSeen))),
    isClosed: found.some(({ isClosed }) => isClosed === null)
      ? null
      : found.every(({ isClosed }) => isClosed),
  };
};

/** One conversation in which something came back before its reset did. */
const isResetInTheEnd = ({ conversations, sightings }: Group): boolean =>
  conversations === 1 && sightings.every(({ reverse }) => ((reverse.ACCEPT?.tcpFlags ?? 0) & RST) !== 0);

/**
 * Seconds that every connection of the group was silent at some time, where a reset came back: alone, of a connection
 * that was opened before, or at the end of the one conversation of the group; null where there was none, or where a
 * connection's past is not in the log.
 */
export const resetAfter = (
  group: Group,
  { longestSilence }: Pick<AcceptedTuples, 'longestSilence'>,
): number | null => {
  const { protocol, sightings, sourcePorts } = group;
  const isReset = sightings.every(
    (at) => at.forward.ACCEPT !== null && at.reverse.ACCEPT !== null && isOnlyReset({ protocol, ...at }),
  );
  if (!(isReset || isResetInTheEnd(group)) || sourcePorts.length === 0) return null;
  // Long windows hide a silence that short ones of another interface show.
  const longest = new Map<number | null, number>();
  for (const tuple of tuplesOf(group)) {
    const { port } = tuple[2];
    longest.set(port, Math.max(longest.get(port) ?? 0, longestSilence(...tuple)));
  }
  const silences = [...longest.values()];
  return silences.includes(0) ? null : Math.min(...silences);
};
