import type { Fate } from '../expectation.js';
import { keeps } from '../subscription.js';
import { showing } from './shown-address.js';
import { isRecordingKnown, type Watch } from './watch.js';

type Action = 'ACCEPT' | 'REJECT';

const ACTIONS: Readonly<Record<Fate, readonly Action[]>> = {
  accepted: ['ACCEPT'],
  rejected: ['REJECT'],
  absent: [],
  changed: ['ACCEPT', 'REJECT'],
  unknown: ['ACCEPT', 'REJECT'],
};

/** The actions that a record of the request could have here. */
export const requestActions = ({ fate }: Pick<Watch, 'fate'>): readonly Action[] => ACTIONS[fate];

/** The actions that any record of it could have here, that of a reply too. */
export const possibleActions = ({ fate, replyFate }: Pick<Watch, 'fate' | 'replyFate'>): readonly Action[] =>
  fate === 'absent' ? [] : [...new Set([...ACTIONS[fate], ...ACTIONS[replyFate]])];

/** Whether some working flow log keeps this action, under the addresses that were asked for; null when that is not known. */
export const isKept = (watch: Watch, action: Action): boolean | null => {
  const kept = showing(watch).map((flowLog) => keeps(flowLog, action));
  if (kept.includes(true)) return true;
  return kept.includes(null) || !isRecordingKnown(watch) ? null : false;
};
