/** Everything that is left to chance in a simulated world comes from one seed: the same seed, the same world. */
export type Chance = {
  /** At least 0, less than 1. */
  readonly next: () => number;
  /** Both ends included. */
  readonly integer: (from: number, to: number) => number;
  readonly happens: (probability: number) => boolean;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly shuffled: <T>(list: readonly T[]) => readonly T[];
  /** A source of its own for a named part of the world, so that what is drawn there does not shift the rest. */
  readonly branch: (name: string) => Chance;
};

const hashed = (text: string, seed: number): number => {
  let hash = seed ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
};

/** Mulberry32: 32 bits of state are plenty for a world on a whiteboard. */
const generator = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const chance = (seed: number): Chance => {
  const next = generator(seed);
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    happens: (probability) => next() < probability,
    pick: <T>(from: readonly T[]) => from[integer(0, from.length - 1)] as T,
    shuffled: (list) =>
      list
        .map((one) => [next(), one] as const)
        .sort(([a], [b]) => a - b)
        .map(([, one]) => one),
    branch: (name) => chance(hashed(name, seed)),
  };
};
