/**
 * Mutates lines of records byte by byte and holds the reader against the naive one, line by line: the same values in the
 * same columns, or a problem for the same reason. Deterministic by seed.
 */
import { expect } from 'vitest';
import { readText } from '../../src/record/read-text.js';
import { type Column, print, type RecordBatch } from '../../src/record/record-batch.js';
import { DEFAULT_FORMAT, TRANSIT_GATEWAY_FORMAT } from '../../src/record/record-format.js';
import { type OracleValue, readLine } from '../oracle/record.js';

const V5 =
  'version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status';
const seeds: readonly (readonly [readonly string[], string])[] = [
  [
    DEFAULT_FORMAT.fields,
    '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK',
  ],
  [
    DEFAULT_FORMAT.fields,
    '2 123456789010 eni-1235b8ca123456789 2001:db8:1234:a100:8d6e:3477:df66:f105 ::1 34892 22 6 54 8855 1477913708 1477913820 REJECT OK',
  ],
  [DEFAULT_FORMAT.fields, '2 unknown eni-11111111aaaaaaaaa - - - - - - - 1431280876 1431280934 - SKIPDATA'],
  [
    V5.split(' '),
    '5 52.95.128.179 10.0.0.71 80 34210 6 1616729292 1616729349 IPv4 14 15044 123456789012 vpc-abcdefab012345678 subnet-aaaaaaaa012345678 i-0c50d5961bcb2d47b eni-1235b8ca123456789 ap-southeast-2 apse2-az3 - - ACCEPT 19 52.95.128.179 10.0.0.71 S3 - - ingress OK',
  ],
  [
    TRANSIT_GATEWAY_FORMAT.fields,
    '6 TransitGateway 123456789012 tgw-1 tgw-attach-1 1 2 vpc-1 vpc-2 subnet-1 subnet-2 eni-1 eni-2 use1-az1 use1-az2 tgw-attach-2 10.0.0.1 10.1.0.1 40000 443 6 5 500 1700000000 1700000060 OK IPv4 1 2 0 0 2 us-east-1 egress - -',
  ],
];

/** xorshift: the same numbers on every machine. */
const numbers = (seed: number) => {
  let state = Math.imul(seed, 2654435761) | 1;
  return (below: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
};

const near = Buffer.from(' -.:0123456789abcdefABCDEF#\t\r%');

/** One byte changed, put in, taken out or doubled; a line feed never comes in, as the line must stay one. */
const mutate = (line: Uint8Array, next: (below: number) => number): Uint8Array => {
  const at = next(line.length + 1);
  const random = next(3) === 0 ? next(256) : (near[next(near.length)] as number);
  const byte = random === 10 ? 32 : random;
  const before = line.subarray(0, at);
  switch (next(4)) {
    case 0:
      return Buffer.concat([before, Uint8Array.of(byte), line.subarray(at + 1)]);
    case 1:
      return Buffer.concat([before, Uint8Array.of(byte), line.subarray(at)]);
    case 2:
      return Buffer.concat([before, line.subarray(at + 1)]);
    default:
      return Buffer.concat([before, line.subarray(Math.max(0, at - 1))]);
  }
};

const valueIn = (column: Column, row: number): OracleValue => {
  const value = (column.kind === 'text' ? column.codes : column.values)[row] as number;
  if (column.kind === 'integer') return value === -1 ? null : value;
  if (column.kind === 'text') return value === 0 ? null : (column.dictionary[value] as string);
  const family = column.families[row];
  return family === 0 ? null : family === 4 ? value : (column.others[value] as bigint | string);
};

const WORDS = /[ \t\r]+/;
const canonical = (line: string): string =>
  line
    .replace(/^\uFEFF/, '')
    .split(WORDS)
    .filter(Boolean)
    .join(' ');

type Told =
  | { readonly values: readonly OracleValue[]; readonly printed: string }
  | { readonly problem: string };

/** What the reader says of each line, by the number of the line. */
const toldOf = (fields: readonly string[], text: Uint8Array): ReadonlyMap<number, Told> => {
  const { batches, problems } = readText(text, { source: 'fuzz', format: { fields } });
  const told = new Map<number, Told>();
  const tell = (line: number, what: Told) => {
    expect(told.has(line)).toBe(false);
    told.set(line, what);
  };
  for (const batch of batches as readonly RecordBatch[])
    for (let row = 0; row < batch.length; row++) {
      const values = batch.columns.map((column) => valueIn(column, row));
      tell(batch.lines[row] as number, { values, printed: print(batch, row) });
    }
  for (const problem of problems)
    tell(problem.origin.line as number, {
      problem: 'field' in problem ? problem.field : 'found' in problem ? String(problem.found) : problem.kind,
    });
  return told;
};

const expected = (fields: readonly string[], line: string): Told | undefined => {
  const read = readLine(fields, line);
  if (read === null) return undefined;
  if ('found' in read) return { problem: String(read.found) };
  if ('wrong' in read) return { problem: read.wrong };
  const printed = canonical(line).split(' ').slice(0, fields.length).join(' ');
  return { values: read.values, printed };
};

/** Reads that many mutated lines, some of them mutated several times, and compares each. */
export const fuzz = (seed: number, count: number) => {
  const next = numbers(seed);
  let lines = 0;
  let records = 0;
  let problems = 0;
  for (let round = 0; lines < count; round++) {
    const [fields, seedLine] = seeds[round % seeds.length] as (typeof seeds)[number];
    const mutants: Uint8Array[] = [];
    for (let i = 0; i < Math.min(1000, count - lines); i++) {
      let line: Uint8Array = Buffer.from(seedLine);
      for (let times = next(4); times > 0; times--) line = mutate(line, next);
      mutants.push(line);
    }
    const told = toldOf(fields, Buffer.concat(mutants.flatMap((line) => [line, Uint8Array.of(10)])));
    mutants.forEach((bytes, i) => {
      const line = Buffer.from(bytes).toString('utf8');
      const actual = told.get(i + 1);
      expect(actual, JSON.stringify(line)).toEqual(expected(fields, line));
      if (actual !== undefined) 'problem' in actual ? problems++ : records++;
    });
    lines += mutants.length;
  }
  return { lines, records, problems };
};
