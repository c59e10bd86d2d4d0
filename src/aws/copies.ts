import type { ResourceKind } from '../network/network.js';
import { canonicalJson } from '../prelude/canonical-json.js';
import { origin } from '../problem/origin.js';
import type { Problem } from '../problem/problem.js';
import type { AnswerKey } from './answer-keys.js';
import { compareText } from './any-order.js';
import type { Fragment } from './fragment.js';
import type { OtherForm } from './statements.js';

/** What one answer says of one resource, and where it was said. */
export type Copy = {
  readonly key: AnswerKey;
  /** Null: AWS's own answer. */
  readonly form: OtherForm | null;
  readonly says: Fragment['says'];
  readonly source: string;
  readonly capturedAt: number | null;
};

/** All that was said, by kind and id. */
export type Copies = ReadonlyMap<ResourceKind, ReadonlyMap<string, readonly Copy[]>>;

export type Chosen = { readonly copy: Copy; readonly problem: Problem | null };

/** Later times first; a copy of unknown time is taken for older than one that tells. */
const newest = (a: Copy, b: Copy): number => (b.capturedAt ?? 0) - (a.capturedAt ?? 0);

/**
 * Of copies that one call gave, the newest; where times do not tell, the one that says more; where neither does, always
 * the same one: the order of the files never matters.
 */
export const choose = (id: string, copies: readonly Copy[]): Chosen => {
  const [only] = copies;
  if (copies.length === 1) return { copy: only as Copy, problem: null };
  const written = copies.map((copy) => ({ copy, text: canonicalJson(copy.says) }));
  written.sort(
    (a, b) =>
      newest(a.copy, b.copy) ||
      b.text.length - a.text.length ||
      compareText(a.text, b.text) ||
      compareText(a.copy.source, b.copy.source),
  );
  const [best, ...others] = written as [(typeof written)[number], ...typeof written];
  const other = others.find(({ text }) => text !== best.text);
  return {
    copy: best.copy,
    problem: other === undefined ? null : conflict(id, best.copy, other.copy),
  };
};

/** Two copies of one resource differ, and `used` is the one that is believed. */
export const conflict = (id: string, used: Copy, other: Copy): Problem => ({
  kind: 'conflicting-copies',
  origin: origin(other.source),
  id,
  used: used.source,
  because: used.capturedAt !== null && used.capturedAt !== other.capturedAt ? 'captured-later' : 'says-more',
});
