import { fileURLToPath } from 'node:url';
import type { Problem } from '../../src/problem/problem.js';
import { type FlowRecord, flowRecords } from '../../src/record/flow-record.js';
import type { RecordBatch } from '../../src/record/record-batch.js';
import { count, NOTHING_READ, type RecordSummary } from '../../src/record/summary.js';
import { type ReadLogsOptions, readLogs, survey } from '../../src/source/index.js';

export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/containers/${name}`, import.meta.url));

export type Read = {
  readonly records: readonly FlowRecord[];
  readonly batches: readonly RecordBatch[];
  readonly problems: readonly Problem[];
  readonly summary: RecordSummary;
};

/** Everything that lies at some paths, for inputs that are small. */
export const readAll = async (
  paths: readonly string[],
  options: ReadLogsOptions = {},
  standardInput?: AsyncIterable<Uint8Array>,
): Promise<Read> => {
  const { logs, problems } = await survey(paths, standardInput);
  const batches: RecordBatch[] = [];
  const all = [...problems];
  let summary = NOTHING_READ;
  for await (const piece of readLogs(logs, options)) {
    if ('batch' in piece) batches.push(piece.batch);
    else all.push(piece.problem);
    summary = count(summary, piece);
  }
  return { records: batches.flatMap(flowRecords), batches, problems: all, summary };
};

/** Records without what differs between containers: where they were read. */
export const withoutOrigins = (records: readonly FlowRecord[]) =>
  records.map(({ origin: _, ...record }) => record);
