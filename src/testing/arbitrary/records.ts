import * as fc from 'fast-check';
import { print } from '../../address/ip-address.js';
import type { ColumnType } from '../../record/column-type.js';
import { typeOf, VPC_FIELDS } from '../../record/field.js';
import { addresses } from './addresses.js';

/** Fields that nobody leaves out: with them a reader knows what a column is. */
const NEEDED = ['interface-id', 'srcaddr', 'dstaddr', 'protocol', 'start', 'end', 'log-status'];

const OTHERS = VPC_FIELDS.map(({ name }) => name).filter((name) => !NEEDED.includes(name));

/** Formats of VPC flow logs: the fields that are always needed and any others, in any order. */
export const recordFormats: fc.Arbitrary<readonly string[]> = fc
  .subarray([...OTHERS])
  .chain((chosen) =>
    fc.shuffledSubarray([...NEEDED, ...chosen], { minLength: NEEDED.length + chosen.length }),
  );

/** Ids and the like: what begins as the field's values do. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  'account-id': ['123456789010', 'unknown'],
  type: ['IPv4', 'IPv6', 'EFA'],
  region: ['eu-west-1', 'us-gov-west-1'],
  'az-id': ['euw1-az1', 'apse2-az3'],
};

const texts = (name: string, type: Extract<ColumnType, { kind: 'text' }>): fc.Arbitrary<string> => {
  if (type.values !== undefined) return fc.constantFrom(...type.values);
  const known = SAMPLES[name];
  if (known !== undefined) return fc.constantFrom(...known);
  return fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 4, maxLength: 8 })
    .map((id) => `${type.prefix ?? 'value-'}${id}`);
};

const valuesOf = (name: string): fc.Arbitrary<string> => {
  const type = typeOf(name);
  if (type.kind === 'address') return addresses.map(print);
  if (type.kind === 'text') return texts(name, type);
  return fc.integer({ min: type.least, max: Math.min(type.most, 4_000_000_000) }).map(String);
};

const absent = (value: fc.Arbitrary<string>, name: string): fc.Arbitrary<string> =>
  NEEDED.includes(name) ? value : fc.oneof({ weight: 4, arbitrary: value }, fc.constant('-'));

/** Lines of a format, spelled as AWS spells them. What they say need not make sense together. */
export const recordLines = (format: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(...format.map((name) => absent(valuesOf(name), name))).map((values) => values.join(' '));
