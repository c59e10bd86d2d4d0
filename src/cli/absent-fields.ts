import type { RecordFormat } from '../index.js';

/** Which of the fields that were asked for no record has: a misspelt name would otherwise leave out in silence what was asked for. */
export const absentFields = (asked: readonly string[]) => {
  const present = new Set<string>();
  return {
    see: ({ fields }: RecordFormat): void => {
      for (const field of fields) present.add(field);
    },
    /** One for each such field; none when there was no record at all. */
    sentences: (): readonly string[] =>
      asked
        .filter((field) => present.size > 0 && !present.has(field))
        .map((field) => `No record has the field "${field}". The fields are ${[...present].join(', ')}.`),
  };
};
