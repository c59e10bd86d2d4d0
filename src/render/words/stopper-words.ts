import type { Stopper } from '../../capture/absence/way.js';
import { blockerCode, componentOf } from '../../path/blocker.js';
import { checkpointSentence } from './checkpoint-words.js';
import { routingSentence } from './routing-words.js';

export const stopperCode = ({ kind, at }: Stopper): string =>
  kind === 'routing' ? at.code : blockerCode(at);

export const stopperComponent = ({ kind, at }: Stopper): string =>
  kind === 'routing' ? at.component : componentOf(at);

/** What stands in the way, and what to do about it where it is no rule. */
export const stopperSentence = (it: Stopper): string =>
  it.kind === 'routing' ? routingSentence(it.at) : checkpointSentence(it.at, it.packet);
