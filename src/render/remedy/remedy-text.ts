import type { Remedy } from '../../remedy/remedy.js';
import { indentedTable, wrap, wrapCommand } from '../text/text-table.js';
import { commandsFor } from './aws-cli.js';
import { changesWords } from './change-words.js';
import { openedLines } from './opening-words.js';
import { firstSentences, proofSentence } from './remedy-words.js';
import { terraformFor } from './terraform.js';

const openedText = (remedy: Remedy): readonly string[] => {
  const opened = openedLines(remedy);
  return opened.length === 0
    ? []
    : ['    It opens this, and nothing else:', ...opened.flatMap((line) => wrap(line, '      ', '  '))];
};

const code = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `    ${title}`, ...lines.map((line) => `      ${line}`.trimEnd())];

const remedyLines = (remedy: Remedy): readonly string[] => [
  ...firstSentences(remedy).flatMap((sentence) => wrap(sentence, '    ')),
  ...changesWords(remedy.changes).flatMap(({ sentence, table }) => {
    const rows = table === null ? [] : indentedTable(table, '      ');
    return [...wrap(sentence, '    '), ...rows];
  }),
  ...openedText(remedy),
  ...wrap(proofSentence(remedy), '    '),
  ...code('AWS CLI', remedy.changes.flatMap(commandsFor).flatMap(wrapCommand)),
  ...code('Terraform', remedy.changes.flatMap(terraformFor)),
];

/** Remedies as text for people, indented by four, with an empty line between them. */
export const remediesLines = (remedies: readonly Remedy[]): readonly string[] =>
  remedies.flatMap((remedy, i) => [...(i === 0 ? [] : ['']), ...remedyLines(remedy)]);
