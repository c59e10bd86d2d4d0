import { type ParseArgsConfig, parseArgs } from 'node:util';
import { isLeft } from 'fp-ts/lib/Either.js';
import {
  ANY_TRAFFIC,
  type CorrelatorOptions,
  DELTA_POLICIES,
  parseAddress,
  parseProtocol,
  parseRecordFormat,
  type Question,
  type RecordFormat,
} from '../index.js';
import { UsageError } from './output.js';

type Options = NonNullable<ParseArgsConfig['options']>;

const READING = { 'log-format': { type: 'string' } } as const satisfies Options;

/** What traffic is asked for. */
const ASKING = {
  src: { type: 'string' },
  dst: { type: 'string' },
  protocol: { type: 'string' },
  port: { type: 'string' },
  'source-port': { type: 'string' },
  interface: { type: 'string' },
} as const satisfies Options;

/** The flags of each command, as `node:util` parses them. */
export const FLAGS = {
  explain: {
    ...READING,
    ...ASKING,
    now: { type: 'string' },
    all: { type: 'boolean' },
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
  codes: { format: { type: 'string' } },
} as const satisfies Record<string, Options>;

export type Command = keyof typeof FLAGS;

/** Flags as text; a flag that was not given is absent. */
export type Values = Readonly<Record<string, string | boolean | undefined>>;

export type Parsed = { readonly values: Values; readonly paths: readonly string[] };

/** Splits the arguments of a command into flags and paths. */
export const parseCommand = (command: Command, args: readonly string[]): Parsed => {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options: FLAGS[command] as Options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
    const flags = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    const twice = flags.find((flag, i) => flags.indexOf(flag) !== i);
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

const address = (values: Values, flag: string) => {
  const value = textFrom(values, flag);
  if (value === null) return null;
  const parsed = parseAddress(value);
  if (isLeft(parsed)) throw new UsageError(`--${flag}: expected ${parsed.left.expected}, found "${value}".`);
  return parsed.right;
};

const port = (values: Values, flag: string): number | null => {
  const value = textFrom(values, flag);
  if (value === null) return null;
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65535)
    throw new UsageError(`--${flag}: expected a port from 0 to 65535, found "${value}".`);
  return Number(value);
};

const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** Unix seconds, from those or from ISO 8601; a time without a zone would depend on where it is read. */
const time = (values: Values, flag: string): number | null => {
  const value = textFrom(values, flag);
  if (value === null) return null;
  const seconds = /^\d{9,11}$/.test(value)
    ? Number(value)
    : ISO_TIME.test(value)
      ? Math.floor(Date.parse(value) / 1000)
      : Number.NaN;
  if (Number.isNaN(seconds))
    throw new UsageError(
      `--${flag}: expected Unix seconds or a time such as 2026-01-31T12:00:00Z, found "${value}".`,
    );
  return seconds;
};

const protocol = (values: Values): number | null => {
  const value = textFrom(values, 'protocol');
  if (value === null) return null;
  const parsed = parseProtocol(value);
  if (parsed === null)
    throw new UsageError(
      `--protocol: expected tcp, udp, icmp, icmpv6 or a number from 0 to 255, found "${value}".`,
    );
  return parsed === 'all' ? null : parsed;
};

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

/** What `explain` is asked. */
export const questionFrom = (values: Values): Question => ({
  filter: {
    ...ANY_TRAFFIC,
    source: address(values, 'src'),
    destination: address(values, 'dst'),
    protocol: protocol(values),
    port: port(values, 'port'),
    sourcePort: port(values, 'source-port'),
  },
  interfaceId: textFrom(values, 'interface'),
  all: values.all === true,
  now: time(values, 'now'),
});

/** The format of lines without a header: `--log-format`. */
export const logFormatFrom = (values: Values): RecordFormat | null => {
  const value = textFrom(values, 'log-format');
  if (value === null) return null;
  const parsed = parseRecordFormat(value);
  if (isLeft(parsed))
    throw new UsageError(`--log-format: expected ${parsed.left.expected}, found "${parsed.left.text}".`);
  return parsed.right;
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

/** The names in `--fields`, separated by commas or spaces. */
export const fieldsFrom = (values: Values): readonly string[] | null => {
  const value = textFrom(values, 'fields');
  if (value === null) return null;
  const parsed = parseRecordFormat(value);
  if (isLeft(parsed))
    throw new UsageError(`--fields: expected ${parsed.left.expected}, found "${parsed.left.text}".`);
  return parsed.right.fields;
};
