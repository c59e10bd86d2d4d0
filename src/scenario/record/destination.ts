import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PAGE } from '../question/question-file.js';
import { UsageError } from '../question/usage-error.js';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

const entriesOf = async (folder: string): Promise<readonly string[] | null> => {
  try {
    if (!(await stat(folder)).isDirectory()) throw new UsageError(`${folder}: this is a file, not a folder.`);
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${folder}: the folder could not be read (${codeOf(error)}).`);
  }
};

/** What a recording writes, and so replaces. The page is somebody's work and stays. */
const isRecorded = (name: string): boolean =>
  ['network', 'question.json', 'expected.json', 'expected.txt'].includes(name) || name.startsWith('flow.log');

/** Makes sure that nothing is overwritten that nobody wanted to lose. */
export const refuseToOverwrite = async (folder: string, force: boolean): Promise<void> => {
  const entries = await entriesOf(folder);
  if (entries === null || entries.length === 0) return;
  if (!force)
    throw new UsageError(
      `${folder}: the folder holds ${entries[0]} and is not overwritten; name another one, or say --force.`,
    );
  if (!entries.includes(PAGE))
    throw new UsageError(
      `${folder}: the folder is no scenario (it holds no ${PAGE}); --force does not replace it.`,
    );
};

/** Writes the files of a scenario, by their names inside the folder, in the place of those that were there. */
export const writeScenario = async (folder: string, files: ReadonlyMap<string, string>): Promise<void> => {
  try {
    const entries = (await entriesOf(folder)) ?? [];
    for (const name of entries.filter(isRecorded)) await rm(join(folder, name), { recursive: true });
    await mkdir(join(folder, 'network'), { recursive: true });
    // A page that is there was written by hand.
    for (const [name, content] of files)
      if (name !== PAGE || !entries.includes(PAGE)) await writeFile(join(folder, name), content);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${folder}: the scenario could not be written (${codeOf(error)}).`);
  }
};
