import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Side } from '../../src/conversation/journey/side.js';
import { sideTimeline } from '../../src/conversation/journey/side-timeline.js';
import { runs } from '../arbitrary/runs.js';

/** Only the time of a side counts here. */
const sides = fc
  .tuple(
    fc.nat({ max: 60 }).map((minute) => 60 * minute),
    fc.constantFrom(0, 30, 60, 76, 600, 1980),
  )
  .map(([start, length]) => ({ start, end: start + length }) as Side);

describe('sides near to another one', () => {
  it('are those that comparing each of them finds, by the delta of the longer of two', () => {
    fc.assert(
      fc.property(
        fc.array(sides, { maxLength: 12 }),
        sides,
        fc.constantFrom(null, 60, 600),
        (all, one, interval) => {
          const near = all.filter((it) => {
            const isLong = Math.max(it.end - it.start, one.end - one.start) > 75;
            const delta = (interval === null ? isLong : interval === 600) ? 720 : 120;
            return it.start <= one.end + delta && one.start <= it.end + delta;
          });
          const timeline = sideTimeline(all, interval);
          expect(timeline.near(one)).toBe(near.length);
          expect(timeline.only(one)).toBe(near.length === 1 ? near[0] : null);
        },
      ),
      runs(300),
    );
  });
});
