import type { Group } from '../conversation/group.js';
import type { InterfaceId } from '../resource/id.js';
import { ANY_TRAFFIC, asksFor, asksForAnything, type TrafficFilter } from '../traffic/traffic-filter.js';

/** What to explain. */
export type Question = {
  readonly filter: TrafficFilter;
  readonly interfaceId: InterfaceId | null;
  /** Report healthy traffic as findings too. */
  readonly all: boolean;
  /** Unix seconds: when the question is asked. Null: nobody says, and the clock is never read. */
  readonly now: number | null;
};

/** Asks for all trouble in the log; healthy traffic stays a number. */
export const EVERYTHING: Question = { filter: ANY_TRAFFIC, interfaceId: null, all: false, now: null };

const forward =
  (filter: TrafficFilter) =>
  ({ protocol, initiator, responder, sourcePorts }: Group): boolean => {
    const ports = sourcePorts.length === 0 ? [null] : sourcePorts;
    return ports.some((port) => asksFor(filter)(protocol, { ...initiator, port }, responder));
  };

const backward =
  (filter: TrafficFilter) =>
  ({ protocol, initiator, responder, sourcePorts }: Group): boolean => {
    const ports = sourcePorts.length === 0 ? [null] : sourcePorts;
    return ports.some((port) => asksFor(filter)(protocol, responder, { ...initiator, port }));
  };

/**
 * The conversations that the question is about. The source asked for is who started; when nothing matches that way
 * round, the reply that flows from there is what was meant.
 */
export const askedFor = (all: readonly Group[], { filter, interfaceId }: Question): readonly Group[] => {
  const here = all.filter(
    (group) => interfaceId === null || group.sightings.some((it) => it.observationPoint === interfaceId),
  );
  // When it is not proven who spoke first, the user's idea of it is as good as ours.
  const asked = here.filter(
    (group) => forward(filter)(group) || (!group.initiatorProven && backward(filter)(group)),
  );
  return asked.length > 0 ? asked : here.filter(backward(filter));
};

/** Whether the question names any traffic or interface. */
export const asksSomething = ({ filter, interfaceId }: Question): boolean =>
  !asksForAnything(filter) || interfaceId !== null;
