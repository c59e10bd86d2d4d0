import type { WasAccepted } from '../conversation/accepted-tuples.js';
import type { Group } from '../conversation/group.js';

/** Enough ports to know: a group of thousands of rejections is no late packet. */
const PORTS_LOOKED_AT = 100;

/** Whether the same addresses and ports were accepted at some interface of the group at some time. */
export const someAccepted = (
  { protocol, initiator, responder, sourcePorts, sightings }: Group,
  was: WasAccepted,
): boolean =>
  sightings.some(({ observationPoint }) =>
    (sourcePorts.length === 0 ? [null] : sourcePorts.slice(0, PORTS_LOOKED_AT)).some((port) =>
      was(observationPoint, protocol, { ...initiator, port }, responder),
    ),
  );
