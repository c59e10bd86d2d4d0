const { FLOWCAUSE_RUNS, FLOWCAUSE_TIMES, FLOWCAUSE_MOST_RUNS } = process.env;

/** At the desk half will do: CI draws every property again, four times as often as it says. */
const times = Number(FLOWCAUSE_TIMES ?? 0.5);

/**
 * Runs of a property: `FLOWCAUSE_RUNS=10000 npx vitest run` sets them, `FLOWCAUSE_TIMES=4` makes every property run four
 * times as often as it says, `FLOWCAUSE_MOST_RUNS=100` lowers those that have more; fast-check prints the seed of a failure.
 */
export const runs = (usual = 200): { readonly numRuns: number } => ({
  numRuns: Number(FLOWCAUSE_RUNS ?? Math.ceil(Math.min(usual, Number(FLOWCAUSE_MOST_RUNS ?? usual)) * times)),
});
