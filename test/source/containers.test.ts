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
  'kinesis.json',
  'firehose.gz',
  'messages.json',
  'athena.csv',
  'duckdb.csv',
  'rows.jsonl',
  'duckdb.jsonl',
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

describe('Parquet', () => {
  it('keeps a column that is no field of a flow log, and was no plain value', async () => {
    const plain = await readAll([fixture('flow.log')]);
    const { records, problems } = await readAll([fixture('pyarrow-nested.parquet')]);
    const extra = ['{"count":"1152921504606846976","of":["1",null]}', null, null, null, null];
    expect(problems).toEqual([]);
    expect(withoutOrigins(records)).toEqual(
      withoutOrigins(plain.records).map((record, i) => ({ ...record, extra: extra[i] })),
    );
  });

  it('of something else is no flow log', async () => {
    const source = fixture('../foreign/orders.parquet');
    expect(await readAll([source])).toMatchObject({
      records: [],
      problems: [
        { kind: 'unrecognised-content', looksLike: 'parquet', text: 'order price', origin: { source } },
      ],
    });
  });
});

describe('a bucket as AWS fills it', () => {
  it('is read whole: several flow logs, formats, and files of text and Parquet', async () => {
    const { batches, problems, summary } = await readAll([fixture('../bucket')]);
    expect(problems).toEqual([]);
    expect(batches.map((batch) => [batch.flowLogId, batch.format.fields.length, batch.length])).toEqual([
      ['fl-0aa1', 14, 5],
      ['fl-0bb2', 29, 2],
      ['fl-0cc3', 14, 5],
    ]);
    expect(summary).toEqual({ read: 12, ok: 8, nodata: 2, skipdata: 2, malformed: 0 });
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

/** What DuckDB writes as CSV is what Athena does, and the log under `hive` is `flow.log`, compressed. */
const REPEATED = 2;

describe('a folder of everything', () => {
  it('is read whole, in the order of the names, and twice alike', async () => {
    const read = await readAll([fixture('')]);
    expect(read.summary.read).toBe(5 * (2 + text.length + parquet.length - REPEATED));
    expect(read.problems.map(({ kind }) => kind)).toEqual(Array(REPEATED).fill('repeated-log'));
    const sources = read.records.map((record) => record.origin.source);
    expect(sources).toEqual([...sources].sort());
    expect(await readAll([fixture('')])).toEqual(read);
  });

  it('is read once, however often it is named', async () => {
    expect((await survey([fixture(''), fixture('flow.log'), fixture('')])).logs).toHaveLength(
      2 + text.length + parquet.length - REPEATED,
    );
  });

  it('tells of the bytes read, which add up to the size of the files', async () => {
    const { logs } = await survey([fixture('flow.log'), fixture('members.log.gz'), fixture('athena.csv')]);
    let bytes = 0;
    for await (const _ of readLogs(logs, { onBytes: (more) => (bytes += more) }));
    expect(bytes).toBe(logs.reduce((size, log) => size + (log.size ?? 0), 0));
  });
});
