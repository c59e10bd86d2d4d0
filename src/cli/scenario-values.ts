import { questionOf } from '../scenario/question/question-file.js';
import { type Command, type Parsed, parseCommand, type Values } from './arguments.js';

/**
 * The flags that a scenario folder brings along; flags on the command line override them. Of several paths none asks for
 * the others.
 */
const scenarioValues = async (command: Command, [path, ...more]: readonly string[]): Promise<Values> => {
  if (path === undefined || path === '-' || more.length > 0) return {};
  const question = await questionOf(path);
  return question?.command === command ? parseCommand(command, question.args).values : {};
};

/** The flags of a command, those that a scenario folder asks with included. */
export const withScenario = async (command: Command, { values, paths }: Parsed): Promise<Values> => ({
  ...(await scenarioValues(command, paths)),
  ...values,
});
