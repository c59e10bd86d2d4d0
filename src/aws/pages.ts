import { type AnswerKey, isAnswerKey } from './answer-keys.js';
import type { Answer } from './statements.js';

/** An answer and the document it was found in. */
export type Sourced = { readonly source: string; readonly answer: Answer & { readonly key: AnswerKey } };

/** The pages of one list, in their order; most lists have one. */
export type PagedList = {
  readonly pages: readonly Sourced[];
  /** Everything up to the last page is here. */
  readonly isWhole: boolean;
};

type Numbered = Sourced & { readonly stem: string; readonly number: number | null };

/** `subnets-2.json` is number 2 of `subnets-#.json`. */
const numbered = (it: Sourced): Numbered => {
  const match = /^(.*?)(\d+)(\D*)$/.exec(it.source.split(/[\\/]/).at(-1) ?? '');
  const folder = it.source.slice(0, it.source.length - (it.source.split(/[\\/]/).at(-1) ?? '').length);
  return match === null || it.answer.isOneCall === true
    ? { ...it, stem: it.source, number: null }
    : { ...it, stem: `${folder}${match[1]}#${match[3]}`, number: Number(match[2]) };
};

/** Whether these are all pages of one list: numbered from 0 or 1 without a hole, and only the last one is the last. */
const isSequence = (pages: readonly Numbered[]): boolean =>
  pages.length > 1 &&
  (pages[0]?.number ?? 0) <= 1 &&
  pages.every((page, i) => i === 0 || (page.number ?? 0) - (pages[i - 1]?.number ?? 0) <= 1) &&
  pages.every(({ answer }, i) => answer.isLastPage === (i === pages.length - 1));

const alone = (page: Sourced): PagedList => ({ pages: [page], isWhole: page.answer.isLastPage });

/**
 * Puts the pages of one list together. AWS does not number them, so they are known for pages only where file names are
 * numbered, or where one file holds them in a row, as `>>` leaves them; all others stay incomplete.
 */
export const pagedLists = (answers: readonly Sourced[]): readonly PagedList[] => {
  const byStem = new Map<string, Numbered[]>();
  for (const page of answers.map(numbered)) {
    const { key: list, subject, form, isSample } = page.answer;
    const key = JSON.stringify([list, subject, form, isSample, page.stem]);
    const pages = byStem.get(key);
    if (pages === undefined) byStem.set(key, [page]);
    else pages.push(page);
  }
  return [...byStem.values()].flatMap((pages) => {
    const inOrder = [...pages].sort((a, b) => (a.number ?? 0) - (b.number ?? 0));
    return isSequence(inOrder) ? [{ pages: inOrder, isWhole: true }] : pages.map(alone);
  });
};

/** The answers that have a reader, and the keys of the others. */
export const readable = (
  source: string,
  answers: readonly Answer[],
): { readonly known: readonly Sourced[]; readonly unknown: readonly string[] } => ({
  known: answers.flatMap((answer) =>
    isAnswerKey(answer.key) ? [{ source, answer: { ...answer, key: answer.key } }] : [],
  ),
  unknown: answers.flatMap(({ key }) => (isAnswerKey(key) ? [] : [key])),
});
