import { createReadStream } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readLogs, survey } from '../../src/source/index.js';
import { fixture, readAll, withoutOrigins } from './fixture.js';

const text = [
  'crlf.log',
  'members.log.gz',
  'utf-16le.log',
  'utf-16be.log',
  's3-export.log',
  'logs-tail.txt',
  'filter-log-events.json',
  'get-log-events.json',
  'insights-message.json',
  'insights-fields.json',
  'insights.csv',
  'subscription.json',
  'subscription.b64',
  'lambda-event.json',
  'athena.csv',
  'rows.jsonl',
];
const parquet = [
  'pyarrow-gzip.log.parquet',
  'pyarrow-snappy.parquet',
  'pyarrow-zstd.parquet',
  'fastparquet-gzip.parquet',
  'duckdb-zstd.parquet',
  'hive',
];

describe('the same records in every container', () => {
  it.each([...text, ...parquet])('%s', async (name) => {
    const plain = await readAll([fixture('flow.log')]);
    const read = await readAll([fixture(name)]);
    expect(read.problems).toEqual([]);
    expect(withoutOrigins(read.records)).toEqual(withoutOrigins(plain.records));
    expect(read.summary).toEqual({ read: 5, ok: 3, nodata: 1, skipdata: 1, malformed: 0 });
  });

  it.each([...text, ...parquet.slice(0, 1)])('%s on standard input', async (name) => {
    const plain = await readAll([fixture('flow.log')]);
    const read = await readAll(['-'], {}, createReadStream(fixture(name), { highWaterMark: 100 }));
    expect(read.problems).toEqual([]);
    expect(withoutOrigins(read.records)).toEqual(withoutOrigins(plain.records));
    expect(read.records[0]?.origin.source).toBe('-');
  });
});

describe('the origin of a record', () => {
  it.each([
    ['flow.log', [2, 3, 4, 5, 6]],
    ['members.log.gz', [2, 3, 4, 5, 6]],
    ['athena.csv', [2, 3, 4, 5, 6]],
    ['s3-export.log', [1, 2, 3, 4, 5]],
    ['filter-log-events.json', [1, 2, 3, 4, 5]],
    ['insights-fields.json', [1, 2, 3, 4, 5]],
    ['rows.jsonl', [1, 2, 3, 4, 5]],
    ['pyarrow-zstd.parquet', [1, 2, 3, 4, 5]],
  ])('%s: lines, or positions where there are none', async (name, lines) => {
    const { records } = await readAll([fixture(name)]);
    expect(records.map((record) => record.origin)).toEqual(
      lines.map((line) => ({ source: fixture(name), line })),
    );
  });

  it('has the flow log that the name of the file tells', async () => {
    const { batches } = await readAll([fixture('hive')]);
    expect(batches.map((batch) => batch.flowLogId)).toEqual(['fl-1234abcd']);
  });
});

describe('a folder of everything', () => {
  it('is read whole, in the order of the names, and twice alike', async () => {
    const read = await readAll([fixture('')]);
    expect(read.summary.read).toBe(5 * (1 + text.length + parquet.length));
    const sources = read.records.map((record) => record.origin.source);
    expect(sources).toEqual([...sources].sort());
    expect(await readAll([fixture('')])).toEqual(read);
  });

  it('is read once, however often it is named', async () => {
    expect((await survey([fixture(''), fixture('flow.log'), fixture('')])).logs).toHaveLength(23);
  });

  it('tells of the bytes read, which add up to the size of the files', async () => {
    const { logs } = await survey([fixture('flow.log'), fixture('members.log.gz'), fixture('athena.csv')]);
    let bytes = 0;
    for await (const _ of readLogs(logs, { onBytes: (more) => (bytes += more) }));
    expect(bytes).toBe(logs.reduce((size, log) => size + (log.size ?? 0), 0));
  });
});
