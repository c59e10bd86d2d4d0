import type { Running } from '../running.js';

/** Seconds after the first try at which TCP tries again: 1, 2, 4 and 8 s apart. */
const AGAIN = [1, 3, 7, 15] as const;

/** Does something now, and again until it is answered or all tries are used up. Gives back what stops it. */
export const retried = (run: Running, tries: number, act: () => void): (() => void) => {
  let isDone = false;
  for (const seconds of AGAIN.slice(0, tries - 1))
    run.clock.after(seconds, () => {
      if (!isDone) act();
    });
  act();
  return () => {
    isDone = true;
  };
};
