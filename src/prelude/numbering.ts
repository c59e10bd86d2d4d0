/** Values that are told apart by number instead of by text, in the order in which they first came. */
export type Numbering<T> = {
  readonly numberOf: (value: T) => number;
  readonly find: (value: T) => number | null;
  readonly values: readonly T[];
};

/** `first` have the numbers from 0. */
export const numbering = <T>(...first: readonly T[]): Numbering<T> => {
  const values: T[] = [...first];
  const numbers = new Map<T, number>(values.map((value, i) => [value, i]));
  return {
    values,
    find: (value) => numbers.get(value) ?? null,
    numberOf: (value) => {
      const known = numbers.get(value);
      if (known !== undefined) return known;
      numbers.set(value, values.length);
      return values.push(value) - 1;
    },
  };
};
