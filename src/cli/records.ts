import {
  countRecords,
  flowRecordAt,
  flowRecordJson,
  NOTHING_READ,
  type Problem,
  problemJson,
  type RecordBatch,
} from '../index.js';
import { readLogs } from '../source/index.js';
import { absentFields } from './absent-fields.js';
import { fieldsFrom, logFormatFrom, type Parsed } from './arguments.js';
import { lineWriter } from './line-writer.js';
import { EXIT, type Output, UsageError } from './output.js';
import { follow } from './progress.js';
import { nothingRead, readInput } from './read-input.js';

/** `flowcause records`. */
export const records = async ({ values, paths }: Parsed, output: Output): Promise<number> => {
  const format = logFormatFrom(values);
  const fields = fieldsFrom(values) ?? undefined;
  const { logs, flowLogFormats, problems } = await readInput(paths);
  const lines = lineWriter(output);
  const seen: Problem[] = [];
  const report = (problem: Problem) => {
    if (seen.length < 2) seen.push(problem);
    return lines.write({ problem: problemJson(problem) });
  };
  const print = async (batch: RecordBatch) => {
    for (let row = 0; row < batch.length; row++)
      await lines.write(flowRecordJson(flowRecordAt(batch, row), fields));
    await lines.flush();
  };
  for (const problem of problems) await report(problem);
  let summary = NOTHING_READ;
  const absent = absentFields(fields ?? []);
  const progress = follow(logs, output.asideTerminal);
  const options = { flowLogFormats, onBytes: progress.bytes, ...(format && { format }) };
  for await (const piece of readLogs(logs, options)) {
    summary = countRecords(summary, piece);
    if ('problem' in piece) await report(piece.problem);
    else {
      progress.records(piece.batch.length);
      absent.see(piece.batch.format);
      await print(piece.batch);
    }
  }
  progress.done();
  await lines.write({ summary });
  await lines.flush();
  if (summary.read === summary.malformed) throw new UsageError(nothingRead(paths, seen));
  for (const sentence of absent.sentences()) output.complain(`flowcause: ${sentence}`);
  return EXIT.done;
};
