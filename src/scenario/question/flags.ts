import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isLeft } from 'fp-ts/lib/Either.js';
import { parseRecordFormat, type RecordFormat } from '../../index.js';
import { UsageError } from './usage-error.js';

export type Options = NonNullable<ParseArgsConfig['options']>;

/** How logs are read. */
export const READING = { 'log-format': { type: 'string' } } as const satisfies Options;

/** What traffic is asked for. */
export const ASKING = {
  src: { type: 'string' },
  dst: { type: 'string' },
  protocol: { type: 'string' },
  port: { type: 'string' },
  'source-port': { type: 'string' },
  interface: { type: 'string' },
} as const satisfies Options;

/** The flags of the commands that a scenario may ask, as `node:util` parses them. */
export const QUESTION_FLAGS = {
  explain: {
    ...READING,
    ...ASKING,
    now: { type: 'string' },
    all: { type: 'boolean' },
    by: { type: 'string' },
    top: { type: 'string' },
    stream: { type: 'boolean' },
    format: { type: 'string' },
    'fail-on': { type: 'string' },
  },
  check: {
    from: { type: 'string' },
    to: { type: 'string' },
    protocol: { type: 'string' },
    port: { type: 'string' },
    'source-port': { type: 'string' },
    'icmp-type': { type: 'string' },
    'icmp-code': { type: 'string' },
    diff: { type: 'boolean' },
    assert: { type: 'string' },
    format: { type: 'string' },
  },
} as const satisfies Record<string, Options>;

export type QuestionCommand = keyof typeof QUESTION_FLAGS;

/** Flags as text; a flag that was not given is absent. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

export type Parsed = { readonly values: Values; readonly paths: readonly string[] };

/** Splits the arguments of a command that has these flags into flags and paths. */
export const parseFlags = (command: string, options: Options, args: readonly string[]): Parsed => {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
    const flags = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = flags.find((flag, i) => flags.indexOf(flag) !== i && options[flag]?.multiple !== true);
    if (twice !== undefined) throw new Error(`--${twice} is given twice`);
    return { values: values as Values, paths: positionals };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    throw new UsageError(`${reason}. See flowcause ${command} --help.`);
  }
};

/** The text of a flag; null when it was not given. */
export const textFrom = (values: Values, flag: string): string | null => {
  const value = values[flag];
  return typeof value === 'string' ? value : null;
};

/** All texts of a flag that may be given several times. */
export const textsFrom = (values: Values, flag: string): readonly string[] => {
  const value = values[flag];
  return Array.isArray(value) ? value : [];
};

const eitherOf = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

/** One of the words that a flag takes. */
export const choiceFrom = <T extends string>(
  values: Values,
  flag: string,
  choices: readonly T[],
): T | null => {
  const value = textFrom(values, flag);
  if (value === null) return null;
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw new UsageError(`--${flag}: expected ${eitherOf(choices)}, found "${value}".`);
  return found;
};

/** The format of lines without a header: `--log-format`. */
export const logFormatFrom = (values: Values): RecordFormat | null => {
  const value = textFrom(values, 'log-format');
  if (value === null) return null;
  const parsed = parseRecordFormat(value);
  if (isLeft(parsed))
    throw new UsageError(`--log-format: expected ${parsed.left.expected}, found "${parsed.left.text}".`);
  return parsed.right;
};
