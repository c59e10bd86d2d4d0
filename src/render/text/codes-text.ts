import { CATALOGUE, type CatalogueEntry } from '../../diagnosis/code.js';
import { WORDING } from '../wording/codes.js';
import { textTable, wrap } from './text-table.js';

/** The catalogue of finding codes, one line each. */
export const codesText = (): string =>
  `${textTable({
    head: ['code', 'outcome', 'leg'],
    rows: CATALOGUE.map(({ code, outcome, leg }) => [code, outcome, leg ?? '-']),
  }).join('\n')}\n\nflowcause codes CODE tells what one means, how it looks in the log, and what to do.\n`;

/** Lists and tables keep their lines. */
const isProse = (lines: readonly string[]): boolean => lines.every((line) => !/^(\s|\||```|- )/.test(line));

/** The page of a scenario as it is read on a terminal. */
const exampleLines = (page: string): readonly string[] =>
  page
    .trimEnd()
    .replaceAll('**', '')
    .replace(/^# /, 'Example: ')
    .split(/\n\n+/)
    .flatMap((paragraph) => {
      const lines = paragraph.split('\n');
      return [
        '',
        ...(isProse(lines) ? wrap(lines.join(' '), '  ') : lines.map((line) => `  ${line}`.trimEnd())),
      ];
    });

/** One code: its meaning, its signature in the log, what to do, and where AWS says so; and the page of a scenario that shows it. */
export const codeText = (
  { code, outcome, leg, sources }: CatalogueEntry,
  page: string | null = null,
): string => {
  const { meaning, signature, advice } = WORDING[code];
  return `${[
    code,
    `  ${outcome}${leg === null ? '' : `, ${leg} leg`}`,
    '',
    '  What happened',
    ...wrap(meaning, '    '),
    '',
    '  In the log',
    ...wrap(signature, '    '),
    '',
    '  What to do',
    ...wrap(advice, '    '),
    '',
    '  Sources',
    ...sources.map((source) => `    ${source}`),
    ...(page === null ? [] : exampleLines(page)),
  ].join('\n')}\n`;
};

/** The catalogue as JSON; its schema is `flowcause/schema/codes.json`. */
export const codesJson = (entries: readonly CatalogueEntry[] = CATALOGUE) => ({
  schemaVersion: 1,
  codes: entries.map((entry) => {
    const { meaning, signature, advice } = WORDING[entry.code];
    return { ...entry, meaning, signature, advice };
  }),
});
