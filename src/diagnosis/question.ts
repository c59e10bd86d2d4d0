import type { Group } from '../conversation/group.js';
import type { InterfaceId } from '../resource/id.js';
import { ANY_TRAFFIC, asksFor, asksForAnything, type TrafficFilter } from '../traffic/traffic-filter.js';

/** What to explain. */
export type Question = {
  readonly filter: TrafficFilter;
  readonly interfaceId: InterfaceId | null;
  /** Report healthy traffic as findings too. */
  readonly all: boolean;
};

export const EVERYTHING: Question = { filter: ANY_TRAFFIC, interfaceId: null, all: false };

const isBetween =
  (filter: TrafficFilter) =>
  (group: Group): boolean => {
    const asks = asksFor(filter);
    const { protocol, initiator, responder, initiatorProven } = group;
    const ports = group.sourcePorts.length === 0 ? [null] : group.sourcePorts;
    const forward = ports.some((port) => asks(protocol, { ...initiator, port }, responder));
    // When it is not proven who spoke first, the user's idea of it is as good as ours.
    return (
      forward || (!initiatorProven && ports.some((port) => asks(protocol, responder, { ...initiator, port })))
    );
  };

/** Whether the question is about these conversations. */
export const isAsked =
  ({ filter, interfaceId }: Question) =>
  (group: Group): boolean =>
    isBetween(filter)(group) &&
    (interfaceId === null || group.sightings.some((it) => it.observationPoint === interfaceId));

/** Whether the question names any traffic or interface. */
export const asksSomething = ({ filter, interfaceId }: Question): boolean =>
  !asksForAnything(filter) || interfaceId !== null;
