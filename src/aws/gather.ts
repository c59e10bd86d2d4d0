import type { ResourceKind } from '../network/network.js';
import type { Problem } from '../problem/problem.js';
import type { Copies, Copy } from './copies.js';
import type { Fragment } from './fragment.js';
import type { PagedList, Sourced } from './pages.js';
import { readList } from './read-list.js';
import { READERS } from './readers.js';

/** All that the lists say, not yet put together. */
export type Gathered = {
  readonly copies: Copies;
  readonly problems: readonly Problem[];
  /** Kinds of which everything was given. */
  readonly given: ReadonlySet<ResourceKind>;
};

type Says = Readonly<Record<string, unknown>>;

/** Of an unfinished list, what is no list: a list that goes on elsewhere is not known. */
const withoutLists = (says: Says): Says =>
  Object.fromEntries(Object.entries(says).filter(([, value]) => !Array.isArray(value)));

type Sayings = readonly (Fragment & { readonly source: string })[];

/** One copy for each resource. */
const gatherRows = (sayings: Sayings, isComplete: boolean): Sayings => {
  const found = new Map<string, Sayings[number]>();
  const grown = new Map<string, { says: Record<string, unknown> }>();
  for (const one of sayings) {
    const key = `${one.kind} ${one.id}`;
    const known = grown.get(key);
    if (known === undefined) {
      const says = Object.fromEntries(
        Object.entries(one.says).map(([field, value]) => [field, Array.isArray(value) ? [...value] : value]),
      );
      grown.set(key, { says });
      found.set(key, { ...one, says } as Sayings[number]);
    } else grow(known.says, one.says as Says);
  }
  return isComplete
    ? [...found.values()]
    : [...found.values()].map((one) => ({ ...one, says: withoutLists(one.says as Says) }) as Sayings[number]);
};

/** Appends in place: a prefix list of a thousand rows is not copied a thousand times. */
const grow = (says: Record<string, unknown>, more: Says): void => {
  for (const [field, value] of Object.entries(more)) {
    const known = says[field];
    if (Array.isArray(known) && Array.isArray(value)) known.push(...value);
    else if (known === undefined || known === null) says[field] = Array.isArray(value) ? [...value] : value;
  }
};

const firstOf = ({ pages }: PagedList): Sourced => pages[0] as Sourced;

/** Reads every list and sorts what it says by resource. */
export const gather = (lists: readonly PagedList[]): Gathered => {
  const copies = new Map<ResourceKind, Map<string, Copy[]>>();
  const problems: Problem[] = [];
  const given = new Set<ResourceKind>();
  const partly = new Set<ResourceKind>();
  for (const list of lists) {
    const { key, capturedAt, form, isSample } = firstOf(list).answer;
    const reader = READERS[key];
    const read = readList(list);
    problems.push(...read.problems);
    const isComplete = list.isWhole && read.isComplete;
    if (reader.gives !== null && isSample !== true) (isComplete ? given : partly).add(reader.gives);
    const sayings = reader.isRows ? gatherRows(read.fragments, isComplete) : read.fragments;
    for (const { kind, id, says, source } of sayings) {
      const byId = copies.get(kind) ?? new Map<string, Copy[]>();
      copies.set(kind, byId);
      const known = byId.get(id);
      const copy: Copy = { key, form: form ?? null, says, source, capturedAt };
      if (known === undefined) byId.set(id, [copy]);
      else known.push(copy);
    }
  }
  for (const kind of partly) given.delete(kind);
  return { copies, problems, given };
};
