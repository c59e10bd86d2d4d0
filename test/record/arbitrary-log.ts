import fc from 'fast-check';
import type { ColumnType } from '../../src/record/column-type.js';
import { FIELDS, typeOf } from '../../src/record/field.js';

/** Names that AWS may add one day, many at once as in version 11. */
const futureFields = [
  'future-field',
  'next-hop-colour',
  'quantum-state-2',
  ...Array.from({ length: 12 }, (_, i) => `new-field-${i}`),
];
/** Fields that no line of other words names. */
const TELLING = ['srcaddr', 'dstaddr', 'srcport', 'interface-id', 'tcp-flags', 'tgw-id'];
const isHeader = (names: readonly string[]): boolean =>
  names.filter((name) => TELLING.includes(name)).length > 1 ||
  4 * names.filter((name) => futureFields.includes(name)).length <= names.length;

/** Any fields in any order. One of them must be more than text, or a log of nothing but words could hold anything. */
export const fieldNames: fc.Arbitrary<string[]> = fc
  .shuffledSubarray([...FIELDS.map((field) => field.name as string), ...futureFields], { minLength: 1 })
  .filter((names) => names.some((name) => typeOf(name).kind !== 'text'))
  .filter(isHeader);

const ipv4 = fc.ipV4();
const address = fc.oneof(
  { weight: 6, arbitrary: ipv4 },
  { weight: 3, arbitrary: fc.ipV6() },
  { weight: 1, arbitrary: fc.constantFrom('0a:1b:2c:3d:4e:5f', '2001:DB8:0:0::1', '::ffff:192.0.2.1', '::') },
);

const text = fc.oneof(
  fc.constantFrom(
    'eni-0123456789abcdef0',
    'vpc-0a1b',
    'unknown',
    '123456789012',
    'arn:aws:ecs:x:1:cluster/a',
    'a%20b',
    'a%2520b',
    '50%',
  ),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((s) => !/[\s\uFEFF\uFFFD]|^[#-]/u.test(s)),
);

const odd = (value: string): fc.Arbitrary<string> =>
  fc.constantFrom(value, value, value, `00${value}`, `${value}.0`);

/** A token that is a value of the column, mostly as AWS spells it. */
const valueFor = (type: ColumnType): fc.Arbitrary<string> => {
  if (type.kind === 'address') return address;
  if (type.kind === 'text') return type.values === undefined ? text : fc.constantFrom(...type.values);
  const inRange = fc.integer({ min: type.least, max: type.most }).map(String).chain(odd);
  const milliseconds = fc.integer({ min: 1_500_000_000_000, max: 1_900_000_000_000 }).map(String);
  return type.unit === 'seconds' ? fc.oneof({ weight: 4, arbitrary: inRange }, milliseconds) : inRange;
};

export const token = (name: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 1, arbitrary: fc.constant('-') }, { weight: 6, arbitrary: valueFor(typeOf(name)) });

export const lineOf = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(...names.map(token)).map((tokens) => tokens.join(' '));

/** A format and lines of it, with canonical spacing. */
export const log: fc.Arbitrary<{ readonly fields: readonly string[]; readonly lines: readonly string[] }> =
  fieldNames.chain((fields) =>
    fc.array(lineOf(fields), { minLength: 1, maxLength: 8 }).map((lines) => ({ fields, lines })),
  );
