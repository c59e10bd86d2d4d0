import { asksFor, type TrafficFilter } from '../traffic/traffic-filter.js';
import { type Conversation, isInitiatorProven } from './conversation.js';

/**
 * Whether a conversation is what a filter asks for. The source asked for is who started; where that is not proven, the
 * other way round will do.
 */
export const isAskedFor =
  (filter: TrafficFilter) =>
  (it: Pick<Conversation, 'protocol' | 'initiator' | 'responder' | 'directionEvidence'>): boolean =>
    asksFor(filter)(it.protocol, it.initiator, it.responder) ||
    (!isInitiatorProven(it) && asksFor(filter)(it.protocol, it.responder, it.initiator));
