import type { LintFinding } from '../../filter/lint.js';
import type { LintReport } from '../lint-report.js';
import { gapSentence } from '../words/gap-words.js';
import { lintWords } from '../words/lint-words.js';
import { listed, plural } from '../words/phrase.js';
import { resourceCounts } from '../words/resource-words.js';
import { problemLines } from './report-text.js';
import { textTable, wrap } from './text-table.js';

const findingLines = (found: LintFinding): readonly string[] => {
  const { sentence, packets, table, notes } = lintWords(found);
  return [
    ...wrap(sentence, '', '  '),
    ...packets.flatMap((line) => wrap(line, '    ', '  ')),
    ...(table === null ? [] : ['', ...textTable(table).map((line) => `    ${line}`), '']),
    ...notes.flatMap((note) => wrap(note, '  ', '')),
  ];
};

const closing = ({ findings, network }: LintReport): readonly string[] => {
  const found =
    findings.length === 0
      ? 'Nothing could go without changing what passes'
      : `${plural(findings.length, 'finding')}`;
  const entries = findings.filter((one) => 'entry' in one).length;
  const alone =
    entries > 1 ? ' Each entry of a network ACL is proved alone: after removing one, ask again.' : '';
  return wrap(`${found}.${alone} Read ${listed(resourceCounts(network))}.`, '');
};

/** What `lint` found, for people, ending in a newline. */
export const lintText = (report: LintReport): string => {
  const paragraphs = [
    ...report.findings.map((found) => findingLines(found).join('\n').trimEnd()),
    ...(report.missing.length === 0
      ? []
      : [
          [
            'Not looked at, as it was not given:',
            ...report.missing.map((gap) => `  ${gapSentence(gap)}`),
          ].join('\n'),
        ]),
    problemLines(report).join('\n'),
    closing(report).join('\n'),
  ].filter((text) => text !== '');
  return `${paragraphs.join('\n\n')}\n`;
};
