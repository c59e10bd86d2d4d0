import type * as v from 'valibot';
import { origin } from '../problem/origin.js';
import type { Problem } from '../problem/problem.js';
import { ANSWER_CALLS } from './answer-keys.js';
import type { Fragment } from './fragment.js';
import type { PagedList, Sourced } from './pages.js';
import type { Reader } from './reader.js';
import { READERS } from './readers.js';
import { subjectKindOf } from './subject.js';

/** What a list says, and what of it could not be read. */
export type ListRead = {
  readonly fragments: readonly (Fragment & { readonly source: string })[];
  readonly problems: readonly Problem[];
  /** Every item was read. Where one was not, what it would have said is missing. */
  readonly isComplete: boolean;
};

/** An item and where it stands: `Subnets[3]`. */
type Item = {
  readonly value: unknown;
  readonly path: string;
  readonly source: string;
  /** Nothing of it may be shown. */
  readonly isSecret: boolean;
};

const shown = (input: unknown): string => {
  const text = input === undefined ? 'nothing' : JSON.stringify(input);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** What kind of value it is, for documents whose values may be secret. */
const kindOf = (input: unknown): string => {
  if (input === undefined) return 'nothing';
  return input === null ? 'null' : Array.isArray(input) ? 'a list' : `a value of type ${typeof input}`;
};

const unreadable = (
  { source, isSecret }: Pick<Item, 'source' | 'isSecret'>,
  path: string,
  expected: string,
  found: unknown,
): Problem => ({
  kind: 'unreadable-item',
  origin: origin(source),
  path,
  expected,
  found: isSecret ? kindOf(found) : shown(found),
});

const pathOf = (start: string, issue: v.BaseIssue<unknown>): string =>
  (issue.path ?? []).reduce(
    (path, { key: step }) => path + (typeof step === 'number' ? `[${step}]` : `.${String(step)}`),
    start,
  );

/** The list, or its only item where the answer is no list. */
const itemsOf = ({ source, answer: { key, items, path, form } }: Sourced): readonly Item[] | Problem => {
  const of = { source, isSecret: form === 'terraform' };
  if (Array.isArray(items)) return items.map((value, i) => ({ value, path: `${path}[${i}]`, ...of }));
  return key === 'VpcBlockPublicAccessOptions' && typeof items === 'object' && items !== null
    ? [{ value: items, path, ...of }]
    : unreadable(of, path, 'a list', items);
};

/** The items one level deeper, as the instances of a reservation. */
const innerItems =
  (within: string) =>
  ({ value, path, source, isSecret }: Item): readonly Item[] | Problem => {
    const inner = (value as Readonly<Record<string, unknown>> | null | undefined)?.[within];
    return Array.isArray(inner)
      ? inner.map((one, i) => ({ value: one, path: `${path}.${within}[${i}]`, source, isSecret }))
      : unreadable({ source, isSecret }, `${path}.${within}`, 'a list', inner);
  };

const isItems = (it: readonly Item[] | Problem): it is readonly Item[] => Array.isArray(it);

const unnamed = ({ source, answer: { key, path } }: Sourced): Problem => ({
  kind: 'unnamed-answer',
  origin: origin(source),
  path,
  call: ANSWER_CALLS[key],
  needs: subjectKindOf(key) ?? 'prefix-list',
});

/** What the items say, with the items that could not be read as problems. */
const readItems = (reader: Reader, subject: string, items: readonly Item[]): ListRead => {
  const fragments: ListRead['fragments'][number][] = [];
  const problems: Problem[] = [];
  for (const item of items) {
    const result = reader.read(item.value, subject);
    if (result.success) for (const one of result.output) fragments.push({ ...one, source: item.source });
    else {
      const [issue] = result.issues;
      const expected = issue.input === undefined ? 'given' : (issue.expected ?? issue.message);
      problems.push(unreadable(item, pathOf(item.path, issue), expected, issue.input));
    }
  }
  return { fragments, problems, isComplete: problems.length === 0 };
};

/** Reads all pages of a list. */
export const readList = ({ pages }: PagedList): ListRead => {
  const first = pages[0] as Sourced;
  const reader = READERS[first.answer.key];
  const { subject } = first.answer;
  if (reader.needsSubject && subject === null)
    return { fragments: [], problems: [unnamed(first)], isComplete: false };
  const outer = pages.map(itemsOf);
  const { within } = reader;
  const lists =
    within === null
      ? outer
      : outer.flatMap((list) => (isItems(list) ? list.map(innerItems(within)) : [list]));
  const found = readItems(reader, subject ?? '', lists.filter(isItems).flat());
  const broken = lists.flatMap((list) => (isItems(list) ? [] : [list]));
  return {
    fragments: [
      ...(subject === null ? [] : reader.empty(subject).map((one) => ({ ...one, source: first.source }))),
      ...found.fragments,
    ],
    problems: [...broken, ...found.problems],
    isComplete: found.isComplete && broken.length === 0,
  };
};
