import type { Remedy } from '../remedy/remedy.js';
import type { ReportedFinding } from '../troubleshoot.js';
import { changesWords } from './remedy/change-words.js';
import { openedLines } from './remedy/opening-words.js';
import { firstSentences, proofSentence } from './remedy/remedy-words.js';
import { textTable } from './text/text-table.js';
import { WORDING } from './wording/codes.js';
import { settlingSentences } from './wording/finding-parts.js';
import { reasonsOf } from './wording/reason-words.js';
import { listed } from './words/phrase.js';

/** A finding in words: what happened, why, and what to do. The same sentences stand in text, JSON and Markdown. */
export type Explanation = {
  readonly headline: string;
  readonly because: readonly string[];
  readonly fix: readonly string[];
  /** What would settle it and its alternatives; empty where it is proven. */
  readonly settle: readonly string[];
};

const openedSentence = (remedy: Remedy): readonly string[] => {
  const opened = openedLines(remedy);
  return opened.length === 0 ? [] : [`It opens ${listed(opened)}, and nothing else.`];
};

/** A finding in words: one headline, the reasons, and what to do, each a plain sentence without colour. */
export const explain = (finding: ReportedFinding): Explanation => {
  const words = WORDING[finding.code];
  return {
    headline: words.headline(finding),
    because: reasonsOf(finding),
    fix: [
      ...finding.remedies.flatMap((remedy) => [
        ...firstSentences(remedy),
        ...changesWords(remedy.changes).map(({ sentence, table }) =>
          [sentence, ...(table === null ? [] : textTable(table).slice(1))].join(' '),
        ),
        ...openedSentence(remedy),
        proofSentence(remedy),
      ]),
      ...words.fix(finding),
    ],
    settle: settlingSentences(finding),
  };
};
