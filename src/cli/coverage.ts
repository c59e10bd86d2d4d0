import { coverageJson, coverageReader, coverageText, isEmptyNetwork } from '../index.js';
import { readLogs } from '../source/index.js';
import { choiceFrom, logFormatFrom, type Parsed } from './arguments.js';
import { EXIT, type Output, UsageError } from './output.js';
import { follow } from './progress.js';
import { nothingRead, readInput } from './read-input.js';

/** `flowcause coverage`. */
export const coverage = async ({ values, paths }: Parsed, output: Output): Promise<number> => {
  const form = choiceFrom(values, 'format', ['text', 'json']) ?? 'text';
  const format = logFormatFrom(values);
  const { network, logs, flowLogFormats, problems } = await readInput(paths);
  const reader = coverageReader(network);
  for (const problem of problems) reader.push({ problem });
  const progress = follow(logs, output.terminal);
  const options = { flowLogFormats, onBytes: progress.bytes, ...(format && { format }) };
  for await (const piece of readLogs(logs, options)) {
    reader.push(piece);
    if ('batch' in piece) progress.records(piece.batch.length);
  }
  progress.done();
  const report = reader.report();
  if (report.records.read === report.records.malformed && isEmptyNetwork(network))
    throw new UsageError(nothingRead(paths, report.problems.first));
  await output.write(
    form === 'json' ? `${JSON.stringify(coverageJson(report), null, 2)}\n` : coverageText(report),
  );
  return EXIT.done;
};
