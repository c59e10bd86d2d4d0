import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect, readText } from '../../src/record/read-text.js';
import { print as printLine, type RecordBatch } from '../../src/record/record-batch.js';
import { DEFAULT_FORMAT, print, type RecordFormat } from '../../src/record/record-format.js';
import { textReader } from '../../src/record/text-reader.js';
import { runs } from '../arbitrary/runs.js';

type Example = { readonly name: string; readonly format: string; readonly lines: readonly string[] };

const examples: readonly Example[] = readFileSync(
  new URL('../fixtures/aws-doc-examples.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

const declared: readonly RecordFormat[] = examples.map(({ format }) => ({ fields: format.split(' ') }));
const LINE =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';

const read = (text: string, formats: readonly RecordFormat[] = []) =>
  readText(text, { source: 'flow.log', formats });

describe('lines without a header', () => {
  it.each(examples)("of AWS's example $name are read by the one declared format that fits", (example) => {
    const { batches, problems } = read(example.lines.join('\n'), declared);
    expect(problems).toEqual([]);
    expect(batches.map((batch) => print(batch.format))).toEqual([example.format]);
  });

  it.each(examples)(
    "of AWS's example $name need no hint when they say their version, else they do",
    (example) => {
      const { batches, problems } = read(example.lines.join('\n'));
      const hasVersion = example.format.includes('version');
      expect(batches.map((batch) => print(batch.format))).toEqual(hasVersion ? [example.format] : []);
      expect(problems.map((problem) => problem.kind)).toEqual(hasVersion ? [] : ['unknown-format']);
    },
  );

  it('that fit a declared format and a common one have the declared one', () => {
    const swapped = LINE.replace('20641 22', '22 20641');
    const format = { fields: DEFAULT_FORMAT.fields.with(5, 'dstport').with(6, 'srcport') };
    expect(read(swapped, [format]).batches[0]?.format).toEqual(format);
    expect(read(swapped).batches[0]?.format).toEqual(DEFAULT_FORMAT);
  });

  it('have the default format only when their values fit it, not for being fourteen', () => {
    const swapped = LINE.split(' ').reverse().join(' ');
    expect(read(LINE).batches[0]?.format).toEqual(DEFAULT_FORMAT);
    expect(read(swapped)).toMatchObject({
      batches: [],
      problems: [{ kind: 'unknown-format', found: 14, text: swapped, origin: { line: 1 } }],
    });
  });

  it('that fit two formats alike are asked about, not guessed', () => {
    const one = { fields: ['interface-id', 'srcaddr', 'dstaddr'] };
    const two = { fields: ['interface-id', 'dstaddr', 'srcaddr'] };
    expect(read('\neni-1 10.0.0.1 10.0.0.2', [one, two, one])).toMatchObject({
      batches: [],
      problems: [
        { kind: 'ambiguous-format', formats: [print(one), print(two)], lines: 1, origin: { line: 2 } },
      ],
    });
  });

  it.each([
    ['a packet has at least 20 bytes', ['packets', 'bytes'], '20 4249'],
    ['a window ends after it starts', ['start', 'end'], '1418530010 1418530070'],
    ['each field has its own words', ['action', 'log-status'], '- OK'],
    ['ids begin as AWS begins them', ['vpc-id', 'subnet-id'], 'vpc-1 subnet-1'],
    ['version is the highest among the fields', ['version', 'tcp-flags'], '3 2'],
  ])('are told apart by what AWS says: %s', (_, fields, line) => {
    const formats = [{ fields: [...fields].reverse() }, { fields }];
    expect(read(`${line}\n${line}`, formats).batches[0]?.format.fields).toEqual(fields);
  });

  it('that are mostly damaged still tell their format by how they begin', () => {
    const bad = LINE.replace('ACCEPT', 'ACC');
    const { batches, problems } = read([bad, bad, bad, LINE].join('\n'));
    expect(problems.map((problem) => problem.kind)).toEqual(Array(3).fill('bad-field-value'));
    expect(batches.map((batch) => printLine(batch, 0))).toEqual([LINE]);
  });

  it('that are mostly cut off or run on still tell their format by a whole one', () => {
    const { batches, problems } = read(`${LINE}\n2 123456789010 eni-1\n${LINE} more\n`);
    expect(problems.map((problem) => problem.kind)).toEqual(['too-few-fields', 'too-many-fields']);
    expect(batches.map((batch) => printLine(batch, 0))).toEqual([LINE]);
  });

  it('of an unknown format are passed over until a header comes', () => {
    const { batches, problems, summary } = read(`a b c\n1 2 3\nsrcaddr dstaddr\n10.0.0.1 10.0.0.2`);
    expect(problems).toMatchObject([{ kind: 'unknown-format', origin: { line: 1 } }]);
    expect(summary).toMatchObject({ read: 3, ok: 1, malformed: 2 });
    expect(batches.map((batch) => [...batch.lines])).toEqual([[4]]);
  });

  it('of an unknown format are all counted', () => {
    const { problems, summary } = read(`# none\n\n${'1 2 3\n'.repeat(1000)}`);
    expect(problems).toMatchObject([{ kind: 'unknown-format', found: 3, lines: 1000, origin: { line: 3 } }]);
    expect(summary).toMatchObject({ read: 1000, ok: 0, malformed: 1000 });
  });

  it.each([1, 63, 64, 100])('are not read in the order of a header that comes after %i of them', (lines) => {
    const fields = print(DEFAULT_FORMAT).replace('srcaddr dstaddr', 'dstaddr srcaddr');
    const { batches, problems } = read(`${`${LINE}\n`.repeat(lines)}${fields}\n${LINE}`);
    expect(problems).toEqual([]);
    expect(batches.map((batch) => [print(batch.format), batch.length])).toEqual([
      [print(DEFAULT_FORMAT), lines],
      [fields, 1],
    ]);
  });

  it.each([
    ['more packets than bytes', '20 4249', '4249 20'],
    ['a start after the end', '1418530010 1418530070', '1418530070 1418530010'],
    ['a number that only another field takes', '20641 22 6', '6 22 20641'],
  ])('that no format fits are not guessed: %s', (_, right, wrong) => {
    const odd = LINE.replace(right, wrong);
    expect(read(`${odd}\n${odd}\n${LINE}`)).toMatchObject({
      batches: [],
      problems: [{ kind: 'unknown-format', found: 14 }],
      summary: { malformed: 3 },
    });
    expect(read(`${odd}\n${LINE}\n${LINE}`).batches[0]?.format).toEqual(DEFAULT_FORMAT);
  });

  it('take no longer for the comments and blank lines before and among them', () => {
    const idle = '# nothing\n\n'.repeat(40_000);
    const reader = textReader({ source: 'flow.log' });
    const bytes = new TextEncoder().encode(`${idle}${LINE}\n${idle}${LINE}\n`);
    const { batches, problems } = collect(
      (function* () {
        for (let at = 0; at < bytes.length; at += 64) yield* reader.push(bytes.subarray(at, at + 64));
        yield* reader.end();
      })(),
    );
    expect(problems).toEqual([]);
    expect(batches.flatMap((batch) => [...batch.lines])).toEqual([80_001, 160_002]);
  }, 3000);

  it('are read by the format that is given, when a header does not say otherwise', () => {
    const format = { fields: ['srcaddr', 'dstaddr'] };
    const text = `10.0.0.1 10.0.0.2\ndstaddr srcaddr\n10.0.0.1 10.0.0.2`;
    const { batches } = readText(text, { source: 'flow.log', format });
    expect(batches.map((batch) => print(batch.format))).toEqual(['srcaddr dstaddr', 'dstaddr srcaddr']);
  });

  it('are read alike wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.nat({ max: 70 }), fc.nat({ max: 70 }), (good, bad) => {
        const lines = [
          ...Array<string>(good).fill(LINE),
          ...Array<string>(bad).fill(LINE.replace('OK', 'KO')),
        ];
        const { summary, batches } = read(lines.join('\n'));
        expect(batches.reduce((rows: number, batch: RecordBatch) => rows + batch.length, 0)).toBe(good);
        expect(summary.malformed).toBe(bad);
      }),
      { numRuns: 30 },
    );
  });
});

