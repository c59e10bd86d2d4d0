const { FLOWCAUSE_RUNS, FLOWCAUSE_TIMES, FLOWCAUSE_MOST_RUNS } = process.env;

/**
 * Runs of a property: `FLOWCAUSE_RUNS=10000 npx vitest run` sets them, `FLOWCAUSE_TIMES=4` makes every property run four
 * times as often, `FLOWCAUSE_MOST_RUNS=100` lowers those that have more; fast-check prints the seed of a failure.
 */
export const runs = (usual = 200): { readonly numRuns: number } => ({
  numRuns: Number(
    FLOWCAUSE_RUNS ?? Math.min(usual, Number(FLOWCAUSE_MOST_RUNS ?? usual)) * Number(FLOWCAUSE_TIMES ?? 1),
  ),
});
