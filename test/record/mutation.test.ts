import { describe, expect, it } from 'vitest';
import { runs } from '../arbitrary/runs.js';
import { fuzz } from './fuzz.js';

/** `FLOWCAUSE_RUNS=10000` makes it 100,000 lines for each seed. */
const LINES = 10 * runs(800).numRuns;
const SEEDS = [1, 2];

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
