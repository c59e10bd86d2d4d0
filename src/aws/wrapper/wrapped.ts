import type { Problem } from '../../problem/problem.js';
import type { JsonDocument } from '../json-document.js';

/** A document that was found inside another one. */
export type Wrapped = {
  readonly json: unknown;
  /** Where it stands in the document around it, for problems: `data.`, `[0].`, or nothing. */
  readonly path: string;
  /** When it was recorded, in Unix seconds; null when the wrapper does not tell. */
  readonly capturedAt: number | null;
  /** False: the wrapper shows, or cannot rule out, that there is more of the same kind. */
  readonly isWhole: boolean;
  /** The document is the answer of a call by itself, and the numbers in the names of such files count no pages. */
  readonly isOneCall?: boolean;
};

export type Unwrapped = { readonly documents: readonly Wrapped[]; readonly problems: readonly Problem[] };

/** Opens one kind of wrapper; null when the document is none of that kind. */
export type Wrapper = (document: JsonDocument) => Unwrapped | null;

export const wrapped = (json: unknown, more: Partial<Wrapped> = {}): Wrapped => ({
  json,
  path: '',
  capturedAt: null,
  isWhole: true,
  ...more,
});

export const only = (...documents: readonly Wrapped[]): Unwrapped => ({ documents, problems: [] });
