import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import type { FlowRecord } from '../../src/record/flow-record.js';
import { print } from '../../src/record/record-batch.js';
import { type ReadLogsOptions, readLogs, survey } from '../../src/source/index.js';
import { fixture, readAll, withoutOrigins } from './fixture.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowcause-'));
});
afterEach(() => {
  vi.doUnmock('hyparquet');
  vi.doUnmock('hyparquet-compressors');
  rmSync(folder, { recursive: true });
});

const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const LINE =
  '2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 ACCEPT OK';

async function* stream(...pieces: readonly Uint8Array[]) {
  yield* pieces;
}

describe('reading logs', () => {
  it('gives several files in their order, each with its own format and flow log', async () => {
    const name = (id: string) => `123456789012_vpcflowlogs_us-east-1_${id}_20180620T1620Z_fe123456.log.gz`;
    put(name('fl-a1'), gzipSync(`dstaddr srcaddr\n10.0.0.1 10.0.0.2\n`));
    put(name('fl-b2'), gzipSync(LINE));
    const { batches, problems } = await readAll([folder]);
    expect(problems).toEqual([]);
    expect(batches.map((batch) => [batch.flowLogId, print(batch, 0)])).toEqual([
      ['fl-a1', '10.0.0.1 10.0.0.2'],
      ['fl-b2', LINE],
    ]);
  });

  it('takes --log-format and the formats of describe-flow-logs', async () => {
    const path = put('flow.log', 'eni-1 10.0.0.1 443\neni-1 10.0.0.2 443\n');
    const format = { fields: ['interface-id', 'dstaddr', 'dstport'] };
    expect((await readAll([path])).problems).toMatchObject([{ kind: 'unknown-format', found: 3 }]);
    expect((await readAll([path], { format })).records[1]).toMatchObject({
      dstaddr: '10.0.0.2',
      dstport: 443,
    });
    const flowLogFormats = new Map([['fl-1', format]]);
    expect((await readAll([path], { flowLogFormats })).summary.ok).toBe(2);
  });

  it('takes the format of the flow log that a file is named for', async () => {
    const name = (id: string) => `123456789012_vpcflowlogs_us-east-1_${id}_20180620T1620Z_fe123456.log`;
    const fields = ['interface-id', 'srcaddr', 'dstaddr'];
    const turned = ['interface-id', 'dstaddr', 'srcaddr'];
    const flowLogFormats = new Map([
      ['fl-1', { fields }],
      ['fl-2', { fields: turned }],
    ]);
    const line = 'eni-1 10.0.0.1 10.0.0.2\n';
    const sources = [put(name('fl-1'), line), put(name('fl-2'), line)];
    const formatsRead = async (paths: readonly string[], options: ReadLogsOptions) =>
      (await readAll(paths, options)).batches.map((batch) => batch.format.fields);
    expect(await formatsRead(sources, { flowLogFormats })).toEqual([fields, turned]);
    expect(await formatsRead(sources, { flowLogFormats, format: { fields: turned } })).toEqual([
      turned,
      turned,
    ]);
    const headed = put(name('fl-2'), `${fields.join(' ')}\n${line}`);
    expect(await formatsRead([headed], { flowLogFormats })).toEqual([fields]);
    const other = put(name('fl-3'), line);
    expect((await readAll([other], { flowLogFormats })).problems).toMatchObject([
      { kind: 'ambiguous-format' },
    ]);
  });

  it('reads on only as the batches are taken, and stops when the reader does', async () => {
    const { logs } = await survey([put('flow.log', `${LINE}\n`.repeat(200_000))]);
    let bytes = 0;
    for await (const _ of readLogs(logs, { onBytes: (more) => (bytes += more) })) break;
    expect(bytes).toBeLessThan(70_000 * (LINE.length + 1));
  });

  it('a file that is gone when its turn comes is a problem', async () => {
    const path = put('flow.log', LINE);
    const { logs } = await survey([path]);
    rmSync(path);
    const pieces = [];
    for await (const piece of readLogs(logs)) pieces.push(piece);
    expect(pieces).toMatchObject([{ problem: { kind: 'unreadable-path', reason: 'ENOENT' } }]);
  });

  it('keeps what came before the damage in gzip on standard input', async () => {
    const lines = Array.from({ length: 1000 }, (_, i) => LINE.replace('1432917027', String(1e9 + 97 * i)));
    const whole = gzipSync(lines.join('\n'));
    const { records, problems } = await readAll(
      ['-'],
      {},
      stream(whole.subarray(0, 1000), whole.subarray(1000, -200)),
    );
    expect(records.length).toBeGreaterThan(500);
    expect(problems.at(-1)).toMatchObject({ kind: 'damaged-gzip', origin: { source: '-' } });
  });

  it.each([
    ['in a value', [LINE, LINE.replace('ACCEPT', 'ACC\0PT'), LINE], [1, 3]],
    ['between lines', ['\0'.repeat(500), LINE, LINE], [2, 3]],
    ['in rows', ['srcaddr,dstaddr,dstport', '10.0.0.1,\0,1', '10.0.0.1,10.0.0.2,1'], [3]],
  ])('zeros %s harm their own line only', async (_, lines, good) => {
    const { records, problems } = await readAll([put('flow.log', lines.join('\n'))]);
    expect(records.map((record) => record.origin.line)).toEqual(good);
    expect(problems).toHaveLength(1);
  });

  it('reads again what flowcause records prints', async () => {
    const plain = await readAll([fixture('flow.log')]);
    const lines = withoutOrigins(plain.records).map((record) =>
      JSON.stringify({ record, source: 'x', line: 1 }),
    );
    const again = await readAll([put('records.ndjson', `${lines.join('\n')}\n{"summary":{"read":5}}\n`)]);
    expect(withoutOrigins(again.records)).toEqual(withoutOrigins(plain.records));
    expect(again.problems).toEqual([]);
  });

  it('bad rows of tables are problems with their line, and move nothing else', async () => {
    const csv =
      'srcaddr,dstaddr,dstport\n10.0.0.1,10.0.0.2,443\n10.0.0.1,443\n"10.0.0.1","10.0.0.2","x"\n\n"a\nb",1,2\n10.0.0.3,,22\n';
    const { records, problems } = await readAll([put('rows.csv', csv)]);
    expect(records.map((record) => [record.origin.line, record.dstaddr])).toEqual([
      [2, '10.0.0.2'],
      [8, null],
    ]);
    expect(problems.map((problem) => [problem.kind, problem.origin.line])).toEqual([
      ['too-few-fields', 3],
      ['bad-field-value', 4],
      ['not-a-record', 6],
      ['not-a-record', 7],
    ]);
  });

  it('rows may leave fields out, or bring new ones', async () => {
    const rows = [
      '{"srcaddr":"10.0.0.1","dstport":443.0}',
      '{"srcaddr":"10.0.0.2"}',
      'no JSON',
      '{"srcaddr":"::1","instance_tag":"a b"}',
    ];
    const { records, problems, batches } = await readAll([put('rows.jsonl', rows.join('\n'))]);
    expect(withoutOrigins(records)).toEqual([
      { srcaddr: '10.0.0.1', dstport: 443 },
      { srcaddr: '10.0.0.2', dstport: null },
      { srcaddr: '::1', dstport: null, 'instance-tag': 'a b' },
    ]);
    expect(print(batches[1] as never, 0)).toBe('::1 - a%20b');
    expect(problems).toMatchObject([{ kind: 'not-a-record', text: 'no JSON', origin: { line: 3 } }]);
  });
});

