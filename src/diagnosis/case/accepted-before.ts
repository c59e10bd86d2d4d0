import type { AcceptedTuples, Tuple, WasAccepted } from '../../conversation/engine/accepted-tuples.js';
import type { Group } from '../../conversation/group.js';

/** Enough ports to know: a group of thousands of rejections is no late packet. */
export const PORTS_LOOKED_AT = 100;

export function* tuplesOf({
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

/** Nothing of the other leg goes with it: these packets are all that was seen of the conversation. */
const isLone = ({ sightings }: Group): boolean =>
  sightings.every(({ forward }) => forward.ACCEPT === null) ||
  sightings.every(({ reverse }) => reverse.ACCEPT === null);

/**
 * Null unless all was rejected somewhere, and the same addresses and ports were accepted at the same interface before.
 */
export const pastOf = (
  group: Group,
  { acceptedBefore }: Pick<AcceptedTuples, 'acceptedBefore'>,
): Past | null => {
  const rejecting = group.sightings.filter(
    ({ forward, reverse }) => forward.ACCEPT === null && reverse.ACCEPT === null,
  );
  if (rejecting.length === 0 || !isLone(group)) return null;
  const rejected = rejecting.flatMap(({ forward, reverse }) => [forward.REJECT, reverse.REJECT]);
  const times = rejected.flatMap((tally) => (tally === null ? [] : [tally.firstSeen, tally.lastSeen]));
  if (times.length === 0) return null;
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const found = [...tuplesOf({ ...group, sightings: rejecting })].flatMap(
    (tuple) => acceptedBefore(last, ...tuple) ?? [],
  );
  if (found.length === 0) return null;
  return {
    silentFor: Math.max(0, first - Math.max(...found.map(({ lastSeen }) => lastSeen))),
    isClosed: found.some(({ isClosed }) => isClosed === null)
      ? null
      : found.every(({ isClosed }) => isClosed),
  };
};
