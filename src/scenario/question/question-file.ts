import { join } from 'node:path';
import { readIfThere } from '../read-if-there.js';
import { UsageError } from './usage-error.js';

/** What a scenario asks: a command of flowcause and its arguments, as on the command line. */
export type ScenarioQuestion = {
  readonly command: string;
  readonly args: readonly string[];
};

const expected = 'an object such as {"command": "explain", "args": ["--dst", "169.254.169.254"]}';

const KEYS: readonly string[] = ['command', 'args', 'now', 'logFormat'];

/** A key misspelt would ask another question than the one meant, and the scenario would hold all the same. */
const strangeKey = (json: object): string | undefined => Object.keys(json).find((key) => !KEYS.includes(key));

const questionFrom = (path: string, text: string): ScenarioQuestion => {
  const refuse = (reason: string) => new UsageError(`${path}: expected ${expected}; ${reason}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
  if (json === null || typeof json !== 'object' || Array.isArray(json))
    throw refuse('found another kind of JSON');
  const strange = strangeKey(json);
  if (strange !== undefined) throw refuse(`"${strange}" is none of ${KEYS.join(', ')}`);
  const { command = 'explain', args = [], now, logFormat } = json as Readonly<Record<string, unknown>>;
  if (typeof command !== 'string') throw refuse('"command" is not text');
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string'))
    throw refuse('"args" is not a list of texts');
  if (now !== undefined && typeof now !== 'number' && typeof now !== 'string')
    throw refuse('"now" is neither a number nor text');
  if (logFormat !== undefined && typeof logFormat !== 'string') throw refuse('"logFormat" is not text');
  return {
    command,
    args: [
      ...args,
      ...(now === undefined ? [] : ['--now', String(now)]),
      ...(logFormat === undefined ? [] : ['--log-format', logFormat]),
    ],
  };
};

/** The page that makes a folder a scenario. */
export const PAGE = 'scenario.md';

/**
 * The question of a scenario folder: null when the folder is no scenario or asks nothing in particular.
 * A folder is a scenario when it holds `scenario.md`.
 */
export const questionOf = async (folder: string): Promise<ScenarioQuestion | null> => {
  if ((await readIfThere(join(folder, PAGE))) === null) return null;
  const path = join(folder, 'question.json');
  const text = await readIfThere(path);
  return text === null ? null : questionFrom(path, text);
};
