import { checkJson, checkText, isEmptyNetwork, check as judge } from '../index.js';
import { choiceFrom, type Parsed } from './arguments.js';
import { checkQuestionFrom } from './check-question.js';
import { EXIT, type Output, UsageError } from './output.js';
import { nothingRead, readInput } from './read-input.js';
import { withScenario } from './scenario-values.js';

const EXITS = {
  allowed: EXIT.done,
  blocked: EXIT.blocked,
  partial: EXIT.blocked,
  undetermined: EXIT.undetermined,
} as const;

/** `flowcause check`. */
export const check = async (args: Parsed, output: Output): Promise<number> => {
  const values = await withScenario('check', args);
  const form = choiceFrom(values, 'format', ['text', 'json']) ?? 'text';
  const question = checkQuestionFrom(values);
  const { network, problems } = await readInput(args.paths);
  if (isEmptyNetwork(network)) throw new UsageError(nothingRead(args.paths, problems));
  const found = judge(network, question);
  await output.write(
    form === 'json' ? `${JSON.stringify(checkJson(found, problems), null, 2)}\n` : checkText(found, problems),
  );
  return EXITS[found.verdict];
};
