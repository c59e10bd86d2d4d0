import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { survey } from '../../src/source/index.js';
import { readAll } from './fixture.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowcause-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
};

const LINE =
  '2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 0 0 1 4 336 1432917027 1432917142 ACCEPT OK';

describe('what cannot be used is a problem with the name of the file', () => {
  it.each([
    ['page.html', '<!DOCTYPE html><html>', { kind: 'unrecognised-content', looksLike: 'html-page' }],
    [
      'table.txt',
      '------\n|  DescribeSubnets  |\n+-----+',
      { kind: 'unrecognised-content', looksLike: 'aws-table' },
    ],
    [
      'text.txt',
      'SECURITYGROUPS\tdefault VPC security group\tsg-1',
      { kind: 'unrecognised-content', looksLike: 'aws-text' },
    ],
    ['notes.txt', 'It does not work since Monday.', { kind: 'unrecognised-content', looksLike: null }],
    ['a.zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0), { kind: 'unrecognised-content', looksLike: 'zip' }],
    ['a.out', Uint8Array.of(0x7f, 0x45, 0, 1, 2, 3), { kind: 'unrecognised-content', looksLike: 'binary' }],
    [
      'logs.tar',
      `flow.log${'\0'.repeat(249)}ustar${'\0'.repeat(250)}${`${LINE}\n`.repeat(9)}`,
      { kind: 'unrecognised-content', looksLike: 'binary' },
    ],
    ['core', `${'\0\x7f\n'.repeat(9)}${LINE}\n`, { kind: 'unrecognised-content', looksLike: 'binary' }],
    ['empty.log', '', { kind: 'empty-file' }],
    ['blank.log', '\n \r\n', { kind: 'empty-file' }],
    ['empty.log.gz', gzipSync(''), { kind: 'empty-file' }],
    [
      'comma.json',
      '{\n  "Subnets": [1,\n  ]}',
      { kind: 'invalid-json', looksLike: 'trailing-comma', column: 3, origin: { line: 3 } },
    ],
    ['half.json', '{"Subnets": [{"SubnetId"', { kind: 'invalid-json', looksLike: 'cut-off' }],
    ['string.json', '{"Subnets": "abc', { kind: 'invalid-json', looksLike: 'cut-off' }],
    ['python.json', "{'Subnets': []}", { kind: 'invalid-json', looksLike: 'single-quotes', column: 2 }],
    ['bad.b64', 'H4sIAAAAbbbbbbbb', { kind: 'damaged-content', container: 'base64' }],
    ['bad.parquet', 'PAR1 and nothing else', { kind: 'damaged-content', container: 'Parquet' }],
    [
      'junk.log.gz',
      Buffer.concat([Uint8Array.of(0x1f, 0x8b), Buffer.from('junk junk')]),
      { kind: 'damaged-gzip' },
    ],
  ])('%s', async (name, content, problem) => {
    const source = put(name, content);
    const { origin, ...facts } = { origin: {}, ...problem };
    const { problems, records } = await readAll([source]);
    expect(records).toEqual([]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ origin: { source, ...origin }, ...facts });
  });

  it('a path that does not exist, beside one that does', async () => {
    const source = put('flow.log', LINE);
    const { problems, records } = await readAll([join(folder, 'nope'), source]);
    expect(problems).toEqual([
      { origin: { source: join(folder, 'nope'), line: null }, kind: 'missing-path' },
    ]);
    expect(records).toHaveLength(1);
  });

  it('an empty folder; one with only empty folders in it is empty too', async () => {
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    const { problems } = await survey([folder]);
    expect(problems).toEqual([{ origin: { source: folder, line: null }, kind: 'empty-folder' }]);
  });

  it('a path through a file, which the system refuses', async () => {
    const source = join(put('flow.log', LINE), 'flow.log');
    expect((await survey([source])).problems).toEqual([
      { origin: { source, line: null }, kind: 'unreadable-path', reason: 'ENOTDIR' },
    ]);
  });

  it('a link to nowhere', async () => {
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link'));
    expect((await survey([folder])).problems).toMatchObject([{ kind: 'missing-path' }]);
  });
});

