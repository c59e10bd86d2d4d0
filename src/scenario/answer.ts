import { relative, sep } from 'node:path';
import {
  check,
  checkJson,
  checkText,
  isEmptyNetwork,
  type Problem,
  problemSentence,
  type RecordPiece,
  type Report,
  reachAny,
  reachSetsJson,
  reachSetsText,
  reportJson,
  reportText,
  unknownEnd,
} from '../index.js';
import { type LogFile, survey } from '../source/index.js';
import { diagnosis, type Evidence, evidenceOf, piecesOf } from './evidence.js';
import { promisedByCheck, promisedByExplain } from './promise.js';
import { anyQuestionFrom, checkQuestionFrom } from './question/check-question.js';
import { questionFrom } from './question/explain-question.js';
import { logFormatFrom, parseFlags, QUESTION_FLAGS, type Values } from './question/flags.js';
import type { ScenarioQuestion } from './question/question-file.js';
import { UsageError } from './question/usage-error.js';
import type { Scenario } from './scenario.js';

/** What the engine says to a scenario now. */
export type Answer = {
  /** The facts, as `expected.json` keeps them. */
  readonly promise: object;
  /** The printed answer, as `expected.txt` keeps it. */
  readonly text: string;
  /** What was read, and found, by `explain`; null for `check`, which needs no log. */
  readonly explained: {
    readonly report: Report;
    readonly logs: readonly LogFile[];
    readonly pieces: readonly RecordPiece[];
  } | null;
};

/** Evidence named from inside the folder, so that the answer is the same wherever the folder lies. */
const evidenceIn = async (folder: string): Promise<Evidence> => {
  const inside = (source: string): string => relative(folder, source).replaceAll(sep, '/');
  const { documents, logs, problems } = await survey([folder]);
  return evidenceOf({
    documents: documents.map((it) => ({ ...it, source: inside(it.source) })),
    logs: logs.map((it) => ({ ...it, source: inside(it.source) })),
    problems: problems.map((it) => ({
      ...it,
      origin: { ...it.origin, source: inside(it.origin.source) },
      ...(it.kind === 'repeated-log' && { read: inside(it.read) }),
    })),
  });
};

const explained = (evidence: Evidence, values: Values, pieces: readonly RecordPiece[]): Answer => {
  const engine = diagnosis(evidence, questionFrom(values));
  for (const piece of pieces) engine.push(piece);
  const report = engine.report();
  return {
    promise: promisedByExplain(reportJson(report), report),
    text: reportText(report),
    explained: { report, logs: evidence.logs, pieces },
  };
};

const checked = ({ network, problems }: Evidence, values: Values): Answer => {
  const any = anyQuestionFrom(values);
  if (any !== null) {
    const unknown = unknownEnd(network, any);
    const sets = unknown === null ? reachAny(network, any) : [];
    return {
      promise: reachSetsJson(sets, problems, unknown),
      text: reachSetsText(sets, unknown),
      explained: null,
    };
  }
  const found = check(network, checkQuestionFrom(values));
  return {
    promise: promisedByCheck(checkJson(found, problems)),
    text: checkText(found, problems),
    explained: null,
  };
};

/** What decides over the form of the answer or compares with something else is no question of a scenario. */
const NOT_ASKED = ['format', 'fail-on', 'diff', 'assert'];

/** The flags of a question; `where` it stands is named when it cannot be asked. */
export const askedValues = ({ command, args }: ScenarioQuestion, where: string): Values => {
  if (command !== 'explain' && command !== 'check')
    throw new UsageError(`${where} is of the command "${command}"; a scenario asks explain or check.`);
  try {
    const { values, paths } = parseFlags(command, QUESTION_FLAGS[command], args);
    const strange =
      paths[0] ?? NOT_ASKED.filter((flag) => values[flag] !== undefined).map((it) => `--${it}`)[0];
    if (strange !== undefined) throw new UsageError(`${strange} has no place in a scenario.`);
    return values;
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${where}: ${error.message}`);
    throw error;
  }
};

const nothingIn = (folder: string, problems: readonly Problem[]): UsageError =>
  new UsageError(
    `${folder}: ${problems[0] === undefined ? 'expected a flow.log or answers of aws ec2 describe-* in network/, found neither.' : problemSentence(problems[0])}`,
  );

/** What the engine says to a question. */
export const answer = (
  { command }: ScenarioQuestion,
  values: Values,
  evidence: Evidence,
  pieces: readonly RecordPiece[],
): Answer => (command === 'check' ? checked(evidence, values) : explained(evidence, values, pieces));

/** Asks the engine what the scenario asks. */
export const answerScenario = async ({ folder, question }: Scenario): Promise<Answer> => {
  const values = askedValues(question, `${folder}: the question`);
  const evidence = await evidenceIn(folder);
  if (evidence.logs.length === 0 && isEmptyNetwork(evidence.network))
    throw nothingIn(folder, evidence.problems);
  const pieces: RecordPiece[] = [];
  if (question.command === 'explain')
    for await (const piece of piecesOf(evidence, { format: logFormatFrom(values) })) pieces.push(piece);
  return answer(question, values, evidence, pieces);
};

/** As the files of a scenario hold it. */
export const filesOf = ({ promise, text }: Answer): { readonly json: string; readonly text: string } => ({
  json: `${JSON.stringify(promise, null, 2)}\n`,
  text,
});
