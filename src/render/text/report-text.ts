import type { Report } from '../../troubleshoot.js';
import { type Shown, shownGroups } from '../shown-groups.js';
import {
  assumptionSentences,
  emptySentences,
  gapsTold,
  inputSentence,
  passedSentences,
  problemsTold,
} from '../words/report-words.js';
import { groupText, overviewText, untoldSentence } from './group-text.js';
import { wrap } from './text-table.js';

/** Places and commands in one line each, so that they can be found and pasted. */
const indented = (sentences: readonly string[]): readonly string[] =>
  sentences.map((sentence) => `  ${sentence}`);

export const problemLines = (report: Pick<Report, 'problems'>): readonly string[] => {
  const told = problemsTold(report);
  return told === null ? [] : [told.title, ...indented(told.sentences)];
};

const wrapped = (sentences: readonly string[]): readonly string[] =>
  sentences.flatMap((sentence) => wrap(sentence, ''));

/** The whole report for people, ending in a newline. */
export const reportText = (report: Report, shown: Shown = {}): string => {
  const groups = shownGroups(report, shown);
  const paragraphs = [
    overviewText(groups),
    ...groups.told.map((it) => groupText(report, it)),
    groups.untold > 0 ? [untoldSentence(groups.untold)] : [],
    wrapped(emptySentences(report)),
    wrapped(passedSentences(report)),
    report.gaps.length === 0 ? [] : ['The configuration is incomplete:', ...indented(gapsTold(report))],
    problemLines(report),
    wrapped([inputSentence(report), ...assumptionSentences(report)]),
  ].filter((lines) => lines.length > 0);
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
