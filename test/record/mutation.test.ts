import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.js';

/** The long run is `npm run fuzz`: 100,000 lines for each of several seeds. */
const LINES = Number(process.env.FUZZ_LINES ?? 8000);
const SEEDS = (process.env.FUZZ_SEEDS ?? '1 2').split(' ').map(Number);

describe('lines with bytes changed, added, lost and doubled', () => {
  it.each(SEEDS)(
    'never throw, never shift a field, and are read as the naive reader reads them: seed %i',
    (seed) => {
      const { lines, records, problems } = fuzz(seed, LINES);
      expect(lines).toBe(LINES);
      expect(records + problems).toBeGreaterThan(LINES * 0.9);
      expect(Math.min(records, problems)).toBeGreaterThan(LINES * 0.1);
    },
    600_000,
  );
});
