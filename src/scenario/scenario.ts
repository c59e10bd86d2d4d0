import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a scenario asks: a command of flowcause and its arguments, as on the command line. */
export type ScenarioQuestion = {
  readonly command: string;
  readonly args: readonly string[];
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const readIfThere = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'ENOTDIR'))
      return null;
    throw error;
  }
};

/** A question that cannot be read; the message says which file and what was expected. */
export class UnreadableQuestion extends Error {}

const expected = 'an object such as {"command": "explain", "args": ["--dst", "169.254.169.254"]}';

const questionFrom = (path: string, text: string): ScenarioQuestion => {
  const refuse = (reason: string) => new UnreadableQuestion(`${path}: expected ${expected}; ${reason}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error));
  }
  if (json === null || typeof json !== 'object' || Array.isArray(json))
    throw refuse('found another kind of JSON');
  const { command = 'explain', args = [], now } = json as Readonly<Record<string, unknown>>;
  if (typeof command !== 'string') throw refuse('"command" is not text');
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string'))
    throw refuse('"args" is not a list of texts');
  if (now !== undefined && typeof now !== 'number' && typeof now !== 'string')
    throw refuse('"now" is neither a number nor text');
  return { command, args: now === undefined ? args : [...args, '--now', String(now)] };
};

/**
 * The question of a scenario folder: null when the folder is no scenario or asks nothing in particular.
 * A folder is a scenario when it holds `scenario.md`.
 */
export const questionOf = async (folder: string): Promise<ScenarioQuestion | null> => {
  if ((await readIfThere(join(folder, 'scenario.md'))) === null) return null;
  const path = join(folder, 'question.json');
  const text = await readIfThere(path);
  return text === null ? null : questionFrom(path, text);
};
