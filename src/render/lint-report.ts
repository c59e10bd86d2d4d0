import type { LintFinding } from '../filter/lint.js';
import type { ResourceKind } from '../network/network.js';
import type { Gap } from '../problem/gap.js';
import type { ProblemLog } from '../problem/problem-log.js';

/** What `lint` found in a network, and what it was given. */
export type LintReport = {
  readonly findings: readonly LintFinding[];
  readonly missing: readonly Gap[];
  /** How many resources of each kind were read. */
  readonly network: Readonly<Record<ResourceKind, number>>;
  readonly problems: ProblemLog;
};
