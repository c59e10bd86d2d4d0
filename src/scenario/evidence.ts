import { isRight, right } from 'fp-ts/lib/Either.js';
import {
  type AnswersRead,
  DEFAULT_FORMAT,
  formatOf,
  type GroupedBy,
  type Network,
  type Problem,
  type Question,
  type RecordFormat,
  type RecordPiece,
  readAnswers,
  type Troubleshooter,
  troubleshooter,
} from '../index.js';
import { inTimeOrder, type LogFile, readLogs, type Survey, survey } from '../source/index.js';

/** What lies at some paths: configuration, read; logs, still to be read. */
export type Evidence = {
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

/** The evidence in what a survey found. */
export const evidenceOf = ({ documents, logs, problems }: Survey): Evidence => {
  const answers = readAnswers(documents);
  return {
    network: answers.network,
    answered: answers.answered,
    logs,
    flowLogFormats: formatsOf(answers.network),
    problems: [...problems, ...answers.problems],
  };
};

export const readEvidence = async (paths: readonly string[]): Promise<Evidence> =>
  evidenceOf(await survey(paths));

/** Whether the same traffic may stand in the files of two flow logs. */
export const haveSeveralFlowLogs = (logs: readonly LogFile[]): boolean =>
  new Set(logs.map(({ flowLogId }) => flowLogId)).size > 1;

/** The diagnosis of records that are read elsewhere. */
export const diagnosis = (
  { network, logs, problems }: Evidence,
  question: Question,
  groupBy: GroupedBy = 'rule',
): Troubleshooter => {
  const engine = troubleshooter({
    network,
    question,
    groupBy,
    correlation: { deduplicate: haveSeveralFlowLogs(logs) },
  });
  for (const problem of problems) engine.push({ problem });
  return engine;
};

export type ReadOptions = {
  /** The format of lines without a header. */
  readonly format: RecordFormat | null;
  /** Is told of the bytes read. */
  readonly onBytes?: (bytes: number) => void;
};

/** All that stands in the logs, piece by piece. */
export const piecesOf = (
  { logs, flowLogFormats }: Evidence,
  { format, onBytes }: ReadOptions,
): AsyncGenerator<RecordPiece, void> =>
  readLogs(inTimeOrder(logs), { flowLogFormats, ...(onBytes && { onBytes }), ...(format && { format }) });
