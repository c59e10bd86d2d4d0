import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers } from '../../src/conversation/coverage.js';
import { runs } from '../arbitrary/runs.js';
import { FORMAT, line, pairLines, record } from './log.js';

const idle = (start: number, end: number, status: 'NODATA' | 'SKIPDATA', point = 'eni-1') =>
  `${point} - - - - - - - ${start} ${end} - - ${status}`;

const lineOf = (start: number, end: number, status: 'OK' | 'NODATA' | 'SKIPDATA') =>
  status === 'OK' ? line(record({ start, end })) : idle(start, end, status);

const coverageOf = (lines: readonly string[]) => {
  const found = pairLines(FORMAT, lines).coverage.get('eni-1');
  if (found === undefined) throw new Error('no coverage');
  return found;
};

describe('what a log covers at an interface', () => {
  it('goes from the earliest start to the latest end, with intervals without data', () => {
    const it = coverageOf([line(record()), idle(2000, 2060, 'NODATA'), idle(900, 960, 'NODATA')]);
    expect(it).toMatchObject({ firstStart: 900, lastEnd: 2060, ok: 1, nodata: 2, skipdata: 0 });
    expect(covers({ start: 1000, end: 2060 })(it)).toBe(true);
  });

  it('does not go beyond the last record', () => {
    const it = coverageOf([line(record())]);
    expect(covers({ start: 1000, end: 1060 })(it)).toBe(true);
    expect(covers({ start: 1000, end: 1061 })(it)).toBe(false);
    expect(covers({ start: 999, end: 1060 })(it)).toBe(false);
  });

  it('has a hole where AWS skipped records', () => {
    const it = coverageOf([
      line(record()),
      idle(1100, 1160, 'SKIPDATA'),
      line(record({ start: 1200, end: 1260 })),
    ]);
    expect(covers({ start: 1000, end: 1060 })(it)).toBe(true);
    expect(covers({ start: 1000, end: 1130 })(it)).toBe(false);
    expect(covers({ start: 1170, end: 1260 })(it)).toBe(true);
  });

  it('is not widened by what another interface recorded', () => {
    expect(coverageOf([line(record()), idle(3000, 3060, 'NODATA', 'eni-2')]).lastEnd).toBe(1060);
  });

  it('is the same in any order of the records, and never shrinks', () => {
    const entry = fc.record({
      start: fc.integer({ min: 0, max: 1000 }),
      length: fc.integer({ min: 0, max: 60 }),
      status: fc.constantFrom('OK' as const, 'NODATA' as const, 'SKIPDATA' as const),
    });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 8 }), (entries) => {
        const all = (them: typeof entries) =>
          coverageOf(them.map(({ start, length, status }) => lineOf(start, start + length, status)));
        const [there, again] = [all(entries), all(entries.toReversed())];
        const bounds = (it: typeof there) => [it.firstStart, it.lastEnd, it.ok, it.nodata, it.skipdata];
        expect(bounds(again)).toEqual(bounds(there));
        expect(again.skipped).toEqual(there.skipped);
        for (const { start, length, status } of entries) {
          const end = start + length;
          expect(there.firstStart).toBeLessThanOrEqual(start);
          expect(there.lastEnd).toBeGreaterThanOrEqual(end);
          const isLost = there.skipped.some((lost) => lost.start <= start && end <= lost.end);
          if (status === 'SKIPDATA') expect(isLost).toBe(true);
        }
        const lost = entries.filter(({ status }) => status === 'SKIPDATA');
        for (const it of there.skipped)
          for (const edge of [it.start, it.end])
            expect(lost.flatMap(({ start, length }) => [start, start + length])).toContain(edge);
      }),
      runs(100),
    );
  });
});
