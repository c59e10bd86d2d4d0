import { basename, resolve } from 'node:path';
import { structuredPatch } from 'diff';
import type { BrokenPromise, ChangedPiece, ScenarioOutcome } from '../index.js';
import { type Answer, answerScenario, filesOf } from './answer.js';
import { lostLines } from './lost-lines.js';
import { UsageError } from './question/usage-error.js';
import { EXPECTED, loadScenario, type Scenario } from './scenario.js';

/** Lines around a change. */
const CONTEXT = 2;

const piecesOf = (expected: string, found: string): readonly ChangedPiece[] =>
  structuredPatch('', '', expected, found, '', '', { context: CONTEXT }).hunks.map(({ oldStart, lines }) => ({
    line: oldStart,
    lines,
  }));

const brokenFile = (file: string, expected: string | null, found: string): readonly BrokenPromise[] => {
  if (expected === null) return [{ kind: 'missing-file', file }];
  return expected === found ? [] : [{ kind: 'changed-file', file, pieces: piecesOf(expected, found) }];
};

const brokenBy = async ({ expected }: Scenario, answer: Answer): Promise<readonly BrokenPromise[]> => {
  const { json, text } = filesOf(answer);
  return [
    ...brokenFile(EXPECTED.json, expected.json, json),
    ...brokenFile(EXPECTED.text, expected.text, text),
    ...(answer.explained === null ? [] : await lostLines(answer.explained)),
  ];
};

const unreadable = (
  scenario: Pick<Scenario, 'folder' | 'title' | 'mustFail'>,
  { message: reason }: UsageError,
): ScenarioOutcome => {
  const { folder, title, mustFail } = scenario;
  return { folder, title, mustFail, broken: [{ kind: 'unreadable', reason }] };
};

/**
 * Asks a scenario and compares: the facts and the text are those of `expected.json` and `expected.txt`, and every
 * line of the log comes back.
 */
export const judgeScenario = async (scenario: Scenario): Promise<ScenarioOutcome> => {
  const { folder, title, mustFail } = scenario;
  try {
    return { folder, title, mustFail, broken: await brokenBy(scenario, await answerScenario(scenario)) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return unreadable(scenario, error);
  }
};

/** The same of a folder; one that cannot be loaded is an outcome, too, so that the others are asked all the same. */
export const judgeFolder = async (folder: string): Promise<ScenarioOutcome> => {
  try {
    return await judgeScenario(await loadScenario(folder));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return unreadable({ folder, title: basename(resolve(folder)), mustFail: false }, error);
  }
};