describe('base64', () => {
  const payload = (host: number) =>
    gzipSync(
      JSON.stringify({ logEvents: [{ message: LINE.replace('203.0.113.12', `203.0.113.${host}`) }] }),
    ).toString('base64');
  const wrapped = payload(3).replace(/.{76}/g, '$&\n');

  it.each([
    ['a payload on each line', [payload(1), payload(2)], [1, 2], []],
    [
      'and wrapped ones, with the line ends of Windows',
      [wrapped, '', `${payload(2)}\r`, wrapped],
      [3, 2, 3],
      [],
    ],
    ['a damaged one between', [payload(1), payload(2).slice(0, 40), payload(3)], [1, 3], [2]],
    ['nested too deeply', [gzipSync('['.repeat(9999) + ']'.repeat(9999)).toString('base64')], [], [1]],
  ])('%s', async (_, lines, hosts, bad) => {
    const { records, problems } = await readAll([put('payloads.b64', lines.join('\n'))]);
    expect(records.map((record) => record.srcaddr)).toEqual(hosts.map((host) => `203.0.113.${host}`));
    expect(problems.map(({ kind, origin }) => [kind, origin.line])).toEqual(
      bad.map((line) => ['damaged-content', line]),
    );
  });
});

describe('JSON Lines', () => {
  const row = (host: number) => `{"srcaddr":"10.0.0.${host}"}`;
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

  it.each([
    ['cut off', '{"srcaddr":"10.0'],
    ['without its beginning', '0.0.0.1"}'],
    ['of something else', 'Starting export'],
  ])('the first line %s is one problem', async (_, line) => {
    const path = put('rows.jsonl', [line, row(1), row(2)].join('\n'));
    const { records, problems } = await readAll([path]);
    expect(records.map((record) => record.origin.line)).toEqual([2, 3]);
    expect(problems).toMatchObject([{ kind: 'not-a-record', origin: { line: 1 } }]);
  });

  it('are not what a document with a record on each line is', async () => {
    const events = [1, 2].map((host) => JSON.stringify({ message: LINE, host }));
    const documents = [`[\n${events.join(',\n')}\n]`, `{"events": [\n${events.join(',\n')}\n]}`];
    for (const text of documents) {
      const { records, problems } = await readAll([put('events.json', text)]);
      expect([records.length, problems]).toEqual([2, []]);
    }
  });

  it.each([
    ['nested too deeply', deep],
    ['nested too deeply and open', '['.repeat(100_000)],
    ['with a value nested too deeply', `{"srcaddr":${deep}}`],
  ])('a line %s is one problem', async (_, line) => {
    const { records, problems } = await readAll([put('rows.jsonl', [row(1), line, row(3)].join('\n'))]);
    expect(records.map((record) => record.origin.line)).toEqual([1, 3]);
    expect(problems).toMatchObject([{ kind: 'not-a-record', origin: { line: 2 } }]);
  });
});

