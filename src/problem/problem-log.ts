import type { Problem, ProblemKind } from './problem.js';

/** Problems as far as a person can read them: a count for each kind, and the first of them in full. */
export type ProblemLog = {
  readonly counts: ReadonlyMap<ProblemKind, number>;
  readonly first: readonly Problem[];
};

/** How many problems are kept in full; ten million bad lines must cost no memory. */
const KEPT = 100;

/** Collects problems in bounded memory. */
export const problemCollector = () => {
  const counts = new Map<ProblemKind, number>();
  const first: Problem[] = [];
  return {
    add: (problem: Problem): void => {
      counts.set(problem.kind, (counts.get(problem.kind) ?? 0) + 1);
      if (first.length < KEPT) first.push(problem);
    },
    log: (): ProblemLog => ({ counts: new Map(counts), first: [...first] }),
  };
};

/** How many problems there were, those not kept one by one among them. */
export const problemTotal = ({ counts }: ProblemLog): number =>
  [...counts.values()].reduce((sum, count) => sum + count, 0);
