import {
  countResources,
  isEmptyNetwork,
  lintGaps,
  lintJson,
  lint as lintNetwork,
  lintText,
  problemCollector,
} from '../index.js';
import { choiceFrom, type Parsed } from './arguments.js';
import { EXIT, type Output, UsageError } from './output.js';
import { nothingRead, readInput } from './read-input.js';

/** `flowcause lint`. Logs among the paths are passed over: it is about the configuration alone. */
export const lint = async ({ values, paths }: Parsed, output: Output): Promise<number> => {
  const form = choiceFrom(values, 'format', ['text', 'json']) ?? 'text';
  const { network, problems } = await readInput(paths);
  if (isEmptyNetwork(network)) throw new UsageError(nothingRead(paths, problems));
  const collector = problemCollector();
  for (const problem of problems) collector.add(problem);
  const report = {
    findings: lintNetwork(network),
    missing: lintGaps(network),
    network: countResources(network),
    problems: collector.log(),
  };
  await output.write(form === 'json' ? `${JSON.stringify(lintJson(report), null, 2)}\n` : lintText(report));
  return EXIT.done;
};
