import type { ReportedFinding } from '../troubleshoot.js';
import { cautionSentence, changeWords, opensSentence, proofSentence } from './remedy-words.js';
import { textTable } from './text-table.js';
import { WORDING } from './wording.js';

/** A finding in words: what happened, why, and what to do. The same sentences stand in text, JSON and Markdown. */
export type Explanation = {
  readonly headline: string;
  readonly because: readonly string[];
  readonly fix: readonly string[];
};

export const explain = (finding: ReportedFinding): Explanation => {
  const words = WORDING[finding.code];
  return {
    headline: words.headline(finding),
    because: words.because(finding),
    fix: [
      ...finding.remedies.flatMap((remedy) => [
        ...remedy.cautions.map((caution) => `First: ${cautionSentence(caution)}`),
        ...remedy.changes.map((change) => {
          const { sentence, table } = changeWords(change);
          return [sentence, ...(table === null ? [] : textTable(table).slice(1))].join(' ');
        }),
        opensSentence(remedy),
        proofSentence(remedy),
      ]),
      ...words.fix(finding),
    ],
  };
};
