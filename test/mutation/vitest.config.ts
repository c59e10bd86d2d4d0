import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A mutant is dead at the first failure, so examples go before properties, and the longest properties last. */
const LAST = ['agreement', 'header-set', 'laws', 'sets', 'compiled', 'lint', 'all-pairs'];

class ExamplesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      LAST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
    return files.toSorted((a, b) => place(a) - place(b));
  }
}

/** Only what judges filter/ and traffic/, in one process. */
export default defineConfig({
  test: {
    include: ['test/filter/**/*.test.ts', 'test/traffic/**/*.test.ts'],
    setupFiles: ['test/mutation/stop-at-failure.ts'],
    env: { FLOWCAUSE_MOST_RUNS: process.env.FLOWCAUSE_MOST_RUNS ?? '100' },
    isolate: false,
    sequence: { sequencer: ExamplesFirst },
    testTimeout: 60_000,
  },
});
