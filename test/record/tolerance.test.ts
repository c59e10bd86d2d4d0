import { isLeft, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src/problem/problem.js';
import { flowRecordAt, flowRecords, toJson } from '../../src/record/flow-record.js';
import { LONGEST_LINE } from '../../src/record/line-cutter.js';
import { readText } from '../../src/record/read-text.js';
import { addresses, integers, print, type RecordBatch, texts } from '../../src/record/record-batch.js';
import {
  DEFAULT_FORMAT,
  parse,
  print as printFormat,
  type RecordFormat,
} from '../../src/record/record-format.js';

const LINE =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
const HEADER = printFormat(DEFAULT_FORMAT);

/** As `aws ec2 create-flow-logs --log-format` takes it. */
const logFormat = (names: string) => names.replace(/\S+/g, (name) => `\${${name}}`);

const formatNamed = (text: string): RecordFormat => {
  const format = parse(text);
  if (isLeft(format)) throw new Error(JSON.stringify(format.left));
  return format.right;
};

const read = (text: string | Uint8Array, format?: RecordFormat) =>
  readText(text, { source: 'flow.log', ...(format && { format }) });
const linesOf = (batches: readonly RecordBatch[]) => batches.flatMap((batch) => [...batch.lines]);

describe('logs as they come', () => {
  it.each([
    ['runs of spaces and tabs', LINE.replaceAll(' ', ' \t ')],
    ['spaces around', `  ${LINE}  `],
    ['CRLF', `${LINE}\r\n`],
    ['a byte order mark', `\uFEFF${LINE}`],
    ['a byte order mark before the header', `\uFEFF${HEADER}\n${LINE}`],
    ['comments and blank lines', `# from the console\n\n${LINE}\n   \n#end`],
    ['a comment behind the record, as on the page of AWS', `${LINE} # reply`],
    ['a header', `${HEADER}\n${LINE}`],
    ['a header with underscores', `${HEADER.replaceAll('-', '_')}\n${LINE}`],
    ['a header as a LogFormat writes it', `${logFormat(HEADER)}\n${LINE}`],
    ['a timestamp before each record', `2021-03-26T20:01:32.000Z ${LINE}`],
    ['a timestamp without a zone, as aws logs tail --format short', `2021-03-26T20:01:32 ${LINE}`],
    [
      'the timestamp and stream of aws logs tail',
      `2021-03-26T20:01:32+00:00 eni-1235b8ca123456789-all ${LINE}`,
    ],
  ])('%s', (_, text) => {
    const { batches, problems } = read(text);
    expect(problems).toEqual([]);
    expect(batches.map((batch) => print(batch, 0))).toEqual([LINE]);
  });

  it('a header repeated inside a file, and one of another format', () => {
    const text = [HEADER, LINE, HEADER, LINE, 'srcaddr dstaddr', '10.0.0.1 10.0.0.2', HEADER, LINE].join(
      '\n',
    );
    const { batches, problems } = read(text);
    expect(problems).toEqual([]);
    expect(batches.map((batch) => [batch.format.fields.length, [...batch.lines]])).toEqual([
      [14, [2, 4]],
      [2, [6]],
      [14, [8]],
    ]);
  });

  it('- anywhere, unknown accounts and redacted ids', () => {
    const { batches, problems } = read('2 unknown eni-xxxxxxxx - 10.0.0.1 - 443 - - - - - - OK');
    expect(problems).toEqual([]);
    expect(flowRecordAt(batches[0] as RecordBatch, 0)).toMatchObject({
      'account-id': 'unknown',
      'interface-id': 'eni-xxxxxxxx',
      srcaddr: null,
      srcport: null,
      dstport: 443,
      start: null,
      action: null,
    });
  });

  it('milliseconds are whole seconds in the column, and the line keeps its spelling', () => {
    const line = LINE.replace('1418530010', '1418530010250').replace('1418530070', '1418530070000');
    const { batches } = read(line);
    const [batch] = batches as [RecordBatch];
    expect(integers(batch, 'start')).toEqual(Float64Array.of(1418530010));
    expect(integers(batch, 'end')).toEqual(Float64Array.of(1418530070));
    expect(print(batch, 0)).toBe(line);
  });

  it('EFA records with MAC addresses', () => {
    const { batches, problems } = read('type srcaddr dstaddr\nEFA 0a:1b:2c:3d:4e:5f 0A-1B-2C-3D-4E-60');
    expect(problems).toEqual([]);
    expect(addresses(batches[0] as RecordBatch, 'srcaddr')?.families).toEqual(Uint8Array.of(1));
    expect(flowRecordAt(batches[0] as RecordBatch, 0)).toMatchObject({ dstaddr: '0A-1B-2C-3D-4E-60' });
  });

  it('percent-encoded tags are decoded once, in the view only', () => {
    const { batches } = read('version instance-tag asg-tag\n11 Web%20Server%2520%C3%A9 100%');
    const [batch] = batches as [RecordBatch];
    expect(texts(batch, 'instance-tag')?.dictionary).toEqual(['-', 'Web%20Server%2520%C3%A9']);
    expect(flowRecordAt(batch, 0)).toMatchObject({ 'instance-tag': 'Web Server%20é', 'asg-tag': '100%' });
    expect(print(batch, 0)).toBe('11 Web%20Server%2520%C3%A9 100%');
  });

  it('a field that AWS adds later is kept by its name', () => {
    const { batches } = read('version srcaddr dstaddr quantum-state\n12 10.0.0.1 10.0.0.2 up');
    expect(toJson(flowRecords(batches[0] as RecordBatch)[0] as never)).toEqual({
      record: { version: 12, srcaddr: '10.0.0.1', dstaddr: '10.0.0.2', 'quantum-state': 'up' },
      source: 'flow.log',
      line: 2,
    });
  });

  it('more fields that AWS adds later than there were before', () => {
    const later = Array.from({ length: 20 }, (_, i) => `later-field-${i}`);
    const { batches, problems } = read(
      `version srcaddr dstaddr ${later.join(' ')}\n12 10.0.0.1 10.0.0.2${' x'.repeat(20)}`,
    );
    expect(problems).toEqual([]);
    expect(flowRecordAt(batches[0] as RecordBatch, 0)).toMatchObject({
      dstaddr: '10.0.0.2',
      'later-field-19': 'x',
    });
  });

  it.each(['the start and end of the action', 'no type of protocol', 'srcaddr is wrong here'])(
    'words that are no header: %s',
    (words) => {
      expect(read(`${HEADER}\n${LINE}\n${words}\n${LINE}`).problems).toMatchObject([
        { kind: 'too-few-fields' },
      ]);
    },
  );

  it('a field that is called origin, beside the origin of the record', () => {
    const { batches } = read('srcaddr origin dstaddr log-status\n10.0.0.1 edge 10.0.0.2 OK');
    const [record] = flowRecords(batches[0] as RecordBatch);
    expect(record?.origin).toEqual({ source: 'flow.log', line: 2 });
    expect(toJson(record as never)).toEqual({
      record: { srcaddr: '10.0.0.1', origin: 'edge', dstaddr: '10.0.0.2', 'log-status': 'OK' },
      source: 'flow.log',
      line: 2,
    });
    expect(toJson(record as never, ['origin', 'constructor']).record).toEqual({ origin: 'edge' });
  });

  it('a record as JSON with some fields, in the order asked for', () => {
    const [record] = flowRecords(read(LINE).batches[0] as RecordBatch);
    const json = toJson(record as never, ['dstport', 'srcaddr', 'nope']);
    expect(JSON.stringify(json)).toBe(
      '{"record":{"dstport":22,"srcaddr":"172.31.16.139"},"source":"flow.log","line":1}',
    );
  });

  it('a transit gateway log, which has no action', () => {
    const line =
      '6 TransitGateway 123456789012 tgw-1 tgw-attach-1 123456789012 123456789012 vpc-1 vpc-2 subnet-1 subnet-2 eni-1 eni-2 use1-az1 use1-az2 tgw-attach-2 10.0.0.1 10.1.0.1 40000 443 6 5 500 1700000000 1700000060 OK IPv4 1 2 0 0 2 us-east-1 egress - -';
    const { batches, problems } = read(line);
    expect(problems).toEqual([]);
    const [batch] = batches as [RecordBatch];
    expect(integers(batch, 'packets-lost-blackhole')).toEqual(Float64Array.of(2));
    expect(texts(batch, 'action')).toBeNull();
    expect(print(batch, 0)).toBe(line);
  });
});

describe('a line that is no record is one problem and moves nothing else', () => {
  const cases: readonly (readonly [string, string | Uint8Array, object])[] = [
    ['too few fields', LINE.replace(' ACCEPT OK', ''), { kind: 'too-few-fields', expected: 14, found: 12 }],
    ['too many fields', `${LINE} extra`, { kind: 'too-many-fields', expected: 14, found: 15 }],
    [
      'a bad address',
      LINE.replace('172.31.16.21', '172.31.16.256'),
      { field: 'dstaddr', value: '172.31.16.256', expected: 'an IPv4 or IPv6 address' },
    ],
    ['an octet with a leading zero', LINE.replace('172.31.16.21', '172.31.16.021'), { field: 'dstaddr' }],
    [
      'a port out of range',
      LINE.replace(' 22 ', ' 65536 '),
      { field: 'dstport', expected: 'a whole number from 0 to 65535' },
    ],
    ['a negative number', LINE.replace(' 22 ', ' -22 '), { field: 'dstport' }],
    ['a count beyond what a number holds', LINE.replace(' 4249 ', ' 9007199254740993 '), { field: 'bytes' }],
    [
      'an action that AWS has not',
      LINE.replace('ACCEPT', 'accept'),
      { field: 'action', expected: 'ACCEPT or REJECT' },
    ],
    ['a time in nanoseconds', LINE.replace('1418530010', '1418530010000000000'), { field: 'start' }],
    [
      'bytes that are no UTF-8',
      Uint8Array.from(Buffer.from(LINE.replace('eni-1', 'eni-\xff'), 'latin1')),
      { field: 'interface-id', expected: 'UTF-8 text' },
    ],
    ['half a timestamp before it', `2021-03-26T20:01 ${LINE}`, { kind: 'too-many-fields' }],
  ];
  it.each(cases)('%s', (_, line, problem) => {
    const before = Buffer.from(`${HEADER}\n${LINE}\n`);
    const after = Buffer.from(`\n${LINE}\n`);
    const { batches, problems, summary } = read(Buffer.concat([before, Buffer.from(line as string), after]));
    expect(linesOf(batches)).toEqual([2, 4]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      kind: 'bad-field-value',
      origin: { source: 'flow.log', line: 3 },
      ...problem,
    });
    expect((problems[0] as Problem & { text: string }).text).toHaveLength(
      Buffer.from(line as string).toString().length,
    );
    expect(summary).toEqual({ read: 3, ok: 2, nodata: 0, skipdata: 0, malformed: 1 });
  });

  it('a line without end is skipped and quoted in part', () => {
    const { batches, problems } = read(`${HEADER}\n${LINE}\n${'x'.repeat(LONGEST_LINE + 1)}\n${LINE}`);
    expect(linesOf(batches)).toEqual([2, 4]);
    expect(problems).toMatchObject([{ kind: 'line-too-long', limit: LONGEST_LINE, origin: { line: 3 } }]);
    expect((problems[0] as Problem & { text: string }).text.length).toBeLessThan(1100);
  });

  it('that brings a new text ends a batch early, when there are many, however short they are', () => {
    const bad = Array.from({ length: 250_000 }, (_, i) => `${i.toString(36)} 10.0.0\n`).join('');
    const { batches, problems } = read(`instance-tag srcaddr\n- 10.0.0.1\n${bad}- 10.0.0.2\n`);
    expect(problems).toHaveLength(250_000);
    expect(batches.map((batch) => [...batch.lines])).toEqual([[2], [250_003]]);
  });

  it('ten thousand bad lines are ten thousand problems', () => {
    const { problems } = read(`${HEADER}\n${'x\n'.repeat(10_000)}`);
    expect(problems.map((problem) => problem.origin.line)).toEqual(
      Array.from({ length: 10_000 }, (_, i) => i + 2),
    );
  });
});

