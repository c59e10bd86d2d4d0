import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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

const line = (port: number): string =>
  `2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 ${port} 443 6 4 336 1432917027 1432917142 ACCEPT OK\n`;
const LOG = line(40_000) + line(40_001);
const S3 = '123456789012_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz';

/** The records read, and the name of each file that was left out with that of the one read instead. */
const readFolder = async () => {
  const { records, problems } = await readAll([folder]);
  const name = (path: string) => path.slice(folder.length + 1);
  return {
    records: records.length,
    sources: [...new Set(records.map(({ origin }) => name(origin.source)))],
    left: problems.map((it) => [
      it.kind,
      name(it.origin.source),
      it.kind === 'repeated-log' ? name(it.read) : '',
    ]),
  };
};

describe('a log that holds the same as another one', () => {
  it.each<[string, Readonly<Record<string, string | Uint8Array>>, string, string]>([
    ['under a second name', { 'a.log': LOG, 'b/a.log': LOG }, 'b/a.log', 'a.log'],
    ['unpacked beside the compressed one', { 'a.log': LOG, 'a.log.gz': gzipSync(LOG) }, 'a.log.gz', 'a.log'],
    [
      'compressed in another way',
      { 'a.gz': gzipSync(LOG, { level: 0 }), 'b.gz': gzipSync(LOG) },
      'b.gz',
      'a.gz',
    ],
    [
      'compressed twice',
      { 'a.gz': gzipSync(gzipSync(LOG)), 'b.gz': gzipSync(gzipSync(LOG)) },
      'b.gz',
      'a.gz',
    ],
    ['beside one with a telling name', { 'a.log': LOG, [`s3/${S3}`]: gzipSync(LOG) }, 'a.log', `s3/${S3}`],
  ])('%s is left out, and said', async (_, files, left, read) => {
    for (const [name, content] of Object.entries(files)) put(name, content);
    expect(await readFolder()).toEqual({
      records: 2,
      sources: [read],
      left: [['repeated-log', left, read]],
    });
  });

  it('is read where another flow log wrote it: whoever pairs its records knows that', async () => {
    put(S3, gzipSync(LOG));
    put(S3.replace('fl-1234abcd', 'fl-1234abce'), gzipSync(LOG));
    expect(await readFolder()).toMatchObject({ records: 4, left: [] });
  });

  it('is told from one of the same size', async () => {
    put('a.log', line(40_000));
    put('b.log', line(40_001));
    put('c.log.gz', gzipSync(line(40_002)));
    put('d.log.gz', gzipSync(line(40_003)));
    expect(await readFolder()).toMatchObject({ records: 4, left: [] });
  });

  it('is left out as often as it comes', async () => {
    for (const name of ['a.log', 'b.log', 'c.log']) put(name, LOG);
    expect(await readFolder()).toMatchObject({
      records: 2,
      left: [
        ['repeated-log', 'b.log', 'a.log'],
        ['repeated-log', 'c.log', 'a.log'],
      ],
    });
  });

  it('is no copy of what is damaged', async () => {
    const packed = gzipSync(LOG);
    put('a.log', LOG);
    put('b.log.gz', Buffer.concat([packed.subarray(0, packed.length - 12), packed.subarray(-8)]));
    const { left, sources } = await readFolder();
    expect(left.map(([kind]) => kind)).not.toContain('repeated-log');
    expect(sources).toContain('a.log');
  });

  it('is not looked for on standard input, which can be read only once', async () => {
    const path = put('a.log', LOG);
    const { records, problems } = await readAll([path, '-'], {}, Readable.from([Buffer.from(LOG)]));
    expect([records.length, problems]).toEqual([4, []]);
  });
});
