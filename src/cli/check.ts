import {
  type AnyQuestion,
  assertionsJunit,
  assertionsText,
  checkJson,
  checkText,
  differenceJson,
  differenceText,
  isEmptyNetwork,
  isReachChange,
  check as judge,
  outcomeOf,
  type Problem,
  reachAny,
  reachDifference,
  reachSetsJson,
  reachSetsText,
  unknownEnd,
} from '../index.js';
import {
  anyQuestionFrom,
  checkQuestionFrom,
  differenceQuestionFrom,
  refuseAsking,
} from '../scenario/question/check-question.js';
import { choiceFrom, type Parsed, textFrom, type Values } from './arguments.js';
import { assertAll, readExpectations } from './assertions.js';
import { EXIT, type Output, UsageError } from './output.js';
import { nothingRead, readInput } from './read-input.js';
import { withScenario } from './scenario-values.js';

const EXITS = {
  allowed: EXIT.done,
  blocked: EXIT.blocked,
  partial: EXIT.blocked,
  undetermined: EXIT.undetermined,
} as const;

const networkAt = async (paths: readonly string[]) => {
  const { network, problems } = await readInput(paths);
  if (isEmptyNetwork(network)) throw new UsageError(nothingRead(paths, problems));
  return { network, problems };
};

const asJson = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;

const problemLines = (problems: readonly Problem[]): string =>
  problems.length === 0 ? '' : `\n${problems.length} problems with the input; --format json lists them.\n`;

/** One packet and its answer. */
const one = async (paths: readonly string[], values: Values, output: Output): Promise<number> => {
  const question = checkQuestionFrom(values);
  const form = choiceFrom(values, 'format', ['text', 'json']) ?? 'text';
  const { network, problems } = await networkAt(paths);
  const found = judge(network, question);
  await output.write(form === 'json' ? asJson(checkJson(found, problems)) : checkText(found, problems));
  return EXITS[found.verdict];
};

/** Every packet that the question stands for. It ran, so it exits 0, whatever is allowed; 3 when the end is in no answer. */
const any = async (
  paths: readonly string[],
  question: AnyQuestion,
  values: Values,
  output: Output,
): Promise<number> => {
  const form = choiceFrom(values, 'format', ['text', 'json']) ?? 'text';
  const { network, problems } = await networkAt(paths);
  const unknown = unknownEnd(network, question);
  const sets = unknown === null ? reachAny(network, question) : [];
  await output.write(
    form === 'json'
      ? asJson(reachSetsJson(sets, problems, unknown))
      : `${reachSetsText(sets, unknown)}${problemLines(problems)}`,
  );
  return unknown === null ? EXIT.done : EXIT.undetermined;
};

/** Two snapshots: exit 1 when something became reachable or unreachable. */
const difference = async (paths: readonly string[], values: Values, output: Output): Promise<number> => {
  const [before, after, ...more] = paths;
  if (before === undefined || after === undefined || more.length > 0)
    throw new UsageError('--diff compares two paths: flowcause check --diff OLD NEW.');
  const question = differenceQuestionFrom(values);
  const form = choiceFrom(values, 'format', ['text', 'json']) ?? 'text';
  const [old, now] = [await networkAt([before]), await networkAt([after])];
  const found = reachDifference(old.network, now.network, question);
  const problems = [...old.problems, ...now.problems];
  await output.write(
    form === 'json'
      ? asJson(differenceJson(found, problems))
      : `${differenceText(found)}${problemLines(problems)}`,
  );
  return found.some(isReachChange) ? EXIT.blocked : EXIT.done;
};

/** A table of expectations: exit 1 when one is not met, else 3 when one cannot be decided. */
const asserted = async (
  paths: readonly string[],
  file: string,
  values: Values,
  output: Output,
): Promise<number> => {
  const form = choiceFrom(values, 'format', ['text', 'junit']) ?? 'text';
  const expectations = await readExpectations(file);
  const { network, problems } = await networkAt(paths);
  const found = assertAll(network, expectations);
  const outcomes = found.map(outcomeOf);
  await output.write(
    form === 'junit' ? assertionsJunit(found) : `${assertionsText(found)}${problemLines(problems)}`,
  );
  if (outcomes.includes('failed')) return EXIT.blocked;
  return outcomes.includes('undetermined') ? EXIT.undetermined : EXIT.done;
};

/** `flowcause check`. */
export const check = async (args: Parsed, output: Output): Promise<number> => {
  const values = await withScenario('check', args);
  const file = textFrom(values, 'assert');
  if (file !== null) {
    refuseAsking(args.values);
    return asserted(args.paths, file, values, output);
  }
  if (values.diff === true) return difference(args.paths, values, output);
  const question = anyQuestionFrom(values);
  return question === null ? one(args.paths, values, output) : any(args.paths, question, values, output);
};
