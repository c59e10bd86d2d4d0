import { entryReader } from '../record/entry-reader.js';
import type { RecordPiece } from '../record/summary.js';
import type { TextReaderOptions } from '../record/text-reader.js';
import { brokenOff } from './broken-off.js';
import { DamagedGzip } from './gunzip.js';
import { jsonCutter } from './json-cutter.js';
import { contentOf, type LogFile } from './log-file.js';
import { entriesIn } from './payload.js';

/** Reads the records of JSON one by one; their lines are their positions. */
export async function* readJsonLog(
  log: LogFile,
  options: TextReaderOptions,
): AsyncGenerator<RecordPiece, void> {
  const entries = entryReader(options);
  const cutter = jsonCutter();
  let damage: DamagedGzip | null = null;
  try {
    for await (const bytes of contentOf(log))
      for (const cut of cutter.push(bytes)) for (const entry of entriesIn(cut)) yield* entries.push(entry);
  } catch (error) {
    if (!(error instanceof DamagedGzip)) throw error;
    damage = error;
  }
  const last = cutter.end();
  const breaksOff = damage !== null || cutter.isOpen();
  if (last !== null && !breaksOff) for (const entry of entriesIn(last)) yield* entries.push(entry);
  yield* entries.end();
  if (!breaksOff) return;
  const origin = { source: log.source, line: entries.line() + 1 };
  yield* brokenOff(origin, last?.bytes ?? new Uint8Array(), damage);
  if (damage === null)
    yield { problem: { origin, kind: 'damaged-content', container: 'JSON', reason: 'it ends too early' } };
}
