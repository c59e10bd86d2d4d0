import { isLeft } from 'fp-ts/lib/Either.js';
import { type CorrelatorOptions, DELTA_POLICIES, parseRecordFormat } from '../index.js';
import {
  ASKING,
  choiceFrom,
  type Options,
  type Parsed,
  parseFlags,
  QUESTION_FLAGS,
  READING,
  textFrom,
  type Values,
} from '../scenario/question/flags.js';
import { UsageError } from './output.js';

export { questionFrom } from '../scenario/question/explain-question.js';
export {
  choiceFrom,
  logFormatFrom,
  type Parsed,
  textFrom,
  textsFrom,
  type Values,
} from '../scenario/question/flags.js';

/** The flags of each command, as `node:util` parses them. */
export const FLAGS = {
  ...QUESTION_FLAGS,
  coverage: { ...READING, format: { type: 'string' } },
  lint: { format: { type: 'string' } },
  conversations: {
    ...READING,
    ...ASKING,
    by: { type: 'string' },
    'time-delta': { type: 'string' },
    'delta-policy': { type: 'string' },
    lateness: { type: 'string' },
  },
  records: { ...READING, fields: { type: 'string' } },
  network: { ...READING, commands: { type: 'boolean' }, format: { type: 'string' } },
  scenario: {
    update: { type: 'boolean' },
    ...READING,
    from: { type: 'string', multiple: true },
    title: { type: 'string' },
    question: { type: 'string' },
    mask: { type: 'boolean' },
    'mask-key': { type: 'string' },
    force: { type: 'boolean' },
  },
  codes: { format: { type: 'string' } },
} as const satisfies Record<string, Options>;

export type Command = keyof typeof FLAGS;

/** Splits the arguments of a command into flags and paths. */
export const parseCommand = (command: Command, args: readonly string[]): Parsed =>
  parseFlags(command, FLAGS[command], args);

/** A day: nothing that a flow log records of one conversation lies further apart. */
const MOST_SECONDS = 86_400;

const seconds = (values: Values, flag: string): number | null => {
  const value = textFrom(values, flag);
  if (value === null) return null;
  if (!/^\d{1,5}$/.test(value) || Number(value) > MOST_SECONDS)
    throw new UsageError(
      `--${flag}: expected seconds from 0 to ${MOST_SECONDS}${flag === 'lateness' ? ' or unlimited' : ''}, found "${value}".`,
    );
  return Number(value);
};

/** How records are paired in time: `--time-delta`, `--delta-policy` and `--lateness`. */
export const timingFrom = (values: Values): CorrelatorOptions => {
  const timeDelta = seconds(values, 'time-delta');
  const deltaPolicy = choiceFrom(values, 'delta-policy', DELTA_POLICIES);
  const lateness = values.lateness === 'unlimited' ? Number.POSITIVE_INFINITY : seconds(values, 'lateness');
  return {
    ...(timeDelta !== null && { timeDelta }),
    ...(deltaPolicy !== null && { deltaPolicy }),
    ...(lateness !== null && { lateness }),
  };
};

/** A whole number of things, at least one. */
export const countFrom = (values: Values, flag: string): number | null => {
  const value = textFrom(values, flag);
  if (value === null) return null;
  if (!/^[1-9]\d{0,6}$/.test(value))
    throw new UsageError(`--${flag}: expected a whole number from 1 on, found "${value}".`);
  return Number(value);
};

/** The names in `--fields`, separated by commas or spaces. */
export const fieldsFrom = (values: Values): readonly string[] | null => {
  const value = textFrom(values, 'fields');
  if (value === null) return null;
  const parsed = parseRecordFormat(value);
  if (isLeft(parsed))
    throw new UsageError(`--fields: expected ${parsed.left.expected}, found "${parsed.left.text}".`);
  return parsed.right.fields;
};