describe('Parquet inside gzip', () => {
  const whole = gzipSync(readFileSync(fixture('pyarrow-gzip.log.parquet')));

  it('is read', async () => {
    const { summary, problems } = await readAll([put('flow.parquet.gz', whole)]);
    expect([summary.read, problems]).toEqual([5, []]);
    expect((await readAll(['-'], {}, stream(whole))).summary.read).toBe(5);
  });

  it('that is cut off is a problem', async () => {
    const { problems } = await readAll([put('flow.parquet.gz', whole.subarray(0, -200))]);
    expect(problems).toMatchObject([{ kind: 'damaged-gzip' }]);
  });
});

describe('Parquet without the packages that read it', () => {
  const absent = () => {
    throw new Error('Cannot find package');
  };

  it('names the package', async () => {
    vi.doMock('hyparquet', absent);
    const { problems } = await readAll([fixture('pyarrow-gzip.log.parquet')]);
    expect(problems).toMatchObject([{ kind: 'missing-package', packages: ['hyparquet'] }]);
  });

  it('names the second package only for pages that take it', async () => {
    vi.doMock('hyparquet-compressors', absent);
    expect((await readAll([fixture('pyarrow-gzip.log.parquet')])).summary.read).toBe(5);
    expect((await readAll([fixture('pyarrow-snappy.parquet')])).summary.read).toBe(5);
    const { problems } = await readAll([fixture('pyarrow-zstd.parquet')]);
    expect(problems).toMatchObject([{ kind: 'missing-package', packages: ['hyparquet-compressors'] }]);
  });

  it('a file cut short is a problem', async () => {
    const bytes = Buffer.from('PAR1').toString() + 'x'.repeat(100);
    const { problems } = await readAll([put('cut.parquet', bytes)]);
    expect(problems).toMatchObject([{ kind: 'damaged-content', container: 'Parquet' }]);
  });
});

describe('the type of a record', () => {
  it('follows from the catalogue', () => {
    expectTypeOf<FlowRecord['srcport']>().toEqualTypeOf<number | null | undefined>();
    expectTypeOf<FlowRecord['action']>().toEqualTypeOf<'ACCEPT' | 'REJECT' | null | undefined>();
    expectTypeOf<FlowRecord['srcaddr']>().toEqualTypeOf<string | null | undefined>();
  });
});
