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

/** The lines that fit a format, and how many say something about it. */
type Evidence = { readonly fitting: readonly SampleLine[]; readonly of: number };

type Weigh = (candidates: readonly RecordFormat[], lines: readonly SampleLine[]) => readonly Evidence[];

/** A log may hold lines of several formats: one that fits another format does not speak against this one. */
const asWritten: Weigh = (candidates, lines) => {
  const fitting = candidates.map((format) => lines.filter((line) => fits(format, tokensOf(line, format))));
  const unfit = lines.filter((line) => !fitting.some((those) => those.includes(line))).length;
  return fitting.map((those) => ({ fitting: those, of: those.length + unfit }));
};

/** Lines may be cut off or run on, too: one with another number of values neither fits nor speaks for another order. */
const allowingForDamage: Weigh = (candidates, lines) =>
  candidates.map((format) => {
    const whole = lines.filter((line) => tokensOf(line, format).length === format.fields.length);
    return {
      fitting: whole.filter((line) => fitsDamaged(format, tokensOf(line, format))),
      of: whole.length,
    };
  });

/**
 * Of the formats given, the one that fits more lines than all others and at least half of those that say something.
 * Of several that fit as many lines, but other ones, it is the first.
 */
const bestOf = (candidates: readonly RecordFormat[], evidence: readonly Evidence[]): Inferred => {
  const scores = evidence.map(({ fitting, of }) => (2 * fitting.length < of ? 0 : fitting.length));
  const best = Math.max(0, ...scores);
  const first = best === 0 ? -1 : scores.indexOf(best);
  if (first < 0) return { kind: 'unknown' };
  const lines = evidence[first]?.fitting ?? [];
  const formats = candidates.filter(
    (_, i) => scores[i] === best && evidence[i]?.fitting.some((line) => lines.includes(line)),
  );
  return formats.length > 1
    ? { kind: 'ambiguous', formats }
    : { kind: 'format', format: candidates[first] as RecordFormat };
};

const choose = (
  lines: readonly SampleLine[],
  declared: readonly RecordFormat[],
  ...ways: readonly Weigh[]
): Inferred => {
  for (const weigh of ways)
    for (const candidates of [distinct(declared), WELL_KNOWN_FORMATS]) {
      const chosen = bestOf(candidates, weigh(candidates, lines));
      if (chosen.kind !== 'unknown') return chosen;
    }
  return { kind: 'unknown' };
};

/**
 * The format of lines without a header: one that was declared for them, else a common one; else, as lines may all be
 * damaged, one that they would fit otherwise. Where several fit alike, none is taken.
 */
export const chooseFormat = (
  lines: readonly SampleLine[],
  declared: readonly RecordFormat[] = [],
): Inferred => choose(lines, declared, asWritten, allowingForDamage);

/** The format of a line among others of another format: it has to fit as it is written. Null when that says too little. */
export const formatOfLine = (
  line: SampleLine,
  declared: readonly RecordFormat[] = [],
): RecordFormat | null => {
  const chosen = choose([line], declared, asWritten);
  return chosen.kind === 'format' ? chosen.format : null;
};
