import { CATALOGUE, type CatalogueEntry } from '../../diagnosis/code.js';
import { WORDING } from '../wording/codes.js';
import { textTable, wrap } from './text-table.js';

/** The catalogue of finding codes, one line each. */
export const codesText = (): string =>
  `${textTable({
    head: ['code', 'outcome', 'leg'],
    rows: CATALOGUE.map(({ code, outcome, leg }) => [code, outcome, leg ?? '-']),
  }).join('\n')}\n\nflowcause codes CODE tells what one means, how it looks in the log, and what to do.\n`;

/** One code: its meaning, its signature in the log, what to do, and where AWS says so. */
export const codeText = ({ code, outcome, leg, sources }: CatalogueEntry): string => {
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
