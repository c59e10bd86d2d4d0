import { basename, resolve } from 'node:path';
import {
  isEmptyNetwork,
  type JsonDocument,
  type Problem,
  problemSentence,
  type RecordFormat,
  type RecordPiece,
  scenarioPage,
} from '../../index.js';
import { survey } from '../../source/index.js';
import { type Answer, answer, answerScenario, askedValues } from '../answer.js';
import { type Evidence, evidenceOf, piecesOf } from '../evidence.js';
import type { ScenarioQuestion } from '../question/question-file.js';
import { UsageError } from '../question/usage-error.js';
import { loadScenario } from '../scenario.js';
import { writeExpected } from '../update.js';
import { notMaskable } from './answer-files.js';
import { contentOf, filesOf } from './content.js';
import { refuseToOverwrite, writeScenario } from './destination.js';
import { gist } from './gist.js';
import { recordedLogs } from './log-files.js';

export type Recording = {
  readonly folder: string;
  /** Logs and configuration: files, folders, `-`. */
  readonly from: readonly string[];
  /** The heading of the page; null: the name of the folder. */
  readonly title: string | null;
  readonly question: ScenarioQuestion;
  /** The format of lines without a header. */
  readonly format: RecordFormat | null;
  /** Null to keep all as it is; else the key by which addresses are masked. */
  readonly maskKey: string | null;
  readonly force: boolean;
};

/** What was recorded, for a message. */
export type Recorded = {
  readonly records: number;
  readonly documents: number;
  /** What could not be read and so is not in the folder. */
  readonly leftOut: readonly Problem[];
  readonly answer: Answer;
  /** Masked, it finds the same as before. */
  readonly isSame: boolean;
};

const titleOf = (folder: string): string => {
  const words = basename(resolve(folder)).replaceAll(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const readPieces = async (
  evidence: Evidence,
  format: RecordFormat | null,
): Promise<readonly RecordPiece[]> => {
  const pieces: RecordPiece[] = [];
  for await (const piece of piecesOf(evidence, { format })) pieces.push(piece);
  return pieces;
};

const refuseUnmaskable = (documents: readonly JsonDocument[]): void => {
  const [first, ...more] = notMaskable(documents);
  if (first !== undefined)
    throw new UsageError(
      `${first}${more.length === 0 ? '' : ` (and ${more.length} more)`}: expected answers of AWS, items of AWS Config or resources of Terraform; --mask does not know what other documents hold.`,
    );
};

/** Records what lies at some paths as a scenario folder, and what the engine says to it as what it promises. */
export const recordScenario = async (recording: Recording): Promise<Recorded> => {
  const { folder, from, question, maskKey } = recording;
  const values = askedValues(question, 'the question');
  await refuseToOverwrite(folder, recording.force);
  const found = await survey(from);
  const evidence = evidenceOf(found);
  const pieces = await readPieces(evidence, recording.format);
  const logs = recordedLogs(pieces);
  const leftOut = [...found.problems, ...pieces.flatMap((it) => ('problem' in it ? [it.problem] : []))];
  if (logs.length === 0 && isEmptyNetwork(evidence.network))
    throw new UsageError(
      `Nothing to record in ${from.join(', ')}. ${leftOut[0] === undefined ? 'There is no flow log record and no answer of aws ec2 describe-*.' : problemSentence(leftOut[0])}`,
    );
  if (maskKey !== null) refuseUnmaskable(found.documents);
  const before = answer(question, values, evidence, pieces);
  const content = contentOf({ documents: found.documents, logs, question }, evidence, maskKey);
  await writeScenario(folder, filesOf(content, scenarioPage(recording.title ?? titleOf(folder))));
  const after = await answerScenario(await loadScenario(folder));
  await writeExpected(folder, after);
  return {
    records: logs.reduce((sum, { rows }) => sum + rows.length, 0),
    documents: found.documents.length,
    leftOut,
    answer: after,
    isSame: gist(before) === gist(after),
  };
};
