import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withFiles } from '../cli/cli.js';
import { readAll } from './fixture.js';

const line = (port: number): string =>
  `2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 ${port} 443 6 4 336 1432917027 1432917142 ACCEPT OK\n`;
const LOG = line(40_000) + line(40_001);
const S3 = '123456789012_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** The records read, and the name of each file that was left out with that of the one read instead. */
const readFrom = async (files: Files) => {
  const found: { records: number; sources: string[]; left: string[][] } = {
    records: 0,
    sources: [],
    left: [],
  };
  await withFiles(files, async (folder) => {
    const { records, problems } = await readAll([folder]);
    const name = (path: string) => path.slice(folder.length + 1);
    found.records = records.length;
    found.sources = [...new Set(records.map(({ origin }) => name(origin.source)))];
    found.left = problems.map((it) => [
      it.kind,
      name(it.origin.source),
      it.kind === 'repeated-log' ? name(it.read) : '',
    ]);
  });
  return found;
};

describe('a log that holds the same as another one', () => {
  it.each<[string, Files, string, string]>([
    ['under a second name', { 'a.log': LOG, 'b.log': LOG }, 'b.log', 'a.log'],
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
    ['before one with a telling name', { '0.log': LOG, [S3]: gzipSync(LOG) }, '0.log', S3],
  ])('%s is left out, and said', async (_, files, left, read) => {
    expect(await readFrom(files)).toEqual({
      records: 2,
      sources: [read],
      left: [['repeated-log', left, read]],
    });
  });

  it('is read where another flow log wrote it: whoever pairs its records knows that', async () => {
    const other = S3.replace('fl-1234abcd', 'fl-1234abce');
    expect(await readFrom({ [S3]: gzipSync(LOG), [other]: gzipSync(LOG) })).toMatchObject({
      records: 4,
      left: [],
    });
  });

  it('is told from one of the same size', async () => {
    const files = {
      'a.log': line(40_000),
      'b.log': line(40_001),
      'c.log.gz': gzipSync(line(40_002)),
      'd.log.gz': gzipSync(line(40_003)),
    };
    expect(await readFrom(files)).toMatchObject({ records: 4, left: [] });
  });

  it('is left out as often as it comes', async () => {
    expect(await readFrom({ 'a.log': LOG, 'b.log': LOG, 'c.log': LOG })).toMatchObject({
      records: 2,
      left: [
        ['repeated-log', 'b.log', 'a.log'],
        ['repeated-log', 'c.log', 'a.log'],
      ],
    });
  });

  it('is no copy of what is damaged', async () => {
    const packed = gzipSync(LOG);
    const { left, sources } = await readFrom({
      'a.log': LOG,
      'b.log.gz': Buffer.concat([packed.subarray(0, packed.length - 12), packed.subarray(-8)]),
    });
    expect(left.map(([kind]) => kind)).not.toContain('repeated-log');
    expect(sources).toContain('a.log');
  });

  it('is not looked for on standard input, which can be read only once', () =>
    withFiles({ 'a.log': LOG }, async (folder) => {
      const given = Readable.from([Buffer.from(LOG)]);
      const { records, problems } = await readAll([`${folder}/a.log`, '-'], {}, given);
      expect([records.length, problems]).toEqual([4, []]);
    }));
});
