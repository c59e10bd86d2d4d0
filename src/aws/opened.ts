import type { Problem } from '../problem/problem.js';
import { itemsIn } from './config/items-in.js';
import { isCommandLineAnswer } from './form/command-line.js';
import type { JsonDocument } from './json-document.js';
import type { OtherForm } from './statements.js';
import { terraformResources } from './terraform/terraform.js';
import { type Wrapped, type Wrapper, wrapped } from './wrapper/wrapped.js';
import { NAMED_WRAPPERS, WRAPPERS } from './wrapper/wrappers.js';

/** In whose words a document speaks, once it is out of its wrappers. */
export type DocumentForm = 'answer' | OtherForm | 'unknown';

/** A document out of its wrappers, with what they said of it. */
export type OpenedDocument = Required<Wrapped> & { readonly form: DocumentForm };

export type Opened = {
  readonly documents: readonly OpenedDocument[];
  /** Errors that AWS answered in place of a document. */
  readonly problems: readonly Problem[];
};

/** A wrapper holds answers, not wrappers, but for a recording in a list. */
const DEEPEST = 3;

const leaf = (form: DocumentForm, json: unknown): Opened => ({
  documents: [{ isOneCall: false, ...wrapped(json), form }],
  problems: [],
});

const inside = (source: string, wrapper: Wrapped, levels: number): Opened => {
  const { json, path, capturedAt, isWhole, isOneCall = false } = wrapper;
  const { documents, problems } = open({ source, json }, levels);
  return {
    documents: documents.map((it) => ({
      ...it,
      path: path + it.path,
      capturedAt: it.capturedAt ?? capturedAt,
      isWhole: it.isWhole && isWhole,
      isOneCall: it.isOneCall || isOneCall,
    })),
    problems,
  };
};

const openedBy = (wrappers: readonly Wrapper[], document: JsonDocument, levels: number): Opened | null => {
  if (levels === 0) return null;
  for (const wrapper of wrappers) {
    const found = wrapper(document);
    if (found === null) continue;
    const all = found.documents.map((one) => inside(document.source, one, levels - 1));
    return {
      documents: all.flatMap(({ documents }) => documents),
      problems: [...found.problems, ...all.flatMap(({ problems }) => problems)],
    };
  }
  return null;
};

/** What names itself is tried before what is known by a key inside. */
const open = (document: JsonDocument, levels: number): Opened => {
  const { json } = document;
  if (terraformResources(json) !== null) return leaf('terraform', json);
  if (itemsIn(json) !== null) return leaf('aws-config', json);
  const named = openedBy(NAMED_WRAPPERS, document, levels);
  if (named !== null) return named;
  if (isCommandLineAnswer(json)) return leaf('answer', json);
  return openedBy(WRAPPERS, document, levels) ?? leaf('unknown', json);
};

/** Takes a document out of what it came wrapped in. */
export const opened = (document: JsonDocument): Opened => open(document, DEEPEST);
