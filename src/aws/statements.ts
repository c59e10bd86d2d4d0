import type { Gap } from '../problem/gap.js';
import type { Problem } from '../problem/problem.js';

/** A list in the shape of AWS's describe answers, whatever the form of the document it was found in. */
export type Answer = {
  /** The key that names the list in the answer: `SecurityGroups`, `Entries`, ... */
  readonly key: string;
  /** What stands under that key; a list when all is well. */
  readonly items: unknown;
  /** Where the list stands in the document, for problems: `SecurityGroups`, `data.SecurityGroups`, ... */
  readonly path: string;
  /** When AWS answered, in Unix seconds; null when the document does not tell. */
  readonly capturedAt: number | null;
  /** False: the list goes on somewhere else. What is not in it may exist. */
  readonly isLastPage: boolean;
  /**
   * What the list belongs to, where its items do not name it: the prefix list of get-managed-prefix-list-entries, the
   * route table of search-transit-gateway-routes, the target group of describe-target-health. A wrapper or the file name
   * tells it; null when neither does.
   */
  readonly subject: string | null;
  /** The form never states all of a kind; another answer of that kind may be complete all the same. */
  readonly isSample?: boolean;
  /** What the number in the name of its file counts is not pages: no other file goes on with this list. */
  readonly isOneCall?: boolean;
  /** Absent: AWS's own answer. The others say less, and what they say is compared with it field by field. */
  readonly form?: OtherForm;
};

/** In whose words a list was found that is no answer of AWS. */
export type OtherForm = 'aws-config' | 'terraform';

/** What a document says: answers that can be read, what they leave open, and what could not be understood. */
export type Statements = {
  readonly answers: readonly Answer[];
  readonly gaps: readonly Gap[];
  readonly problems: readonly Problem[];
};
