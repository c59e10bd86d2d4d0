import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jsonCutter } from '../../src/source/json-cutter.js';
import { runs } from '../arbitrary/runs.js';
import { readAll } from './fixture.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowcause-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const lineTo = (port: number): string =>
  `2 123456789010 eni-1235b8ca123456789 203.0.113.12 172.31.16.139 40000 ${port} 6 4 336 1432917027 1432917142 ACCEPT OK`;
const event = (port: number) => ({ timestamp: 1432917027000, message: lineTo(port) });
const ports = (count: number) => Array.from({ length: count }, (_, i) => i);

const cutsOf = (text: string, size: number): readonly unknown[] => {
  const bytes = new TextEncoder().encode(text);
  const cutter = jsonCutter();
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const cuts = [...pieces.flatMap((piece) => cutter.push(piece)), cutter.end()];
  return cuts.flatMap((cut) => (cut ? [JSON.parse(new TextDecoder().decode(cut.bytes ?? undefined))] : []));
};

describe('the values cut out of JSON', () => {
  const strings = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('events', '"events":[', '\\', '\\"', ']', '}{', 'a\n"b', 'é\u2028'),
  );
  const value = fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 3 });
  const element = fc.oneof(
    value,
    fc.dictionary(strings, fc.oneof(strings, fc.array(strings), fc.boolean(), fc.integer()), { maxKeys: 4 }),
  );
  const KEYS = ['events', 'logEvents', 'results'];
  const isPlain = (each: unknown): boolean =>
    typeof each !== 'object' || each === null || Array.isArray(each) || !KEYS.some((key) => key in each);
  const elements = fc.array(element.filter(isPlain), { maxLength: 5 });
  const answer = fc
    .tuple(strings, value, fc.constantFrom(...KEYS), elements, strings, value)
    .map(([name, before, key, list, other, after]) => ({
      text: { [`_${name}`]: before, [key]: list, [`-${other}`]: after },
      list,
    }));
  const text = fc.oneof(
    elements.map((list) => ({ documents: [list] as unknown[], list })),
    answer.map((each) => ({ documents: [each.text] as unknown[], list: each.list })),
    fc.array(answer, { maxLength: 3 }).map((pages) => ({
      documents: [pages.map((page) => page.text)] as unknown[],
      list: pages.flatMap((page) => page.list),
    })),
    fc.array(answer, { maxLength: 3 }).map((pages) => ({
      documents: pages.map((page) => page.text) as unknown[],
      list: pages.flatMap((page) => page.list),
    })),
    fc
      .array(element.filter((each) => isPlain(each) && typeof each === 'object' && !Array.isArray(each)))
      .map((list) => ({ documents: list as unknown[], list })),
  );

  it('are the elements of lists, of the lists in answers, and documents, in pieces of any size', () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(0, 1, 4, '\t'),
        fc.constantFrom('', '\n', ' \r\n'),
        fc.integer({ min: 1, max: 90 }),
        ({ documents, list }, indent, between, size) => {
          const whole = documents.map((each) => JSON.stringify(each, null, indent)).join(between || ' ');
          expect(cutsOf(whole, size)).toEqual(JSON.parse(JSON.stringify(list)));
        },
      ),
      runs(2000),
    );
  });

  it('know what their text ends within', () => {
    const cutter = jsonCutter();
    cutter.push(new TextEncoder().encode('{"events": [{"message": "a"}, {"mess'));
    expect([cutter.isOpen(), new TextDecoder().decode(cutter.end()?.bytes ?? undefined)]).toEqual([
      true,
      '{"mess',
    ]);
  });

  it('are no larger than anything that is read', () => {
    const cutter = jsonCutter();
    const piece = new TextEncoder().encode('x'.repeat(1_000_000));
    expect(cutter.push(new TextEncoder().encode('["'))).toEqual([]);
    for (let i = 0; i < 20; i++) expect(cutter.push(piece)).toEqual([]);
    expect(cutter.push(new TextEncoder().encode('", 1 ]'))).toEqual([
      { bytes: null, isDocument: false },
      { bytes: Buffer.from('1'), isDocument: false },
    ]);
  });
});

