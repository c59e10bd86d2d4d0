import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, cover, noStretches, type Stretch } from '../../src/record/stretches.js';
import { runs } from '../arbitrary/runs.js';

const windows: fc.Arbitrary<readonly Stretch[]> = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.nat(20))
    .map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 30 },
);

/** Second by second: a second is covered when a window holds it; a hole of more than `tolerance` seconds is a gap. */
const naive = (all: readonly Stretch[], tolerance: number): readonly Stretch[] => {
  const seconds = Array.from({ length: 240 }, (_, at) =>
    all.some(({ start, end }) => start <= at && at <= end),
  );
  const covered = seconds.flatMap((is, at) => (is ? [at] : []));
  return covered.flatMap((at, i) => {
    const next = covered[i + 1];
    return next !== undefined && next - at > Math.max(tolerance, 1) ? [{ start: at, end: next }] : [];
  });
};

const foldOf = (all: readonly Stretch[], tolerance: number) => {
  const stretches = noStretches(tolerance);
  for (const window of all) cover(stretches, window);
  return stretches;
};

describe('stretches of time', () => {
  it('have the gaps that a clock would count, whatever the order of the windows', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 1, max: 30 }), (all, tolerance) => {
        expect(between(foldOf(all, tolerance))).toEqual(naive(all, tolerance));
        expect(foldOf([...all].reverse(), tolerance).list).toEqual(foldOf(all, tolerance).list);
      }),
      runs(500),
    );
  });

  it('take memory by their gaps, not by the windows', () => {
    const stretches = noStretches(120);
    for (let i = 0; i < 100_000; i++) cover(stretches, { start: i * 60, end: i * 60 + 58 });
    expect(stretches.list).toEqual([{ start: 0, end: 99_999 * 60 + 58 }]);
  });
});
