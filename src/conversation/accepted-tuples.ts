import { actionsOf, type Conversation, type Party } from './conversation.js';
import { partyText } from './sighting.js';

/** Whether traffic between these two, either way round, was accepted at this observation point at some time of the log. */
export type WasAccepted = (observationPoint: string, protocol: number, a: Party, b: Party) => boolean;

const keyOf = (observationPoint: string, protocol: number, a: Party, b: Party): string =>
  [observationPoint, protocol, ...[partyText(a), partyText(b)].sort()].join(' ');

/** Remembers the 5-tuples that were accepted: a rejection hours later may still belong to one of them. */
export const acceptedTuples = (conversations: readonly Conversation[]): WasAccepted => {
  const keys = new Set<string>();
  for (const it of conversations)
    if ([it.forward, it.reverse].some((flow) => actionsOf(flow).includes('ACCEPT')))
      keys.add(keyOf(it.observationPoint, it.protocol, it.initiator, it.responder));
  return (point, protocol, a, b) => keys.has(keyOf(point, protocol, a, b));
};