describe('formats whose columns take any text', () => {
  const lines = (text: string, format?: string) => {
    const { batches, problems } = read(text, format === undefined ? undefined : formatNamed(format));
    const rows = batches.flatMap((batch) =>
      Array.from({ length: batch.length }, (_, row) => [batch.format.fields[0], print(batch, row)]),
    );
    return { rows, problems };
  };
  const TEXTS = 'account-id interface-id vpc-id region';
  const TURNED = 'region vpc-id interface-id account-id';

  it('have comments', () => {
    const header = 'account-id interface-id srcaddr dstaddr';
    const line = '123456789010 eni-1 10.0.0.1 10.0.0.2';
    expect(lines([header, `#${line}`, `  #${line}`, line].join('\n'))).toEqual({
      rows: [['account-id', line]],
      problems: [],
    });
  });

  it.each([undefined, TEXTS])('have headers, with %s given', (format) => {
    const line = '123456789010 eni-1 vpc-1 eu-west-1';
    const turned = 'eu-west-1 vpc-1 eni-1 123456789010';
    expect(lines([TEXTS, line, TEXTS, line, TURNED, turned].join('\n'), format)).toEqual({
      rows: [
        ['account-id', line],
        ['account-id', line],
        ['region', turned],
      ],
      problems: [],
    });
  });

  it.each([TEXTS, 'account-id srcaddr dstaddr version'])('have byte order marks: %s', (format) => {
    const line = format === TEXTS ? '1 eni-1 vpc-1 eu-west-1' : '1 10.0.0.1 10.0.0.2 5';
    expect(lines(`\uFEFF${line}\n`, format)).toEqual({ rows: [['account-id', line]], problems: [] });
  });

  it.each([
    ['interface-id vpc-id region', 'eni-1 vpc-1'],
    ['interface-id vpc-id srcport', 'eni-1 22'],
  ])('take no timestamp for a value: %s', (format, line) => {
    const { rows, problems } = lines(`2026-01-01T00:00:00.000Z ${line}\n`, format);
    expect(rows).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'too-few-fields', expected: 3, found: 2 }]);
  });
});

describe('formats', () => {
  it.each([
    'srcaddr dstaddr log-status',
    'srcaddr, dstaddr,log_status',
    logFormat('srcaddr dstaddr log-status'),
    'srcAddr dstAddr logStatus',
  ])('are read from %s', (text) => {
    expect(formatNamed(text).fields).toEqual(['srcaddr', 'dstaddr', 'log-status']);
  });

  it.each([
    ['', 'at least one field name'],
    ['srcaddr srcaddr', 'each field only once'],
    ['src/addr', 'a field name such as srcaddr'],
  ])('%j is none: %s', (text, expected) => {
    const format = parse(text);
    expect(isRight(format)).toBe(false);
    expect(format).toMatchObject({ left: { expected } });
  });

  it('more rows than a batch holds make several batches', () => {
    const { batches } = read(`${LINE}\n`.repeat(140_000));
    expect(batches.map((batch) => batch.length)).toEqual([65_536, 65_536, 8928]);
    expect(batches[2]?.lines[8927]).toBe(140_000);
  });
});
