import { basename, resolve } from 'node:path';
import { brokenText, hasPassed, isClosedGap } from '../index.js';
import { judgeScenario } from './judge.js';
import { loadScenario, type Scenario, scenarioFolders } from './scenario.js';

/** What a runner of tests gives: vitest, jest, mocha or `node:test`. */
export type TestRunner = {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
};

/**
 * Asks a scenario and throws when it does not find what it promises; the message says which promise, and how the files
 * differ. A scenario in a folder `fixme` must fail.
 */
export const assertScenario = async (scenario: Scenario): Promise<void> => {
  const outcome = await judgeScenario(scenario);
  if (hasPassed(outcome)) return;
  const what = isClosedGap(outcome)
    ? 'holds, but lies among the known gaps: move it out of fixme'
    : `does not hold:\n${brokenText(outcome.broken)}`;
  throw new Error(`${scenario.folder} (${scenario.title}) ${what}`);
};

type NamedTest = { readonly name: string; readonly body: () => Promise<void> };

/** One that cannot be loaded fails by itself and leaves the others alone. */
const testOf = async (folder: string): Promise<NamedTest> => {
  try {
    const scenario = await loadScenario(folder);
    return { name: `${scenario.name}: ${scenario.title}`, body: () => assertScenario(scenario) };
  } catch (error) {
    return { name: basename(resolve(folder)), body: () => Promise.reject(error) };
  }
};

/**
 * Makes folders of scenarios a test suite, one test each. The folders are looked for when the file of tests is read; one
 * in which there is no scenario makes it throw.
 *
 * ```ts
 * import { scenarioTest } from 'flowcause/scenario';
 * import { describe, it } from 'vitest';
 *
 * await scenarioTest({ describe, it })('scenarios');
 * ```
 */
export const scenarioTest =
  ({ describe, it }: TestRunner) =>
  async (...paths: readonly string[]): Promise<void> => {
    const found: NamedTest[] = [];
    for (const path of paths) {
      const folders = await scenarioFolders(path);
      if (folders.length === 0) throw new Error(`${path}: there is no scenario in it.`);
      for (const folder of folders) found.push(await testOf(folder));
    }
    describe('scenarios', () => {
      for (const { name, body } of found) it(name, body);
    });
  };
