import { printRecord, type RecordBatch, type RecordPiece } from '../../index.js';
import { maskField } from '../mask/mask-record.js';
import type { Renaming } from '../mask/renaming.js';

/** A log of a scenario that is being recorded: its fields and, for each record, their texts. */
export type RecordedLog = {
  readonly source: string;
  readonly flowLogId: string | null;
  readonly fields: readonly string[];
  readonly rows: (readonly string[])[];
};

/** The records in the order in which they were read; a log of its own for each file and format. */
export const recordedLogs = (pieces: readonly RecordPiece[]): readonly RecordedLog[] => {
  const logs = new Map<string, RecordedLog>();
  const logOf = ({ source, flowLogId, format }: RecordBatch): RecordedLog => {
    const key = `${source}\n${format.fields.join(' ')}`;
    const log = logs.get(key) ?? { source, flowLogId, fields: format.fields, rows: [] };
    logs.set(key, log);
    return log;
  };
  for (const piece of pieces)
    if ('batch' in piece) {
      const { rows } = logOf(piece.batch);
      for (let row = 0; row < piece.batch.length; row++) rows.push(printRecord(piece.batch, row).split(' '));
    }
  return [...logs.values()];
};

export const maskLog = (log: RecordedLog, it: Renaming): RecordedLog => ({
  ...log,
  flowLogId: log.flowLogId === null ? null : it.id(log.flowLogId),
  rows: log.rows.map((row) => row.map((value, i) => maskField(log.fields[i] ?? '', value, it))),
});

const publishedAt = (source: string): string => /_(\d{8}T\d{4}Z)_[^/\\]*$/.exec(source)?.[1] ?? '';

/** Of several logs each says, as AWS's names in S3 do, which flow log wrote it and when: by that copies are found. */
const nameOf = ({ source, flowLogId }: RecordedLog, index: number, all: number): string => {
  if (flowLogId !== null) return `flow.log_${flowLogId}_${publishedAt(source)}_${index + 1}.log`;
  return all === 1 ? 'flow.log' : `flow.log.${String(index + 1).padStart(String(all).length, '0')}`;
};

/** The files, by name, each with a header line. */
export const logFiles = (logs: readonly RecordedLog[]): ReadonlyMap<string, string> =>
  new Map(
    logs.map((log, index) => [
      nameOf(log, index, logs.length),
      `${[log.fields, ...log.rows].map((cells) => cells.join(' ')).join('\n')}\n`,
    ]),
  );
