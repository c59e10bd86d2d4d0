import type { Remedy } from '../../remedy/remedy.js';
import type { Report, ReportedFinding } from '../../troubleshoot.js';
import { commandsFor } from '../remedy/aws-cli.js';
import { changesWords } from '../remedy/change-words.js';
import { openedLines } from '../remedy/opening-words.js';
import { firstSentences, proofSentence } from '../remedy/remedy-words.js';
import { terraformFor } from '../remedy/terraform.js';
import { type Shown, type ShownGroups, shownGroups } from '../shown-groups.js';
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
import { groupLabel, groupSentences, moreOthers, othersOf, sharedSentences } from '../wording/group-words.js';
import { reasonsOf } from '../wording/reason-words.js';
import { plural } from '../words/phrase.js';
import {
  assumptionSentences,
  emptySentences,
  gapsTold,
  inputSentence,
  passedSentences,
  problemsTold,
} from '../words/report-words.js';
import type { Table } from '../words/table.js';
import { untoldSentence } from './group-text.js';
import { passedParts } from './passed-parts.js';
import { pathLines } from './path-line.js';

/** Text that must not become markup: names and descriptions in the input can hold anything. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>|#~]/g, '\\$&');

/** Long enough that nothing in the code ends it. */
const fenceFor = (code: string): string =>
  '`'.repeat(Math.max(3, ...[...code.matchAll(/`+/g)].map(([run]) => run.length + 1)));

const codeBlock = (language: string, lines: readonly string[]): string => {
  const code = lines.join('\n');
  const fence = fenceFor(code);
  return `${fence}${language}\n${code}\n${fence}`;
};

const tableRow = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;

const markdownTable = ({ head, rows, right = [] }: Table): string =>
  [
    tableRow(head),
    `| ${head.map((_, i) => (right.includes(i) ? '---:' : '---')).join(' | ')} |`,
    ...rows.map(tableRow),
  ].join('\n');

const list = (sentences: readonly string[]): readonly string[] =>
  sentences.length === 0 ? [] : [sentences.map((sentence) => `- ${escaped(sentence)}`).join('\n')];

const titled = (title: string, blocks: readonly string[]): readonly string[] =>
  blocks.length === 0 ? [] : [`**${escaped(title)}**`, ...blocks];

const part = ({ title, table }: Part): readonly string[] => titled(title, [markdownTable(table)]);

const opened = (it: Remedy): readonly string[] => {
  const lines = openedLines(it);
  return lines.length === 0 ? [] : ['It opens this, and nothing else:', ...list(lines)];
};

const codeOf = (language: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [codeBlock(language, lines)];

const remedy = (it: Remedy): readonly string[] => [
  ...list(firstSentences(it)),
  ...changesWords(it.changes).flatMap(({ sentence, table }) => [
    escaped(sentence),
    ...(table === null ? [] : [markdownTable(table)]),
  ]),
  ...opened(it),
  escaped(proofSentence(it)),
  ...codeOf('sh', it.changes.flatMap(commandsFor)),
  ...codeOf('hcl', it.changes.flatMap(terraformFor)),
];

const finding = (it: ReportedFinding): readonly string[] => {
  const words = WORDING[it.code];
  const seen = it.occurrences === null ? '' : `; ${occurrencePhrase(it)}`;
  return [
    `## ${outcomeWord(it)}: ${escaped(words.headline(it))}`,
    escaped(`${summaryOf(it)}${seen}`),
    ...codeOf('text', pathLines(it)),
    ...logParts(it).flatMap(part),
    ...titled('Why', list(reasonsOf(it))),
    ...[...passedParts(it), ...decidedParts(it)].flatMap(part),
    ...titled('Fix', [...it.remedies.flatMap(remedy), ...list(words.fix(it))]),
    ...titled('Evidence', list(evidenceLines(it))),
    ...titled('It could also be', list(alternativeSentences(it))),
    ...titled('What would settle it', list(settlingSentences(it))),
  ];
};

const overview = ({ named, unnamed }: ShownGroups): readonly string[] =>
  named.length === 0
    ? []
    : [
        [
          ...named.map(
            (group, i) =>
              `${i + 1}. **${escaped(groupLabel(group))}**: ${escaped(groupSentences(group).join(' '))}`,
          ),
          ...(unnamed > 0 ? [escaped(`... and ${plural(unnamed, 'more', 'more')}; --top shows them.`)] : []),
        ].join('\n'),
      ];

const told = (report: Report, { group, finding: it }: ShownGroups['told'][number]): readonly string[] => {
  const others = othersOf(report, group);
  return [
    ...finding(it),
    ...(others === null
      ? []
      : [
          escaped(others.title),
          markdownTable(others.table),
          ...(others.more > 0 ? [escaped(moreOthers(others.more))] : []),
        ]),
    ...sharedSentences(group).map(escaped),
    ...group.remedies.flatMap(remedy),
  ];
};

/** The whole report as Markdown for a ticket, ending in a newline: the same sentences and tables as the text. */
export const reportMarkdown = (report: Report, shown: Shown = {}): string => {
  const groups = shownGroups(report, shown);
  const problems = problemsTold(report);
  const blocks = [
    ...overview(groups),
    ...groups.told.flatMap((it) => told(report, it)),
    ...(groups.untold > 0 ? [escaped(untoldSentence(groups.untold))] : []),
    ...emptySentences(report).map(escaped),
    ...passedSentences(report).map(escaped),
    ...titled('The configuration is incomplete', list(gapsTold(report))),
    ...(problems === null ? [] : titled(problems.title, list(problems.sentences))),
    escaped([inputSentence(report), ...assumptionSentences(report)].join(' ')),
  ];
  return `${blocks.join('\n\n')}\n`;
};
