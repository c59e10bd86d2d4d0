import { canonicalJson } from '../prelude/canonical-json.js';

export const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Orders what an order leaves equal, so that the order of the answer never shows. */
export const breakTie = (a: unknown, b: unknown): number => compareText(canonicalJson(a), canonicalJson(b));

/** Rows in an order that does not depend on that of the answer, each once. */
export const inAnyOrder = <T>(rows: readonly T[]): readonly T[] =>
  rows
    .map((row) => ({ row, text: canonicalJson(row) }))
    .sort((a, b) => compareText(a.text, b.text))
    .filter(({ text }, i, all) => i === 0 || text !== all[i - 1]?.text)
    .map(({ row }) => row);
