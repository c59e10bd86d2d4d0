/** Runs of a property: `FLOWCAUSE_RUNS=10000 npx vitest run` raises them; fast-check prints the seed of a failure. */
export const runs = (usual = 200): { readonly numRuns: number } => ({
  numRuns: Number(process.env.FLOWCAUSE_RUNS ?? usual),
});
