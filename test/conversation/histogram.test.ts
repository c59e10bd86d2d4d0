import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram } from '../../src/conversation/histogram.js';
import { runs } from '../arbitrary/runs.js';

const of = (times: readonly number[]) => {
  const it = histogram();
  for (const time of times) it.add(time);
  return it.bars();
};

describe('a histogram of times', () => {
  it('has bars of a minute while 24 of them are enough, and wider ones after that', () => {
    expect(of([60, 61, 180])).toEqual({ start: 60, width: 60, counts: [2, 0, 1] });
    expect(of([0, 60 * 24]).width).toBe(120);
    expect(of([0, 60 * 23]).width).toBe(60);
  });

  it('is empty without times', () => {
    expect(of([]).counts).toEqual([]);
  });

  it('counts every time once, in the bar it lies in, in few bars, whatever the order', () => {
    const times = fc.array(fc.nat({ max: 4_000_000_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(times, (all) => {
        const it = of(all);
        expect(of(all.toReversed())).toEqual(it);
        expect(it.counts.length).toBeLessThanOrEqual(24);
        for (const [i, count] of it.counts.entries()) {
          const from = it.start + i * it.width;
          expect(count).toBe(all.filter((time) => time >= from && time < from + it.width).length);
        }
        expect(it.counts.reduce((sum, count) => sum + count, 0)).toBe(all.length);
      }),
      runs(200),
    );
  });
});
