import * as v from 'valibot';
import type { ResourceKind } from '../network/network.js';
import type { Fragment } from './fragment.js';

/** How the items of one answer are read. */
export type Reader = {
  /** The kind that is known to be complete when this answer was given to its end; null when it tells only parts. */
  readonly gives: ResourceKind | null;
  /** Items stand one level deeper, in this list of each item. */
  readonly within: string | null;
  /** The items do not name what they belong to: the answer's subject does. */
  readonly needsSubject: boolean;
  /** The items are rows of one list; all rows of a resource are gathered before copies are compared. */
  readonly isRows: boolean;
  /** What an answer without any row says of its subject. */
  readonly empty: (subject: string) => readonly Fragment[];
  readonly read: (
    item: unknown,
    subject: string,
  ) => v.SafeParseResult<v.GenericSchema<unknown, readonly Fragment[]>>;
};

type Described<T> = Partial<Omit<Reader, 'read' | 'empty' | 'isRows' | 'needsSubject'>> & {
  readonly schema: v.GenericSchema<unknown, T>;
  readonly fragments: (item: T, subject: string) => readonly Fragment[];
};

const parsed =
  <T>({ schema, fragments }: Described<T>): Reader['read'] =>
  (item, subject) => {
    const result = v.safeParse(schema, item);
    return (result.success ? { ...result, output: fragments(result.output, subject) } : result) as ReturnType<
      Reader['read']
    >;
  };

/** Each item is a copy of a resource, and names it. */
export const items = <T>(it: Described<T>): Reader => ({
  gives: it.gives ?? null,
  within: it.within ?? null,
  needsSubject: false,
  isRows: false,
  empty: () => [],
  read: parsed(it),
});

/** Each item is a row of a list, and names the resource that has the list. */
export const rows = <T>(it: Described<T>): Reader => ({ ...items(it), isRows: true });

/** Each item is a row of a list that belongs to the answer's subject. */
export const rowsOfSubject = <T>(it: Described<T> & Partial<Pick<Reader, 'empty'>>): Reader => ({
  ...items(it),
  needsSubject: true,
  isRows: true,
  empty: it.empty ?? (() => []),
});
