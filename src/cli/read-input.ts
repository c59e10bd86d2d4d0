import { type Problem, problemSentence } from '../index.js';
import { type Evidence, readEvidence } from '../scenario/evidence.js';
import { UsageError } from './output.js';

export { type Evidence as Input, haveSeveralFlowLogs } from '../scenario/evidence.js';

export const readInput = async (paths: readonly string[]): Promise<Evidence> => {
  if (paths.length === 0)
    throw new UsageError('Say what to read: a file, a folder, or - for standard input.');
  return readEvidence(paths);
};

/** The one line for input in which nothing could be read. */
export const nothingRead = (paths: readonly string[], problems: readonly Problem[]): string => {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more like it)` : '';
  return first === undefined
    ? `Nothing to read in ${paths.join(', ')}: no flow log record and no answer of aws ec2 describe-*.`
    : `Nothing could be read. ${problemSentence(first)}${more}`;
};
