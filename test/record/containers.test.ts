import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvReader } from '../../src/record/csv-reader.js';
import { flowRecords, toJson } from '../../src/record/flow-record.js';
import { jsonLinesReader } from '../../src/record/json-lines-reader.js';
import { LONGEST_LINE } from '../../src/record/line-cutter.js';
import { collect, readText } from '../../src/record/read-text.js';
import { print } from '../../src/record/record-batch.js';
import { rowReader } from '../../src/record/row-reader.js';
import type { TextReader } from '../../src/record/text-reader.js';
import { runs } from '../arbitrary/runs.js';
import { log } from './arbitrary-log.js';

function* readBy(reader: TextReader, text: string) {
  yield* reader.push(new TextEncoder().encode(text));
  yield* reader.end();
}

const read = (reader: TextReader, ...lines: readonly string[]) => {
  const { batches, problems, summary } = collect(readBy(reader, lines.join('\n')));
  const records = batches.flatMap(flowRecords).map((record) => toJson(record));
  return { records, problems, summary };
};

const jsonLines = (...rows: readonly object[]) =>
  read(jsonLinesReader({ source: 'flow.jsonl' }), ...rows.map((row) => JSON.stringify(row)));
const csv = (...rows: readonly string[]) => read(csvReader({ source: 'flow.csv' }), ...rows);

describe('JSON Lines', () => {
  it('spell a field differently from line to line', () => {
    const { records, problems } = jsonLines(
      { srcaddr: '10.0.0.1', dst_port: 443, start: 1700000000, log_status: 'OK' },
      { srcAddr: '10.0.0.2', dstport: 80, startTime: 1700000060, 'log-status': 'NODATA' },
      { srcaddr: '10.0.0.3', start: null, startTime: 1700000120, log_status: 'OK' },
    );
    expect(problems).toEqual([]);
    expect(records.map(({ record }) => record)).toEqual([
      { srcaddr: '10.0.0.1', dstport: 443, start: 1700000000, 'log-status': 'OK' },
      { srcaddr: '10.0.0.2', dstport: 80, start: 1700000060, 'log-status': 'NODATA' },
      { srcaddr: '10.0.0.3', dstport: null, start: 1700000120, 'log-status': 'OK' },
    ]);
  });
});

describe('CSV', () => {
  const row = (port: number) => `"10.0.0.1",10.0.0.2,${port}`;

  it.each([
    ['before a value', '"10.0.0.1,10.0.0.2,443'],
    ['behind a value', '10.0.0.1,10.0.0.2,443"'],
    ['within a value', '10.0.0.1,10.0".0.2,443'],
  ])('loses one line to a stray quote %s', (_, bad) => {
    const { records, problems } = csv('srcaddr,dstaddr,dstport', row(1), bad, row(2), row(3));
    expect(records.map(({ record, line }) => [record.dstport, line])).toEqual([
      [1, 2],
      [2, 4],
      [3, 5],
    ]);
    expect(problems).toEqual([{ kind: 'not-a-record', text: bad, origin: { source: 'flow.csv', line: 3 } }]);
  });

  it('says so of a row without end', () => {
    const { records, problems } = csv('srcaddr,dstaddr,dstport', 'x'.repeat(LONGEST_LINE + 1), row(2));
    expect(records).toHaveLength(1);
    expect(problems).toMatchObject([{ kind: 'line-too-long', origin: { line: 2 } }]);
  });
});

describe('rows', () => {
  it('keep what is no plain value as JSON, with integers larger than JSON has', () => {
    const rows = rowReader('flow.parquet', null);
    const { batches, problems } = collect(
      (function* () {
        yield* rows.push({ srcaddr: '10.0.0.1', extra: { count: 2n ** 60n, of: [1, null] } }, 1);
        yield* rows.end();
      })(),
    );
    expect(problems).toEqual([]);
    expect(batches.flatMap(flowRecords)).toMatchObject([
      { extra: '{"count":"1152921504606846976","of":[1,null]}' },
    ]);
  });

  it('keep what they name besides fields out, and take a time of day', () => {
    const rows = rowReader('flow.parquet', null);
    const { batches, problems } = collect(
      (function* () {
        yield* rows.push({ '@ptr': 'x', srcaddr: '10.0.0.1', start: new Date(1700000000250) }, 1);
        yield* rows.end();
      })(),
    );
    expect(problems).toEqual([]);
    expect(batches.flatMap(flowRecords)).toMatchObject([{ srcaddr: '10.0.0.1', start: 1700000000 }]);
  });
});

describe('a log of any format in another container', () => {
  const recordsOf = (fields: readonly string[], lines: readonly string[]) => {
    const { batches } = readText([fields.join(' '), ...lines].join('\n'), { source: 'flow.log' });
    return batches.flatMap(flowRecords).map((record) => toJson(record));
  };
  /** Names that tell a table of records from one of something else. */
  const TELLING = ['srcaddr', 'dstaddr', 'srcport', 'interface-id', 'log-status', 'tcp-flags'];
  const quote = (cell: string, all: boolean): string =>
    all || /[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

  it('is the same records when what flowcause records prints is read again', () => {
    fc.assert(
      fc.property(log, ({ fields, lines }) => {
        const records = recordsOf(fields, lines);
        const again = jsonLines(...records);
        expect(again.problems).toEqual([]);
        expect(again.records.map(({ record }) => record)).toEqual(records.map(({ record }) => record));
      }),
      runs(),
    );
  });

  it('is the same lines from CSV, with all cells in quotes or only those that need them', () => {
    fc.assert(
      fc.property(log, fc.boolean(), fc.constantFrom('\n', '\r\n'), ({ fields, lines }, all, end) => {
        fc.pre(fields.some((name) => TELLING.includes(name)));
        const rows = [
          fields.map((name) => name.replaceAll('-', '_')),
          ...lines.map((line) => line.split(' ')),
        ];
        const text = rows.map((row) => row.map((cell) => quote(cell, all)).join(',')).join(end);
        const { batches, problems } = collect(readBy(csvReader({ source: 'flow.csv' }), text));
        expect(problems).toEqual([]);
        const printed = batches.flatMap((batch) => Array.from(batch.lines, (_, row) => print(batch, row)));
        expect(printed).toEqual(lines);
      }),
      runs(),
    );
  });
});
