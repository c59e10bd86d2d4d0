import { isRight, right } from 'fp-ts/lib/Either.js';
import {
  type AnswersRead,
  DEFAULT_FORMAT,
  formatOf,
  type Network,
  type Problem,
  problemSentence,
  type RecordFormat,
  readAnswers,
} from '../index.js';
import { type LogFile, survey } from '../source/index.js';
import { UsageError } from './output.js';

/** What lies at the paths: configuration read, logs still to be read. */
export type Input = {
  readonly network: Network;
  /** The answers it was read from. */
  readonly answered: AnswersRead['answered'];
  readonly logs: readonly LogFile[];
  /** The format of each flow log of describe-flow-logs, for logs without a header. */
  readonly flowLogFormats: ReadonlyMap<string, RecordFormat>;
  readonly problems: readonly Problem[];
};

const formatsOf = ({ flowLogs }: Network): ReadonlyMap<string, RecordFormat> =>
  new Map(
    [...flowLogs.values()].flatMap(({ id, logFormat }): readonly [string, RecordFormat][] => {
      const format = logFormat === null ? right(DEFAULT_FORMAT) : formatOf(logFormat);
      return isRight(format) ? [[id, format.right]] : [];
    }),
  );

export const readInput = async (paths: readonly string[]): Promise<Input> => {
  if (paths.length === 0)
    throw new UsageError('Say what to read: a file, a folder, or - for standard input.');
  const { documents, logs, problems } = await survey(paths);
  const answers = readAnswers(documents);
  return {
    network: answers.network,
    answered: answers.answered,
    logs,
    flowLogFormats: formatsOf(answers.network),
    problems: [...problems, ...answers.problems],
  };
};

/** Whether the same traffic may stand in the files of two flow logs. */
export const haveSeveralFlowLogs = (logs: readonly LogFile[]): boolean =>
  new Set(logs.map(({ flowLogId }) => flowLogId)).size > 1;

/** The one line for input in which nothing could be read. */
export const nothingRead = (paths: readonly string[], problems: readonly Problem[]): string => {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more like it)` : '';
  return first === undefined
    ? `Nothing to read in ${paths.join(', ')}: no flow log record and no answer of aws ec2 describe-*.`
    : `Nothing could be read. ${problemSentence(first)}${more}`;
};
