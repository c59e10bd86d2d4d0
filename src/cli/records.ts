import {
  countRecords,
  flowRecordJson,
  flowRecords,
  NOTHING_READ,
  type Problem,
  problemJson,
} from '../index.js';
import { readLogs } from '../source/index.js';
import { fieldsFrom, logFormatFrom, type Parsed } from './arguments.js';
import { EXIT, type Output, UsageError } from './output.js';
import { follow } from './progress.js';
import { nothingRead, readInput } from './read-input.js';

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** `flowcause records`. */
export const records = async ({ values, paths }: Parsed, output: Output): Promise<number> => {
  const format = logFormatFrom(values);
  const fields = fieldsFrom(values) ?? undefined;
  const { logs, formats, problems } = await readInput(paths);
  const seen: Problem[] = [];
  const report = (problem: Problem) => {
    if (seen.length < 2) seen.push(problem);
    return output.write(line({ problem: problemJson(problem) }));
  };
  for (const problem of problems) await report(problem);
  let summary = NOTHING_READ;
  const progress = follow(logs, output.asideTerminal);
  const options = { formats, onBytes: progress.bytes, ...(format && { format }) };
  for await (const piece of readLogs(logs, options)) {
    summary = countRecords(summary, piece);
    if ('problem' in piece) await report(piece.problem);
    else {
      progress.records(piece.batch.length);
      await output.write(
        flowRecords(piece.batch)
          .map((it) => line(flowRecordJson(it, fields)))
          .join(''),
      );
    }
  }
  progress.done();
  await output.write(line({ summary }));
  if (summary.read === summary.malformed) throw new UsageError(nothingRead(paths, seen));
  return EXIT.done;
};
