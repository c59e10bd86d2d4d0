import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flowRecords } from '../../src/record/flow-record.js';
import { readText } from '../../src/record/read-text.js';
import { runs } from '../arbitrary/runs.js';

const FIELDS =
  'account-id interface-id vpc-id region srcaddr srcport action flow-direction start instance-tag';
const fields = fc.constantFrom(...FIELDS.split(' '));
const word = fc.oneof(
  fields,
  fc.constantFrom(
    'eni-1',
    '-',
    '#',
    '#x',
    '10.0.0.1',
    '::1',
    '2001:DB8::1',
    '22',
    '022',
    'ACCEPT',
    'ingress',
  ),
  fc.constantFrom('1700000000', '1700000000123', '2026-x', '\uFEFF', '\uFFFD', 'é', `\${region}`, ''),
);
const DATE = '2026-01-01T00:00:00.000Z';
const before = fc.constantFrom('', '\uFEFF', ' ', '  #', '#', `${DATE} `, `${DATE} eni-1-all `);
const line = fc
  .tuple(before, fc.array(word, { maxLength: 6 }))
  .map(([first, words]) => first + words.join(' '));

const read = (lines: readonly string[], format: readonly string[] | null) => {
  const text = `${lines.join('\n')}\n`;
  const { batches, problems, summary } = readText(text, {
    source: 'flow.log',
    ...(format && { format: { fields: format } }),
  });
  return {
    formats: batches.map((batch) => batch.format),
    records: batches.flatMap(flowRecords),
    problems: problems.map(({ kind, origin }) => [kind, origin]),
    summary,
  };
};

it('bytes are read as text is, which a tab at the end of each line enforces', () => {
  const format = fc.option(fc.uniqueArray(fields, { minLength: 1, maxLength: 4 }));
  fc.assert(
    fc.property(format, fc.array(line, { maxLength: 8 }), (given, lines) => {
      const tabbed = lines.map((each) => `${each}\t`);
      expect(read(lines, given)).toEqual(read(tabbed, given));
    }),
    runs(2000),
  );
});
