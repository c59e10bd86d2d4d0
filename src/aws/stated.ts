import type { AnswerKey } from './answer-keys.js';
import type { Answer, OtherForm } from './statements.js';

/** One item of an answer, by itself, as forms give it that hold resources of all kinds mixed. */
export type Stated = {
  readonly key: AnswerKey;
  readonly item: unknown;
  /** The resource whose list it stands in, where items do not name it themselves. */
  readonly subject: string | null;
  /** Unix seconds; null when the form does not tell. */
  readonly capturedAt: number | null;
  /** All items of this list are given. */
  readonly isWhole: boolean;
};

export const stated = (key: AnswerKey, item: unknown, more: Partial<Stated> = {}): Stated => ({
  subject: null,
  capturedAt: null,
  isWhole: false,
  ...more,
  key,
  item,
});

/** The items as answers: one for each list, subject and time. */
export const answersOf = (
  form: OtherForm,
  all: readonly Stated[],
  pathOf: (key: string) => string,
): readonly Answer[] => {
  const groups = new Map<string, { readonly first: Stated; readonly items: unknown[] }>();
  for (const one of all) {
    const name = JSON.stringify([one.key, one.subject, one.capturedAt, one.isWhole]);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { first: one, items: [one.item] });
    else group.items.push(one.item);
  }
  return [...groups.values()].map(({ first, items }) => ({
    key: first.key,
    items,
    path: pathOf(first.key),
    capturedAt: first.capturedAt,
    isLastPage: first.isWhole,
    isSample: !first.isWhole,
    form,
    subject: first.subject,
  }));
};
