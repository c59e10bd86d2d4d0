import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { PAGE, questionOf, type ScenarioQuestion } from './question/question-file.js';
import { UsageError } from './question/usage-error.js';
import { readIfThere } from './read-if-there.js';

/**
 * A folder that holds evidence (`network/`, `flow.log`), a question (`question.json`), a page that says what it is about
 * (`scenario.md`) and what the answer was found to be (`expected.json`, `expected.txt`).
 */
export type Scenario = {
  readonly folder: string;
  /** The name of the folder. */
  readonly name: string;
  /** The first heading of the page; the name where there is none. */
  readonly title: string;
  readonly question: ScenarioQuestion;
  /** The content of the files of that name; null for one that is not there. */
  readonly expected: { readonly json: string | null; readonly text: string | null };
  /** It lies in a folder `fixme`: a gap that is known, so that its promises must not hold yet. */
  readonly mustFail: boolean;
};

/** The folder of scenarios that must fail. */
const FIXME = 'fixme';

export const EXPECTED = { json: 'expected.json', text: 'expected.txt' } as const;

/** With the ends of lines that the answer has, whatever a checkout made of them. */
const readPromise = async (path: string): Promise<string | null> =>
  (await readIfThere(path))?.replaceAll('\r\n', '\n') ?? null;

/** A scenario folder, read; the evidence is read when it is asked. Throws where it holds no `scenario.md`. */
export const loadScenario = async (folder: string): Promise<Scenario> => {
  const page = await readIfThere(join(folder, PAGE));
  if (page === null) throw new UsageError(`${folder}: expected a scenario, which holds a page ${PAGE}.`);
  const name = basename(resolve(folder));
  return {
    folder,
    name,
    title: /^# +(.+)$/m.exec(page)?.[1]?.trim() ?? name,
    question: (await questionOf(folder)) ?? { command: 'explain', args: [] },
    expected: {
      json: await readPromise(join(folder, EXPECTED.json)),
      text: await readPromise(join(folder, EXPECTED.text)),
    },
    mustFail: basename(resolve(folder, '..')) === FIXME,
  };
};

const foldersIn = async (folder: string): Promise<readonly string[]> => {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map(({ name }) => join(folder, name))
      .sort();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${folder}: the folder could not be read (${code}).`);
  }
};

/** The scenario folders at a path: itself, or all below it, in the order of their names. */
export const scenarioFolders = async (path: string): Promise<readonly string[]> => {
  if ((await readIfThere(join(path, PAGE))) !== null) return [path];
  const folders: string[] = [];
  for (const folder of await foldersIn(path)) folders.push(...(await scenarioFolders(folder)));
  return folders;
};
