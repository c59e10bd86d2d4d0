import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/problem/problem.js';
import { readLogs, survey } from '../../src/source/index.js';

/** What reading may add to the memory of the process, whatever the size of the input. Stated in `readLogs`. */
const BOUND = 268_435_456;
const MEBIBYTE = 1_048_576;
/** MiB of a file that is larger than the bound. */
const LARGER = 264;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowcause-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const LINE =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK\n';

/** A file of `mebibytes` MiB and a bit more, of blocks of the same line, between `begin` and `end`. */
const bigFile = (
  name: string,
  mebibytes: number,
  line: (block: number) => string,
  [begin, end] = ['', ''],
): string => {
  const path = join(folder, name);
  const file = openSync(path, 'w');
  writeSync(file, begin);
  for (let block = 0; block < mebibytes; block++) {
    const text = line(block);
    writeSync(file, text.repeat(Math.ceil(MEBIBYTE / text.length)));
  }
  writeSync(file, end);
  closeSync(file);
  return path;
};

/** Reads everything, keeps nothing, and measures the highest memory on the way. */
const drain = async (path: string) => {
  const { logs } = await survey([path]);
  const before = process.memoryUsage().rss;
  let highest = before;
  let records = 0;
  let problems = 0;
  let last: Problem | null = null;
  let pieces = 0;
  for await (const piece of readLogs(logs)) {
    if ('batch' in piece) records += piece.batch.length;
    else {
      problems++;
      last = piece.problem;
    }
    if (pieces++ % 1000 === 0 || 'batch' in piece) highest = Math.max(highest, process.memoryUsage().rss);
  }
  return { growth: highest - before, records, problems, last };
};

describe('memory stays below the bound for a file that is larger', () => {
  it('of text', async () => {
    const path = bigFile('flow.log', LARGER, () => LINE);
    const { growth, records, problems } = await drain(path);
    expect(problems).toBe(0);
    expect(records).toBe(LARGER * Math.ceil(MEBIBYTE / LINE.length));
    expect(growth).toBeLessThan(BOUND);
    execFileSync('gzip', ['-1', path]);
  });

  it('of gzip, a hundred times smaller than its content', async () => {
    const { growth, records } = await drain(join(folder, 'flow.log.gz'));
    expect(records).toBe(LARGER * Math.ceil(MEBIBYTE / LINE.length));
    expect(growth).toBeLessThan(BOUND);
  });

  it('of texts that are long and all different', async () => {
    const tags = (block: number) => `${'x'.repeat(60_000)}${block} 10.0.0.1 10.0.0.2\n`;
    const path = bigFile(
      'tags.log',
      LARGER,
      (block) =>
        `instance-tag srcaddr dstaddr\n${Array.from({ length: 17 }, (_, i) => tags(100 * block + i)).join('')}`,
    );
    const { growth, records, problems } = await drain(path);
    expect(problems).toBe(0);
    expect(records).toBe(LARGER * 17 * 2);
    expect(growth).toBeLessThan(BOUND);
  });

  it('of texts that are long and all different, in lines that are all bad', async () => {
    const tags = (block: number) => `${'x'.repeat(60_000)}${block} 10.0.0.1 10.0.0\n`;
    const path = bigFile('bad-tags.log', LARGER, (block) =>
      Array.from({ length: 18 }, (_, i) =>
        block + i === 0 ? 'instance-tag srcaddr dstaddr\n' : tags(100 * block + i),
      ).join(''),
    );
    const { growth, records, problems } = await drain(path);
    expect(records).toBe(0);
    expect(problems).toBe(2 * 17 + (LARGER - 1) * 18);
    expect(growth).toBeLessThan(BOUND);
  });

  it.each([
    ['CSV', 'srcaddr,bytes,pad\n', `10.0.0.1,4249,${'x'.repeat(900)}\n`, ''],
    ['JSON Lines', '', `{"srcaddr":"10.0.0.1","pad":"${'x'.repeat(900)}"}\n`, ''],
    [
      'JSON',
      '{"events": [',
      `${JSON.stringify({ id: 'x'.repeat(900), message: LINE.trim() }, null, 4)},\n`,
      '{}]}',
    ],
  ])('of %s', async (name, begin, element, end) => {
    const path = bigFile(`flow.${name.slice(0, 4)}`, LARGER, () => element, [begin, end]);
    const { growth, records } = await drain(path);
    expect(records).toBe(LARGER * Math.ceil(MEBIBYTE / element.length));
    expect(growth).toBeLessThan(BOUND);
    rmSync(path);
  });

  it('without a line feed in it', async () => {
    const { growth, problems, last } = await drain(
      bigFile('endless.log', LARGER, (block) => (block === 0 ? LINE : 'x'.repeat(MEBIBYTE))),
    );
    expect(problems).toBe(1);
    expect(last?.kind).toBe('line-too-long');
    expect(growth).toBeLessThan(BOUND);
  });

  it('of half a million bad lines, each a problem of its own', async () => {
    const { growth, problems } = await drain(
      bigFile('bad.log', 4, (block) => (block === 0 ? LINE : '2 3 4\n')),
    );
    expect(problems).toBe(3 * Math.ceil(MEBIBYTE / 6));
    expect(growth).toBeLessThan(BOUND);
  });
});
