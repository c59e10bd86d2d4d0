import { FIELDS, fieldNamed } from './field.js';
import type { RecordFormat } from './record-format.js';

/** How many single letters have to be added, dropped or changed to turn one text into the other. */
const editDistance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, change));
    }
    row = next;
  }
  return row[b.length] as number;
};

/** Names of AWS's fields that differ from this one by at most two letters. */
const near = (field: string): readonly string[] =>
  FIELDS.map(({ name }) => name).filter((name) => editDistance(name, field) <= 2);

/**
 * The fields of a format that are not in the catalogue, each with what may have been meant. AWS adds fields, so they are
 * kept; but a misspelt one would be missed in silence.
 */
export const unknownFields = ({ fields }: RecordFormat) =>
  fields
    .filter((field) => fieldNamed(field) === null)
    .map((field) => ({ kind: 'unknown-field', field, near: near(field) }) as const);
