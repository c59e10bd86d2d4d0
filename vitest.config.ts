import { defineConfig } from 'vitest/config';

/** What a process of its own has to run: it measures the memory of the whole process. */
const ALONE = ['test/source/memory.test.ts'];

export default defineConfig({
  test: {
    // One worker fewer than there are cores, the default, leaves one of two idle.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        // Nothing in `src` keeps a state that a test could leave behind, and loading it for each file took a minute.
        test: { name: 'tests', include: ['test/**/*.test.ts'], exclude: ALONE, isolate: false },
      },
      { extends: true, test: { name: 'memory', include: ALONE } },
    ],
    setupFiles: ['test/arbitrary/seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
