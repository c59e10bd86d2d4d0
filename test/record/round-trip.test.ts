import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipv6Integer } from '../../src/address/integer-form.js';
import { collect, readText } from '../../src/record/read-text.js';
import { type Column, print, type RecordBatch } from '../../src/record/record-batch.js';
import { textReader } from '../../src/record/text-reader.js';
import { runs } from '../arbitrary/runs.js';
import { type OracleValue, readLine } from '../oracle/record.js';
import { log } from './arbitrary-log.js';

const rows = (batches: readonly RecordBatch[]): readonly string[] =>
  batches.flatMap((batch) => Array.from({ length: batch.length }, (_, row) => print(batch, row)));

const inPieces = (text: string, size: number) => {
  const bytes = new TextEncoder().encode(text);
  const reader = textReader({ source: 'flow.log' });
  return collect(
    (function* () {
      for (let at = 0; at < bytes.length; at += size) yield* reader.push(bytes.slice(at, at + size));
      yield* reader.end();
    })(),
  );
};

const valueIn = (column: Column, row: number): OracleValue => {
  if (column.kind === 'text') {
    const text = column.dictionary[column.codes[row] as number] as string;
    return text === '-' ? null : text;
  }
  if (column.kind === 'integer') return column.values[row] === -1 ? null : (column.values[row] as number);
  const value = column.values[row] as number;
  const family = column.families[row];
  return family === 0 ? null : family === 4 ? value : (column.others[value] as bigint | string);
};

describe('a log of any format', () => {
  it('gives every line back byte for byte', () => {
    fc.assert(
      fc.property(log, ({ fields, lines }) => {
        const read = readText([fields.join(' '), ...lines].join('\n'), { source: 'flow.log' });
        expect(read.problems).toEqual([]);
        expect(rows(read.batches)).toEqual(lines);
      }),
      runs(300),
    );
  });

  it('holds the values that the naive reader finds, each in its own column and with its own line', () => {
    fc.assert(
      fc.property(log, ({ fields, lines }) => {
        const { batches } = readText([fields.join(' '), ...lines].join('\n'), { source: 'flow.log' });
        const [batch] = batches as [RecordBatch];
        lines.forEach((line, row) => {
          const values = batch.columns.map((column) => valueIn(column, row));
          expect({ values }).toEqual(readLine(fields, line));
          expect(batch.lines[row]).toBe(row + 2);
        });
      }),
      runs(300),
    );
  });

  it('is read alike in pieces of any size', () => {
    fc.assert(
      fc.property(log, fc.integer({ min: 1, max: 200 }), ({ fields, lines }, size) => {
        const text = [fields.join(' '), ...lines, ''].join('\r\n');
        expect(inPieces(text, size)).toEqual(inPieces(text, text.length * 4));
      }),
      runs(),
    );
  });

  it('keeps equal addresses at one place', () => {
    const { batches } = readText('srcaddr\n2001:DB8::1\n2001:db8::1\n2001:db8:0::1', { source: 'flow.log' });
    const column = batches[0]?.columns[0];
    expect(column).toMatchObject({ others: [ipv6Integer('2001:db8::1')], values: Uint32Array.of(0, 0, 0) });
  });
});