describe('lines of several formats without a header, as in a log group that two flow logs write to', () => {
  const DEFAULT = examples.find(({ name }) => name === 'default-accept-ssh') as Example;
  const SERVICE = examples.find(({ name }) => name === 'service-name-traffic-path-direction') as Example;
  const NAT = examples.find(({ name }) => name === 'tcp-flags-syn-and-syn-ack') as Example;
  const [A, B, C] = [DEFAULT, SERVICE, NAT].map(({ lines }) => lines[0] as string) as [
    string,
    string,
    string,
  ];

  /** What was read of each line. */
  const linesIn = (text: string, formats: readonly RecordFormat[] = []) => {
    const { batches, problems } = read(text, formats);
    const rows = batches.flatMap((batch) =>
      Array.from(batch.lines, (line, row): [number, string] => [line, printLine(batch, row)]),
    );
    return { rows: rows.sort(([a], [b]) => a - b), problems, batches };
  };

  it('are read each by its own, however they take turns', () => {
    const words = fc.constantFrom('', '2021-03-26T20:01:32.000Z ');
    fc.assert(
      fc.property(
        words,
        fc.array(fc.constantFrom(A, B, C), { minLength: 1, maxLength: 200 }),
        (before, lines) => {
          const { rows, problems, batches } = linesIn(lines.map((line) => `${before}${line}\n`).join(''));
          expect(problems).toEqual([]);
          expect(rows).toEqual(lines.map((line, i) => [i + 1, line]));
          expect(batches).toHaveLength(new Set(lines).size);
        },
      ),
      runs(50),
    );
  });

  it('of which one begins late, behind lines of something else too', () => {
    const late = linesIn(`${`${A}\n`.repeat(1000)}${B}\n${A}\n`);
    expect([late.problems, late.rows.length, late.rows.at(-2)]).toEqual([[], 1002, [1001, B]]);
    const behind = linesIn(`${'hello\n'.repeat(100)}${B}\n${A}\n`);
    expect(behind.rows).toEqual([
      [101, B],
      [102, A],
    ]);
    expect(behind.problems).toMatchObject([{ kind: 'unknown-format', lines: 100, origin: { line: 1 } }]);
  });

  it('of which one is declared', () => {
    const format = { fields: ['srcaddr', 'dstaddr', 'bytes'] };
    const line = '10.0.0.1 10.0.0.2 4000';
    expect(linesIn(`${A}\n${line}\n${A}\n${line}\n`, [format]).rows.map(([, text]) => text)).toEqual([
      A,
      line,
      A,
      line,
    ]);
    expect(linesIn(`${A}\n${line}\n`).problems).toMatchObject([
      { kind: 'too-few-fields', origin: { line: 2 } },
    ]);
  });

  it('and damaged ones are problems, also where many of them have the same length', () => {
    const cut = A.replace(' ACCEPT OK', '');
    const { rows, problems } = linesIn(`${A}\n${`${cut}\n`.repeat(100)}${B}\n${B} x\n${A}\n`);
    expect(rows.map(([line]) => line)).toEqual([1, 102, 104]);
    expect(problems).toHaveLength(101);
  });

  it('are not looked for where a header or the caller says the format', () => {
    const kinds = (text: string, format?: RecordFormat) =>
      readText(text, { source: 'flow.log', ...(format && { format }) }).problems.map(({ kind }) => kind);
    expect(kinds(`${DEFAULT.format}\n${A}\n${B}\n`)).toEqual(['too-many-fields']);
    expect(kinds(`${A}\n${B}\n`, DEFAULT_FORMAT)).toEqual(['too-many-fields']);
  });
});
