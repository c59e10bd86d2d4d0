import { defineConfig } from 'vitest/config';

/** Only what judges filter/ and traffic/, and no shrinking: a mutant is dead as soon as one test fails. */
export default defineConfig({
  test: {
    include: ['test/filter/**/*.test.ts', 'test/traffic/**/*.test.ts'],
    setupFiles: ['test/mutation/stop-at-failure.ts'],
    env: { FLOWCAUSE_MOST_RUNS: '100' },
    isolate: false,
    testTimeout: 60_000,
  },
});
