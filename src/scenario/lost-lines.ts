import { type BrokenPromise, FIELDS, printRecord, type RecordPiece } from '../index.js';
import { contentOf, type LogFile } from '../source/log-file.js';
import type { Answer } from './answer.js';

/** What stands at each line of each source: the record as it is printed, or null for a problem. */
const readLines = (pieces: readonly RecordPiece[]): ReadonlyMap<string, string | null> => {
  const lines = new Map<string, string | null>();
  for (const piece of pieces)
    if ('problem' in piece) lines.set(`${piece.problem.origin.source}:${piece.problem.origin.line}`, null);
    else
      for (let row = 0; row < piece.batch.length; row++)
        lines.set(`${piece.batch.source}:${piece.batch.lines[row]}`, printRecord(piece.batch, row));
  return lines;
};

const textOf = async (log: LogFile): Promise<string> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of contentOf(log)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
};

const names = new Set<string>(FIELDS.map(({ name }) => name));

const isHeader = (line: string): boolean => names.has(line.split(' ')[0] as string);

/** The lines of text logs that neither come back as they stand nor are named as a problem. */
export const lostLines = async ({
  logs,
  pieces,
}: NonNullable<Answer['explained']>): Promise<readonly BrokenPromise[]> => {
  const read = readLines(pieces);
  const lost: BrokenPromise[] = [];
  for (const log of logs.filter(({ container }) => container === 'text'))
    for (const [index, raw] of (await textOf(log)).split(/\r?\n/).entries()) {
      const text = raw.trim().replace(/ +/g, ' ');
      const found = read.get(`${log.source}:${index + 1}`);
      if (text === '' || isHeader(text) || found === null || found === text) continue;
      lost.push({ kind: 'lost-line', source: log.source, line: index + 1, text, found: found ?? null });
    }
  return lost;
};
