import type { Dirent, Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem, SourceProblem } from '../problem/problem.js';

/** A file found under the paths that were given. */
export type FoundFile = {
  readonly path: string;
  readonly size: number;
  /** A pipe, as `<(command)` makes one: it can be read only once. */
  readonly isPipe: boolean;
};

export type Found = { readonly file: FoundFile } | { readonly problem: Problem };

/** The file that makes a folder a scenario: then only its `network/` and `flow.log*` are evidence. */
const SCENARIO = 'scenario.md';

const problem = (source: string, facts: SourceProblem): Found => ({
  problem: { origin: { source, line: null }, ...facts },
});

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

const failure = (path: string, error: unknown): Found =>
  reasonOf(error) === 'ENOENT'
    ? problem(path, { kind: 'missing-path' })
    : problem(path, { kind: 'unreadable-path', reason: reasonOf(error) });

/** Names that tools leave in folders and that hold no evidence: `.DS_Store`, `.git`, `_SUCCESS`. */
const isHidden = (name: string): boolean => name.startsWith('.') || name === '_SUCCESS';

const entriesOf = (entries: readonly Dirent[]): readonly string[] => {
  const names = entries.map((entry) => entry.name).filter((name) => !isHidden(name));
  const wanted = names.includes(SCENARIO)
    ? names.filter((name) => name === 'network' || name.startsWith('flow.log'))
    : names;
  return [...wanted].sort((a, b) => (a < b ? -1 : 1));
};

/**
 * The files at a path, in the order of their names. Links are followed; a file or folder that was `seen` before, by
 * whatever path, is not given again. A pipe is read only where it is `named` itself: with nobody writing to it, as
 * pipes lie in folders, reading it never ends.
 */
async function* filesAt(path: string, seen: Set<string>, named: boolean): AsyncGenerator<Found, void> {
  let stats: Stats;
  try {
    stats = await stat(path);
    // The pipe of `<(command)` has no path.
    const real = stats.isFIFO() ? `pipe ${stats.dev} ${stats.ino}` : await realpath(path);
    if (seen.has(real)) return;
    seen.add(real);
  } catch (error) {
    return yield failure(path, error);
  }
  if (stats.isDirectory()) yield* filesIn(path, seen);
  else if (stats.isFIFO() && !named)
    yield problem(path, { kind: 'unreadable-path', reason: 'a named pipe is not read as part of a folder' });
  else if (stats.isFile() || stats.isFIFO())
    yield { file: { path, size: stats.size, isPipe: stats.isFIFO() } };
  else yield problem(path, { kind: 'unreadable-path', reason: 'neither a file nor a folder' });
}

async function* filesIn(folder: string, seen: Set<string>): AsyncGenerator<Found, void> {
  let entries: readonly Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    return yield failure(folder, error);
  }
  for (const name of entriesOf(entries)) yield* filesAt(join(folder, name), seen, false);
}

/** All files at the paths given; a folder in which there is none is a problem. */
export async function* filesAtAll(paths: readonly string[]): AsyncGenerator<Found, void> {
  const seen = new Set<string>();
  for (const path of paths) {
    const known = seen.size;
    let found = 0;
    for await (const each of filesAt(path, seen, true)) {
      found++;
      yield each;
    }
    if (found === 0 && seen.size > known) yield problem(path, { kind: 'empty-folder' });
  }
}
