/** What happens when. Things of the same time happen in the order in which they were put down. */
export type Clock = {
  /** Unix seconds, with fractions. */
  readonly now: () => number;
  readonly at: (time: number, happens: () => void) => void;
  readonly after: (seconds: number, happens: () => void) => void;
  /** Lets everything happen that was put down, and what that puts down, in the order of time. */
  readonly run: () => void;
};

type Planned = { readonly time: number; readonly happens: () => void };

export const clock = (): Clock => {
  const planned: Planned[] = [];
  let now = 0;
  const at: Clock['at'] = (time, happens) => {
    let place = planned.length;
    while (place > 0 && (planned[place - 1] as Planned).time <= time) place--;
    planned.splice(place, 0, { time, happens });
  };
  return {
    now: () => now,
    at,
    after: (seconds, happens) => at(now + seconds, happens),
    run: () => {
      for (let next = planned.pop(); next !== undefined; next = planned.pop()) {
        now = next.time;
        next.happens();
      }
    },
  };
};
