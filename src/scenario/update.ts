import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Answer, answerScenario, filesOf } from './answer.js';
import { EXPECTED, type Scenario } from './scenario.js';

/** Writes down an answer as what the scenario in this folder promises. */
export const writeExpected = async (folder: string, answer: Answer): Promise<void> => {
  const { json, text } = filesOf(answer);
  await writeFile(join(folder, EXPECTED.json), json);
  await writeFile(join(folder, EXPECTED.text), text);
};

/** Takes what is found now for what the scenario promises; true when that changed a file. */
export const updateScenario = async (scenario: Scenario): Promise<boolean> => {
  const answer = await answerScenario(scenario);
  const { json, text } = filesOf(answer);
  if (json === scenario.expected.json && text === scenario.expected.text) return false;
  await writeExpected(scenario.folder, answer);
  return true;
};