describe('pipes', () => {
  const pipe = (name: string): string => {
    execFileSync('mkfifo', [join(folder, name)]);
    return join(folder, name);
  };

  it('that are named are read', async () => {
    const source = pipe('pipe');
    const writer = writeFile(source, LINE);
    const { records, problems } = await readAll([source]);
    await writer;
    expect([records.length, problems]).toEqual([1, []]);
  });

  it('without a path, as <(command) makes them, are read', async () => {
    const source = pipe('pipe');
    const writer = openSync(source, 'r+');
    rmSync(source);
    writeSync(writer, `${LINE}\n`);
    const reading = readAll([`/dev/fd/${writer}`]);
    // Reading ends when the last that could write is gone.
    setTimeout(() => closeSync(writer), 200);
    const { records, problems } = await reading;
    expect([records.length, problems]).toEqual([1, []]);
  });

  it('in a folder are passed over, with a problem', async () => {
    const source = pipe('pipe');
    put('flow.log', LINE);
    const { records, problems } = await readAll([folder]);
    expect(records).toHaveLength(1);
    expect(problems).toMatchObject([{ kind: 'unreadable-path', origin: { source } }]);
  });
});

describe('folders', () => {
  it('links in a circle are walked once', async () => {
    put('a/flow.log', LINE);
    symlinkSync(folder, join(folder, 'a/up'));
    const { logs, problems } = await survey([folder]);
    expect(logs.map((log) => log.source)).toEqual([join(folder, 'a/flow.log')]);
    expect(problems).toEqual([]);
  });

  it('of a scenario give only the evidence', async () => {
    for (const name of ['scenario.md', 'question.json', 'expected.json', 'expected.txt', 'notes.json'])
      put(name, '{}');
    put('network/subnets.json', '{"Subnets": []}');
    put('flow.log', LINE);
    put('flow.log.gz', gzipSync(`${LINE}\n`));
    const { documents, logs, problems } = await survey([folder]);
    expect(documents).toEqual([{ source: join(folder, 'network/subnets.json'), json: { Subnets: [] } }]);
    expect(logs.map((log) => log.source)).toEqual([join(folder, 'flow.log'), join(folder, 'flow.log.gz')]);
    expect(problems).toEqual([]);
  });

  it('without a flow log are no error', async () => {
    put('vpcs.json', '{"Vpcs": []}');
    expect(await survey([folder])).toMatchObject({ logs: [], problems: [] });
  });

  it('hold what tools leave behind, which is passed over', async () => {
    put('.DS_Store', Uint8Array.of(0, 0, 0, 1));
    put('_SUCCESS', '');
    put('flow.log', LINE);
    expect((await survey([folder])).problems).toEqual([]);
  });
});

describe('a log', () => {
  const table = 'srcaddr,dstaddr\n10.0.0.1,10.0.0.2\n';
  it.each([
    ['behind seventy comments', `${'# a licence\n'.repeat(70)}${LINE}`],
    ['behind more comments and blank lines than are looked at', `${'# nothing\n\n'.repeat(10_000)}${LINE}`],
    ['behind more blank lines than are looked at', `${'\n'.repeat(100_000)}${LINE}`],
    ['behind a line in brackets', `[2026-11-25] starting\n${LINE}`],
    ['as CSV behind comments', `# from Athena\n\n${table}`],
    ['as CSV with a comment between', table.replace('\n', '\n# one\n')],
    ['as CSV with spaces', table.replaceAll(',', ', ')],
    ['as CSV with spaces and quotes', 'srcaddr , "dstaddr"\n "10.0.0.1" , "10.0.0.2" \n'],
    ['of one column, as Athena quotes it', '"srcaddr"\n"10.0.0.1"\n'],
  ])('%s is read', async (_, text) => {
    const { records, problems } = await readAll([put('flow.log', text)]);
    const problem = text.startsWith('[') ? ['too-few-fields'] : [];
    expect([records.length, problems.map(({ kind }) => kind)]).toEqual([1, problem]);
    expect(Object.keys(records[0] ?? {})).toContain('srcaddr');
  });

  it('of several CSV files in a row has the fields that each header says', async () => {
    const turned = 'dst_addr,"srcaddr",action\n10.0.0.2,10.0.0.1,ACCEPT\n';
    const { records, problems } = await readAll([put('flow.csv', `${table}${table}${turned}`)]);
    expect(problems).toEqual([]);
    expect(records.map(({ srcaddr, origin }) => [srcaddr, origin.line])).toEqual([
      ['10.0.0.1', 2],
      ['10.0.0.1', 4],
      ['10.0.0.1', 6],
    ]);
  });
});

