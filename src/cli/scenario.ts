import { hasPassed, scenariosText } from '../index.js';
import { judgeFolder } from '../scenario/judge.js';
import { loadScenario, type Scenario, scenarioFolders } from '../scenario/scenario.js';
import { updateScenario } from '../scenario/update.js';
import type { Parsed, Values } from './arguments.js';
import { NEW_FLAGS, newScenario } from './new-scenario.js';
import { EXIT, type Output, UsageError } from './output.js';

const foldersAt = async (paths: readonly string[]): Promise<readonly string[]> => {
  if (paths.length === 0)
    throw new UsageError('Say which: flowcause scenario run PATH..., a scenario folder or a folder of them.');
  const found: string[] = [];
  for (const path of paths) {
    const folders = await scenarioFolders(path);
    if (folders.length === 0)
      throw new UsageError(`${path}: there is no scenario in it; a scenario folder holds scenario.md.`);
    found.push(...folders);
  }
  return found;
};

const update = async (folders: readonly string[], output: Output): Promise<number> => {
  const scenarios: Scenario[] = [];
  for (const folder of folders) scenarios.push(await loadScenario(folder));
  let written = 0;
  // A known gap must go on failing: its expected files say what ought to be found.
  for (const scenario of scenarios.filter(({ mustFail }) => !mustFail)) {
    if (!(await updateScenario(scenario))) continue;
    written++;
    await output.write(`updated  ${scenario.folder}\n`);
  }
  await output.write(
    `${scenarios.length === 1 ? '1 scenario' : `${scenarios.length} scenarios`}: ${written} written anew.\n`,
  );
  return EXIT.done;
};

const runAll = async (folders: readonly string[], output: Output): Promise<number> => {
  const outcomes = [];
  for (const folder of folders) outcomes.push(await judgeFolder(folder));
  await output.write(scenariosText(outcomes));
  return outcomes.every(hasPassed) ? EXIT.done : EXIT.blocked;
};

const refuseOthers = (values: Values, flags: readonly string[], verb: string): void => {
  const strange = Object.keys(values).find((flag) => !flags.includes(flag));
  if (strange !== undefined)
    throw new UsageError(`scenario ${verb} has no flag --${strange}. See flowcause scenario --help.`);
};

/** `flowcause scenario`. */
export const scenario = async ({ values, paths }: Parsed, output: Output): Promise<number> => {
  const [verb, ...rest] = paths;
  if (verb === 'run') {
    refuseOthers(values, ['update'], verb);
    const folders = await foldersAt(rest);
    return values.update === true ? update(folders, output) : runAll(folders, output);
  }
  if (verb === 'new') {
    refuseOthers(values, NEW_FLAGS, verb);
    return newScenario({ values, paths: rest }, output);
  }
  throw new UsageError('Say what to do: flowcause scenario run PATH..., or new FOLDER --from PATH...');
};
