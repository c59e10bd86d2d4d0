import type { Problem } from '../problem/problem.js';
import type { RecordPiece } from '../record/summary.js';
import { decode, quoted } from '../record/text-line.js';
import type { DamagedGzip } from './gunzip.js';

/** What is left of the line, or the element of a list, at which data breaks off: the beginning of a value is another value. */
export function* brokenOff(
  origin: Problem['origin'],
  unfinished: Uint8Array,
  damage: DamagedGzip | null,
): Generator<RecordPiece, void> {
  const text = quoted(decode(unfinished.subarray(0, 4096)).text.trimEnd());
  if (text !== '') yield { problem: { origin, kind: 'cut-off-line', text } };
  if (damage !== null) yield { problem: { origin, kind: 'damaged-gzip', reason: damage.message } };
}
