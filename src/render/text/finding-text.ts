import type { ReportedFinding } from '../../troubleshoot.js';
import { remediesLines } from '../remedy/remedy-text.js';
import { WORDING } from '../wording/codes.js';
import { occurrencePhrase } from '../wording/ends.js';
import {
  alternativeSentences,
  decidedParts,
  evidenceLines,
  logParts,
  outcomeWord,
  type Part,
  settlingSentences,
  summaryOf,
} from '../wording/finding-parts.js';
import { reasonsOf } from '../wording/reason-words.js';
import { passedParts } from './passed-parts.js';
import { pathLines } from './path-line.js';
import { indentedTable, wrap } from './text-table.js';

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `  ${title}`, ...lines];

const partLines = ({ title, table }: Part): readonly string[] => section(title, indentedTable(table, '    '));

const bullets = (sentences: readonly string[]): readonly string[] =>
  sentences.flatMap((sentence) =>
    wrap(sentence, '    - ', '').map((line, i) => (i === 0 ? line : `  ${line.replace(/^ {4}- /, '    ')}`)),
  );

const pathText = (finding: ReportedFinding): readonly string[] =>
  pathLines(finding).flatMap((line) => wrap(line, '    ', '           '));

/** One finding as text for people, 80 columns wide but for ids and commands that do not fit. */
export const findingText = (finding: ReportedFinding): readonly string[] => {
  const words = WORDING[finding.code];
  const seen = finding.occurrences === null ? [] : [`  ${occurrencePhrase(finding)}`];
  const fix = [...remediesLines(finding.remedies), ...bullets(words.fix(finding))];
  return [
    ...wrap(`${outcomeWord(finding)}  ${words.headline(finding)}.`, '', '  '),
    `  ${summaryOf(finding)}`,
    ...seen,
    ...section('On the way', pathText(finding)),
    ...logParts(finding).flatMap(partLines),
    ...section('Why', bullets(reasonsOf(finding))),
    ...[...passedParts(finding), ...decidedParts(finding)].flatMap(partLines),
    ...section('Fix', fix),
    ...section(
      'Evidence',
      evidenceLines(finding).map((line) => `    ${line}`),
    ),
    ...section('It could also be', bullets(alternativeSentences(finding))),
    ...section('What would settle it', bullets(settlingSentences(finding))),
  ];
};
