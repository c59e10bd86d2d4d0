import { answerWith, listOf } from './resource-list.js';
import { only, type Unwrapped, type Wrapper, wrapped } from './wrapped.js';

/** One resource by itself, as `--query 'SecurityGroups[0]'` prints it. There may be others. */
export const singleResource: Wrapper = ({ json }): Unwrapped | null => {
  const key = listOf(json);
  return key === null ? null : only(wrapped(answerWith(key, [json]), { isWhole: false }));
};