describe('JSON with records', () => {
  const answer = JSON.stringify({ events: ports(5).map(event), searchedLogStreams: [] }, null, 4);

  it('that is cut off anywhere gives its whole elements, and says that it breaks off', async () => {
    const first = answer.indexOf('}') + 1;
    const end = answer.lastIndexOf('}') - 1;
    for (let length = first; length <= end; length += 7) {
      const { records, problems, summary } = await readAll([put('events.json', answer.slice(0, length))]);
      const whole = Math.min(5, answer.slice(0, length).split('}').length - 1);
      expect(records.map(({ dstport }) => dstport)).toEqual(ports(whole));
      expect(problems.at(-1)).toMatchObject({ kind: 'damaged-content', origin: { line: whole + 1 } });
      expect(summary.malformed).toBe(problems.length - 1);
    }
  });

  it('in gzip that is cut off gives the elements before', async () => {
    const bytes = gzipSync(JSON.stringify({ events: ports(2000).map(event) }), { level: 1 });
    const part = bytes.subarray(0, bytes.length / 2);
    const source = put('events.json.gz', part);
    for (const { records, problems } of [
      await readAll([source]),
      await readAll(['-'], {}, Readable.from([part])),
    ]) {
      expect(records.length).toBeGreaterThan(500);
      expect(records.map(({ dstport }) => dstport)).toEqual(ports(records.length));
      expect(problems.map(({ kind, origin }) => [kind, origin.line])).toEqual([
        ['cut-off-line', records.length + 1],
        ['damaged-gzip', records.length + 1],
      ]);
    }
  });

  it('in gzip that is cut off before the first record is of no use', async () => {
    const bytes = gzipSync(JSON.stringify({ Subnets: ports(2000) }));
    const { problems } = await readAll([put('subnets.json.gz', bytes.subarray(0, bytes.length / 2))]);
    expect(problems).toMatchObject([{ kind: 'damaged-gzip', origin: { line: null } }]);
  });

  it.each([
    ['a comma too many', answer.replace(/\}(\s+)\]/, '},$1]'), [0, 1, 2, 3, 4], 0],
    ['a lost comma', answer.replace('},', '}'), [0, 1, 2, 3, 4], 0],
    ['a lost quote', answer.replace(' 0 6 4', ' 0 6" 4'), [1, 2, 3, 4], 1],
    ['an element of something else', answer.replace('"events": [', '"events": [ None,'), [0, 1, 2, 3, 4], 1],
  ])('with %s loses no other element', async (_, text, good, bad) => {
    const { records, problems } = await readAll([put('events.json', text)]);
    expect(records.map(({ dstport }) => dstport)).toEqual(good);
    expect(problems.map(({ kind }) => kind)).toEqual(Array(bad).fill('not-a-record'));
  });

  it('beside configuration in the same file, also where one of them is broken', async () => {
    const read = await readAll([put('all.json', `{"Vpcs": []}\n${answer}\n{"Subnets": [}`)]);
    expect(read.records).toHaveLength(5);
    expect(read.problems).toMatchObject([{ kind: 'invalid-json', column: 14 }]);
    const cut = await readAll([put('all.json', `{"Vpcs": []}\n${answer.slice(0, -100)}`)]);
    expect(cut.records.length).toBeGreaterThan(3);
    expect(cut.problems.at(-1)).toMatchObject({ kind: 'damaged-content' });
  });

  it('that is too much to take in whole is read one by one', async () => {
    const events = JSON.stringify(ports(1000).map(event)).slice(1, -1);
    const text = `{"searchedLogStreams": [], "events": [${Array(140).fill(events).join(',')}, null]}\n{"Vpcs": []}`;
    expect(text.length).toBeGreaterThan(17_000_000);
    const source = put('events.json', text);
    for (const { summary, problems } of [
      await readAll([source]),
      await readAll(['-'], {}, Readable.from([Buffer.from(text)])),
    ]) {
      expect(summary.ok).toBe(140_000);
      expect(problems).toMatchObject([
        { kind: 'not-a-record', text: 'null', origin: { line: 140_001 } },
        { kind: 'not-a-record', text: '{"Vpcs":[]}', origin: { line: 140_002 } },
      ]);
    }
  });

  it.each([
    ["--query 'events[].message'", JSON.stringify(ports(3).map(lineTo), null, 4)],
    ["--query 'events[].[message]'", JSON.stringify(ports(3).map((port) => [lineTo(port)]))],
    [
      'jq .events[].message',
      ports(3)
        .map((port) => JSON.stringify(lineTo(port)))
        .join('\n'),
    ],
  ])('as %s leaves it', async (_, text) => {
    const { records, problems } = await readAll([put('messages.json', text)]);
    expect([records.map(({ dstport }) => dstport), problems]).toEqual([[0, 1, 2], []]);
  });

  it('is not what a log with a quoted header is', async () => {
    const { records, problems } = await readAll([
      put('flow.log', `"srcaddr dstaddr"\n${lineTo(1)}\n${lineTo(2)}\n`),
    ]);
    expect([records.length, problems.length]).toEqual([2, 1]);
  });

  it('pages of answers in a list, payloads as aws kinesis get-records gives them, and in quotes', async () => {
    const pages = JSON.stringify([{ events: [event(1)] }, { events: [event(2), event(3)] }]);
    const data = gzipSync(JSON.stringify({ logEvents: ports(4).map(event) })).toString('base64');
    const control = {
      messageType: 'CONTROL_MESSAGE',
      logEvents: [{ message: 'CWL CONTROL MESSAGE: Checking' }],
    };
    for (const [text, count] of [
      [pages, 3],
      [JSON.stringify({ Records: [{ Data: data }, { Data: data }], NextShardIterator: 'x' }), 8],
      [JSON.stringify(data), 4],
      [`${JSON.stringify(control)}{"logEvents": [${JSON.stringify(event(1))}]}`, 1],
    ] as const) {
      const { records, problems } = await readAll([put('answer.json', text)]);
      expect([records.length, problems]).toEqual([count, []]);
    }
  });
});
