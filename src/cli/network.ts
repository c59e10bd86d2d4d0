import {
  callScript,
  isEmptyNetwork,
  networkJson,
  networkReport,
  networkText,
  placeCollector,
  problemCollector,
} from '../index.js';
import { readLogs } from '../source/index.js';
import { choiceFrom, logFormatFrom, type Parsed } from './arguments.js';
import { EXIT, type Output, UsageError } from './output.js';
import { follow } from './progress.js';
import { nothingRead, readInput } from './read-input.js';

/** `flowcause network`. Logs are read for the accounts, Regions and interfaces that they name. */
export const network = async ({ values, paths }: Parsed, output: Output): Promise<number> => {
  const form = choiceFrom(values, 'format', ['text', 'json']) ?? 'text';
  if (values.commands === true && form === 'json')
    throw new UsageError('--commands prints a script; --format json lists the commands anyway.');
  const format = logFormatFrom(values);
  const input = await readInput(paths);
  const problems = problemCollector();
  for (const problem of input.problems) problems.add(problem);
  const places = placeCollector();
  const progress = follow(input.logs, output.terminal);
  const options = {
    flowLogFormats: input.flowLogFormats,
    onBytes: progress.bytes,
    ...(format && { format }),
  };
  let records = 0;
  for await (const piece of readLogs(input.logs, options)) {
    if ('problem' in piece) problems.add(piece.problem);
    else {
      places.add(piece.batch);
      records += piece.batch.length;
      progress.records(piece.batch.length);
    }
  }
  progress.done();
  if (records === 0 && isEmptyNetwork(input.network))
    throw new UsageError(nothingRead(paths, problems.log().first));
  const report = networkReport(input, places.places(), problems.log());
  await output.write(
    values.commands === true
      ? callScript(report)
      : form === 'json'
        ? `${JSON.stringify(networkJson(report), null, 2)}\n`
        : networkText(report),
  );
  return EXIT.done;
};