describe('JSON', () => {
  it('several answers in one file, as >> leaves them', async () => {
    const source = put('all.json', '{"Vpcs": []}\n{"Subnets": []}\n');
    const { documents, problems } = await survey([source]);
    expect(documents).toEqual([
      { source, json: { Vpcs: [] } },
      { source, json: { Subnets: [] } },
    ]);
    expect(problems).toEqual([]);
  });

  it('the answers before a fault are used', async () => {
    const source = put('all.json', '{"Vpcs": []}\n{"Subnets": [}\n');
    const { documents, problems } = await survey([source]);
    expect(documents).toHaveLength(1);
    expect(problems).toMatchObject([{ kind: 'invalid-json', origin: { source, line: 2 }, column: 14 }]);
  });

  it.each([
    ['open', '['.repeat(100_000)],
    ['closed', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['in a row', `{"x": 1}\n${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['in an answer', `{"Subnets": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('nested too deeply is invalid: %s', async (_, text) => {
    const source = put('deep.json', text);
    expect((await survey([source])).problems).toMatchObject([{ kind: 'invalid-json', origin: { source } }]);
  });

  it('in UTF-16, as PowerShell writes it, and in gzip', async () => {
    const utf16 = Buffer.from('\uFEFF{"Vpcs": []}', 'utf16le');
    put('a.json', utf16);
    put('b.json.gz', gzipSync('{"Vpcs": []}'));
    expect((await survey([folder])).documents.map(({ json }) => json)).toEqual([{ Vpcs: [] }, { Vpcs: [] }]);
  });

  it.each([
    '{"events": [], "searchedLogStreams": []}',
    '{"events": [], "nextForwardToken": "f/1", "nextBackwardToken": "b/1"}',
    '{"results": [], "statistics": {"recordsMatched": 0}, "status": "Complete"}',
  ])('an answer without events is a log without records: %s', async (text) => {
    const { logs, documents, problems } = await survey([put('answer.json', text)]);
    expect([logs.length, documents, problems]).toEqual([1, [], []]);
    expect(await readAll([folder])).toMatchObject({ records: [], problems: [] });
  });

  it('an event that is no record, beside one that is', async () => {
    put(
      'events.json',
      JSON.stringify({ events: [{ message: LINE }, { x: 1 }, { message: 'START RequestId' }] }),
    );
    const { records, problems } = await readAll([folder]);
    expect(records.map((record) => record.origin.line)).toEqual([1]);
    expect(problems).toMatchObject([
      { kind: 'not-a-record', origin: { line: 2 } },
      { kind: 'too-few-fields', origin: { line: 3 } },
    ]);
  });
});

describe('damaged gzip', () => {
  const lines = Array.from({ length: 20_000 }, (_, i) =>
    LINE.replace('1432917027 1432917142', `${1432917027 + i * 7} ${1432917142 + i * 7}`),
  );
  const whole = gzipSync(`${lines.join('\n')}\n`, { level: 1 });

  it.each([0.999, 0.5, 0.1])('cut off after %f of the file: the records before are kept', async (part) => {
    const source = put('flow.log.gz', whole.subarray(0, Math.floor(whole.length * part)));
    const { records, problems } = await readAll([source]);
    expect(records.length).toBeGreaterThan(20_000 * part * 0.9);
    expect(problems.at(-1)).toMatchObject({ kind: 'damaged-gzip', origin: { source } });
    expect(records.every((record, i) => record.start === 1432917027 + i * 7)).toBe(true);
    expect(problems.at(-1)?.origin.line).toBe(records.length + 1);
  });

  it('changed in the middle: every whole line before the change is there', async () => {
    const changed = Uint8Array.from(whole);
    changed.fill(0xff, 30_000, 30_100);
    const { records, problems } = await readAll([put('flow.log.gz', changed)]);
    expect(problems.at(-1)).toMatchObject({ kind: 'damaged-gzip' });
    expect(records.length).toBeGreaterThan(2000);
    expect(records[100]?.start).toBe(1432917027 + 700);
  });

  it('with a wrong checksum: all lines are there, and the problem too', async () => {
    const changed = Uint8Array.from(whole);
    changed[whole.length - 8] = (changed[whole.length - 8] as number) ^ 1;
    const { records, problems } = await readAll([put('flow.log.gz', changed)]);
    expect(records).toHaveLength(20_000);
    expect(problems).toMatchObject([{ kind: 'damaged-gzip' }]);
  });
});

describe('small gzip that is damaged', () => {
  const text = `${LINE}\n`.repeat(3);
  const whole = gzipSync(text);
  const flipped = (at: number) => whole.map((byte, i) => (i === whole.length + at ? byte ^ 1 : byte));
  it.each([
    ['wrong checksum', flipped(-8), 3],
    ['wrong length', flipped(-4), 3],
    ['garbage behind it', Buffer.concat([whole, Buffer.from('garbage')]), 3],
    ['cut off', gzipSync(text.slice(0, -20)).subarray(0, -8), 2],
    ['cut off before its first line ends', whole.subarray(0, 40), 0],
  ])('%s: what decompresses is read, but no line that breaks off', async (_, bytes, count) => {
    const source = put('flow.log.gz', bytes);
    for (const read of [await readAll([source]), await readAll(['-'], {}, Readable.from([bytes]))]) {
      expect(read.records.map((record) => record.end)).toEqual(Array(count).fill(1432917142));
      expect(read.problems.at(-1)).toMatchObject({ kind: 'damaged-gzip' });
      expect(read.summary.malformed).toBe(read.problems.length - 1);
    }
  });

  it.each([
    ['rows.csv.gz', 'srcaddr,bytes\n10.0.0.1,987654321\n10.0.0.1,987'],
    ['rows.jsonl.gz', '{"srcaddr":"10.0.0.1","bytes":987654321}\n{"srcaddr":"10.0.0.1","bytes":987}'],
    ['rows.log.gz', 'srcaddr bytes\n10.0.0.1 987654321\n10.0.0.1 987'],
  ])('cut off within a number: %s', async (name, text) => {
    const { records, problems } = await readAll([put(name, gzipSync(text).subarray(0, -8))]);
    expect(records.map((record) => record.bytes)).toEqual([987654321]);
    expect(problems).toMatchObject([
      { kind: 'cut-off-line', text: text.split('\n').at(-1) },
      { kind: 'damaged-gzip', origin: problems[0]?.origin },
    ]);
  });
});

it('a gzip file that is cut off anywhere gives its whole lines, and says of the rest that it breaks off', async () => {
  const text = `${LINE}\n${LINE.replace('ACCEPT', 'REJECT')}\n${LINE.replace('OK', '-')}\n`;
  const whole = gzipSync(text);
  for (let length = 2; length < whole.length; length++) {
    const { records, problems, summary } = await readAll([put('flow.log.gz', whole.subarray(0, length))]);
    const last = problems.at(-1);
    expect([last?.kind, records.length + summary.malformed <= 3]).toEqual(['damaged-gzip', true]);
    expect(problems.slice(0, -1).every(({ kind }) => kind === 'cut-off-line')).toBe(true);
    if (summary.read > 0) expect(last?.origin.line).toBe(records.length + 1);
  }
});

describe('gzip inside gzip, as where Firehose compresses what CloudWatch Logs has compressed', () => {
  const twice = gzipSync(gzipSync(`${LINE}\n`.repeat(3)));

  it('is read', async () => {
    const source = put('flow.log.gz', twice);
    for (const read of [await readAll([source]), await readAll(['-'], {}, Readable.from([twice]))])
      expect([read.records.length, read.problems]).toEqual([3, []]);
  });

  it('that is damaged within is read up to there', async () => {
    const damaged = gzipSync(gzipSync(`${LINE}\n`.repeat(3)).subarray(0, -8));
    const { records, problems } = await readAll([put('flow.log.gz', damaged)]);
    expect(records).toHaveLength(3);
    expect(problems).toMatchObject([{ kind: 'damaged-gzip' }]);
  });

  it('three times is more than anyone does', async () => {
    const { problems } = await readAll([put('flow.log.gz', gzipSync(twice))]);
    expect(problems).toMatchObject([{ kind: 'unrecognised-content', looksLike: 'binary' }]);
  });
});

it('a gzip file that begins with members that hold nothing is read', async () => {
  const bytes = Buffer.concat([...Array<Uint8Array>(5000).fill(gzipSync('')), gzipSync(LINE)]);
  expect((await readAll([put('flow.log.gz', bytes)])).records).toHaveLength(1);
});

describe('gzip with zeros after a member, as tape blocks pad it', () => {
  const lines = (count: number) => gzipSync(`${LINE}\n`.repeat(count));
  const zeros = new Uint8Array(100_000);
  const some = lines(20_000);
  it.each([
    ['one zero', [some, zeros.subarray(0, 1)], 20_000],
    ['many zeros', [some, zeros], 20_000],
    ['a short file', [lines(2), zeros.subarray(0, 1024)], 2],
    ['more members after the zeros', [lines(3), zeros, some, zeros.subarray(0, 7), lines(4)], 20_007],
  ] as const)('%s is read whole, as a file and on standard input', async (_, parts, count) => {
    const bytes = Buffer.concat(parts);
    const file = await readAll([put('flow.log.gz', bytes)]);
    expect([file.records.length, file.problems]).toEqual([count, []]);
    const piped = await readAll(['-'], {}, Readable.from([bytes.subarray(0, 50), bytes.subarray(50)]));
    expect([piped.records.length, piped.problems]).toEqual([count, []]);
  });
});
