import type { Finding } from '../../diagnosis/finding/finding.js';

/** The words of one code: what `codes` prints of it, and how a finding of it reads. */
export type Wording = {
  /** What happened, in one sentence. */
  readonly meaning: string;
  /** What the flow log shows. */
  readonly signature: string;
  /** What to do. */
  readonly advice: string;
  readonly headline: (finding: Finding) => string;
  /** The reasons, in the order in which they matter; sentences. */
  readonly because: (finding: Finding) => readonly string[];
  /** What to do about this finding beyond its remedies; sentences. */
  readonly fix: (finding: Finding) => readonly string[];
};
