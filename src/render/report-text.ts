import type { Report } from '../troubleshoot.js';
import { findingText, moreFindings } from './finding-text.js';
import {
  assumptionSentences,
  emptySentences,
  gapsTold,
  inputSentence,
  passedSentences,
  problemsTold,
} from './report-words.js';
import { wrap } from './text-table.js';

/** More than this many nobody reads on a screen; JSON has them all. */
export const MOST_FINDINGS = 25;

export const problemLines = (report: Pick<Report, 'problems'>): readonly string[] => {
  const told = problemsTold(report);
  return told === null ? [] : [told.title, ...told.sentences.map((sentence) => `  ${sentence}`)];
};

const wrapped = (sentences: readonly string[]): readonly string[] =>
  sentences.flatMap((sentence) => wrap(sentence, ''));

/** The whole report for people, ending in a newline. */
export const reportText = (report: Report): string => {
  const shown = report.findings.slice(0, MOST_FINDINGS);
  const more = report.findings.length - shown.length;
  const paragraphs = [
    ...shown.map(findingText),
    ...(more > 0 ? [[moreFindings(more)]] : []),
    wrapped(emptySentences(report)),
    wrapped(passedSentences(report)),
    report.gaps.length === 0
      ? []
      : ['The configuration is incomplete:', ...gapsTold(report).map((sentence) => `  ${sentence}`)],
    problemLines(report),
    [...wrap(inputSentence(report), ''), ...assumptionSentences(report)],
  ].filter((lines) => lines.length > 0);
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
