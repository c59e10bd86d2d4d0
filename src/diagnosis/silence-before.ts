import type { LongestSilence } from '../conversation/accepted-tuples.js';
import { isOnlyReset } from '../conversation/connection-state.js';
import type { Group } from '../conversation/group.js';

/** Enough ports to know. */
const PORTS_LOOKED_AT = 100;

/** Whether all that came back, wherever it was recorded, is a reset of a connection that was opened before. */
export const isReset = ({ protocol, sightings }: Group): boolean =>
  sightings.every(
    (at) => at.forward.ACCEPT !== null && at.reverse.ACCEPT !== null && isOnlyReset({ protocol, ...at }),
  );

/** Seconds that every connection of the group was silent at some time; 0 where one was not, or its past is not in the log. */
export const silenceOf = (group: Group, longest: LongestSilence): number => {
  const { protocol, initiator, responder, sourcePorts, sightings } = group;
  const [first] = sightings;
  if (first === undefined || sourcePorts.length === 0) return 0;
  return Math.min(
    ...sourcePorts
      .slice(0, PORTS_LOOKED_AT)
      .map((port) => longest(first.observationPoint, protocol, { ...initiator, port }, responder)),
  );
};
