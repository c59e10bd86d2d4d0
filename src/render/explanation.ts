import type { ReportedFinding } from '../troubleshoot.js';
import { cautionSentence, changeWords, opensPhrase, proofSentence } from './remedy-words.js';
import { listed } from './text-table.js';
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
        ...remedy.changes.map((change) =>
          [changeWords(change).sentence, ...changeWords(change).table.slice(1)].join(' '),
        ),
        `It opens ${listed(remedy.changes.flatMap(opensPhrase))}, and nothing else.`,
        proofSentence(remedy),
      ]),
      ...words.fix(finding),
    ],
  };
};
