/**
 * How the values of a field are kept: what a reader accepts, what a message says it expected, and what Parquet calls it.
 * Every field may also hold `-`: not applicable, or not computed for this record.
 */
export type ColumnType = IntegerType | TextType | AddressType;

export type IntegerType = {
  readonly kind: 'integer';
  readonly parquet: 'INT_32' | 'INT_64';
  readonly least: number;
  readonly most: number;
  /** Unix seconds; a reader also takes milliseconds, as log tools write them, and turns them into whole seconds. */
  readonly unit?: 'seconds';
};

export type TextType = {
  readonly kind: 'text';
  readonly parquet: 'STRING';
  /** All values there are. Absent: any text. */
  readonly values?: readonly string[];
  /** How ids of this kind begin. Documentation and redaction use others, so it helps to recognise a column and refuses nothing. */
  readonly prefix?: string;
  /** Another sign to recognise the column by, where there is no prefix. */
  readonly shape?: RegExp;
  /** Tag values are percent-encoded UTF-8. */
  readonly encoding?: 'percent';
};

export type AddressType = { readonly kind: 'address'; readonly parquet: 'STRING' };

const integer32 = (least: number, most: number) =>
  ({ kind: 'integer', parquet: 'INT_32', least, most }) as const satisfies IntegerType;

export const VERSION = integer32(1, 99);
export const PORT = integer32(0, 65_535);
export const PROTOCOL = integer32(0, 255);
export const SMALL = integer32(0, 255);
export const COUNT = { kind: 'integer', parquet: 'INT_64', least: 0, most: Number.MAX_SAFE_INTEGER } as const;
/** Up to the year 5138; a larger number is taken as milliseconds. */
export const TIME = { ...COUNT, most: 99_999_999_999, unit: 'seconds' } as const;

export const ADDRESS = { kind: 'address', parquet: 'STRING' } as const;

export const TEXT = { kind: 'text', parquet: 'STRING' } as const;
export const TAG = { ...TEXT, encoding: 'percent' } as const;
export const oneOf = <const V extends string>(...values: readonly V[]) => ({ ...TEXT, values }) as const;
export const id = (prefix: string) => ({ ...TEXT, prefix }) as const;
export const like = (shape: RegExp) => ({ ...TEXT, shape }) as const;

/** What a message says a field of this type holds. */
export const expectation = (type: ColumnType): string => {
  if (type.kind === 'address') return 'an IPv4 or IPv6 address';
  if (type.kind === 'integer')
    return type.unit === 'seconds'
      ? 'a time in Unix seconds'
      : `a whole number from ${type.least} to ${type.most}`;
  return type.values === undefined ? 'UTF-8 text' : type.values.join(' or ');
};
