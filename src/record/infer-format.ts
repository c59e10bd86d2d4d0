import type { ColumnType } from './column-type.js';
import { typeOf } from './field.js';
import { readAddress, readInteger } from './field-value.js';
import { equals, type RecordFormat, versionOf } from './record-format.js';
import type { SampleLine } from './sample.js';
import { recordWords } from './text-line.js';
import { WELL_KNOWN_FORMATS } from './well-known-formats.js';

export type Inferred =
  | { readonly kind: 'format'; readonly format: RecordFormat }
  | { readonly kind: 'ambiguous'; readonly formats: readonly RecordFormat[] }
  | { readonly kind: 'unknown' };

/** Does the token look like a value of the column? Stricter than reading, which takes redacted ids as well. */
const looksRight = (type: ColumnType, token: string): boolean => {
  if (token === '-') return true;
  switch (type.kind) {
    case 'integer': {
      const read = readInteger(type, token);
      return read !== null && (type.unit !== 'seconds' || read.value > 1_000_000_000);
    }
    case 'address':
      return readAddress(token) !== null;
    case 'text':
      if (type.values !== undefined) return type.values.includes(token);
      return type.prefix !== undefined ? token.startsWith(type.prefix) : (type.shape?.test(token) ?? true);
  }
};

/** A value that is larger than, or as large as, another one wherever both are there. */
const inOrder = (format: RecordFormat, tokens: readonly string[], less: string, more: string): boolean => {
  const small = Number(tokens[format.fields.indexOf(less)] ?? '-');
  const large = Number(tokens[format.fields.indexOf(more)] ?? '-');
  return Number.isNaN(small) || Number.isNaN(large) || small <= large;
};

/**
 * Does every value of the line fit its field, by type, by AWS's prefixes, and against the others? A packet has at
 * least 20 bytes, a window ends after it starts, and `version` is the highest among the fields.
 */
const fits = (format: RecordFormat, tokens: readonly string[]): boolean => {
  if (tokens.length !== format.fields.length) return false;
  const version = tokens[format.fields.indexOf('version')];
  if (version !== undefined && versionOf(format) !== null && version !== String(versionOf(format)))
    return false;
  return (
    format.fields.every((name, i) => looksRight(typeOf(name), tokens[i] as string)) &&
    inOrder(format, tokens, 'packets', 'bytes') &&
    inOrder(format, tokens, 'start', 'end')
  );
};

/**
 * Would the line fit but for values that are damaged, which makes a useful message instead of a question? A damaged
 * value fits no field of the format; one that fits another field speaks for another order.
 */
const fitsDamaged = (format: RecordFormat, tokens: readonly string[]): boolean => {
  const types = format.fields.map(typeOf);
  const isDamaged = (token: string, i: number) =>
    !looksRight(types[i] as ColumnType, token) && !types.some((type) => recognises(type, token));
  const mended = tokens.map((token, i) => (isDamaged(token, i) ? '-' : token));
  const damaged = mended.filter((token, i) => token !== tokens[i]).length;
  return 5 * damaged <= tokens.length && fits(format, mended);
};

/** Does the token look like a value of this column rather than like anything? */
const recognises = (type: ColumnType, token: string): boolean =>
  !(type.kind === 'text' && !type.values && !type.prefix && !type.shape) && looksRight(type, token);

const tokensOf = (line: SampleLine, format: RecordFormat): readonly string[] =>
  recordWords(line.words, format.fields.length);

const distinct = (formats: readonly RecordFormat[]): readonly RecordFormat[] =>
  formats.filter((format, i) => formats.findIndex((other) => equals(other, format)) === i);

/** How many lines fit a format, of how many that say something about it. */
type Evidence = { readonly fitting: number; readonly of: number };

const asWritten = (format: RecordFormat, lines: readonly SampleLine[]): Evidence => ({
  fitting: lines.filter((line) => fits(format, tokensOf(line, format))).length,
  of: lines.length,
});

/** Lines may be cut off or run on, too: one with another number of values neither fits nor speaks for another order. */
const allowingForDamage = (format: RecordFormat, lines: readonly SampleLine[]): Evidence => {
  const whole = lines
    .map((line) => tokensOf(line, format))
    .filter((tokens) => tokens.length === format.fields.length);
  return { fitting: whole.filter((tokens) => fitsDamaged(format, tokens)).length, of: whole.length };
};

/** Of the formats given, the one that fits more lines than all others and at least half of them. */
const bestOf = (candidates: readonly RecordFormat[], evidence: readonly Evidence[]): Inferred => {
  const scores = evidence.map(({ fitting, of }) => (2 * fitting < of ? 0 : fitting));
  const best = Math.max(0, ...scores);
  const formats = candidates.filter((_, i) => best > 0 && scores[i] === best);
  if (formats.length > 1) return { kind: 'ambiguous', formats };
  return formats[0] === undefined ? { kind: 'unknown' } : { kind: 'format', format: formats[0] };
};

/**
 * The format of lines without a header: one that was declared for them, else a common one; else, as lines may all be
 * damaged, one that they would fit otherwise. Where several fit alike, none is taken.
 */
export const chooseFormat = (
  lines: readonly SampleLine[],
  declared: readonly RecordFormat[] = [],
): Inferred => {
  for (const weigh of [asWritten, allowingForDamage])
    for (const candidates of [distinct(declared), WELL_KNOWN_FORMATS]) {
      const evidence = candidates.map((format) => weigh(format, lines));
      const chosen = bestOf(candidates, evidence);
      if (chosen.kind !== 'unknown') return chosen;
    }
  return { kind: 'unknown' };
};
