import {
  type Action,
  actionsOf,
  type Conversation,
  type Flow,
  isMixed,
  isSilent,
} from '../../conversation/conversation.js';
import { oneSidedOf } from '../../conversation/statistics.js';
import { listed } from '../words/phrase.js';

const actionWord = (action: Action): string => (action === 'none' ? 'recorded without an action' : action);

const legPhrase = (flow: Flow, leg: string): string =>
  `${listed(actionsOf(flow).map(actionWord))} for the ${leg}`;

type Legs = Pick<Conversation, 'forward' | 'reverse' | 'directionMethod'>;

/** Why only one entry is there, so that nobody takes a normal slice for a fault. */
const reason = (it: Legs): string => {
  switch (oneSidedOf(it)) {
    case 'rejected':
      return '; a rejected request has no reply';
    case 'no-reply':
      return '; no reply is recorded at this observation point';
    case 'reverse-only':
      return '; the request stands in an earlier window, another slice or another log';
    default:
      return '';
  }
};

const changed = (it: Legs): string => {
  const legs = [isMixed(it.forward) ? 'request' : '', isMixed(it.reverse) ? 'reply' : ''].filter(Boolean);
  return legs.length === 0 ? '' : `; the verdict of the ${listed(legs)} changed midway`;
};

const onlyAction = (flow: Flow): Action | null => {
  const [action, ...more] = actionsOf(flow);
  return action === undefined || more.length > 0 ? null : action;
};

const twoEntries = (it: Legs): string => {
  const [request, reply] = [onlyAction(it.forward), onlyAction(it.reverse)];
  if (request !== null && request === reply)
    return request === 'none'
      ? 'Two entries without an action: request and reply'
      : `Two entries, both ${request}: request and reply`;
  return `Two entries: ${legPhrase(it.forward, 'request')} and ${legPhrase(it.reverse, 'reply')}`;
};

/**
 * The entries of a conversation at its observation point, in the words of AWS's examples: `Two entries: ACCEPT for the
 * request and REJECT for the reply`.
 */
export const entriesSentence = (it: Legs): string => {
  if (!isSilent(it.forward) && !isSilent(it.reverse)) return `${twoEntries(it)}${changed(it)}.`;
  const [flow, leg] = isSilent(it.forward) ? [it.reverse, 'reply'] : [it.forward, 'request'];
  if (it.directionMethod === 'arbitrary')
    return `One entry: ${listed(actionsOf(flow).map(actionWord))}; nothing tells whether it is the request or the reply${changed(it)}.`;
  return `One entry: ${legPhrase(flow, leg)}${reason(it)}${changed(it)}.`;
};
