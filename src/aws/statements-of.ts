import { isPlainObject } from '../prelude/plain-object.js';
import { origin } from '../problem/origin.js';
import type { Problem } from '../problem/problem.js';
import { configForm } from './config/config.js';
import { commandLineForm } from './form/command-line.js';
import { foreignDocument } from './form/foreign-document.js';
import type { JsonDocument } from './json-document.js';
import type { Statements } from './statements.js';
import { terraformForm } from './terraform/terraform.js';
import type { Wrapped, Wrapper } from './wrapper/wrapped.js';
import { NAMED_WRAPPERS, WRAPPERS } from './wrapper/wrappers.js';

/** Recognises a form of document and says what it holds; null when the document is of another form. */
export type Form = (document: JsonDocument) => Statements | null;

/** A wrapper holds answers, not wrappers, but for a recording in a list. */
const DEEPEST = 3;

const joined = (all: readonly Statements[], problems: readonly Problem[]): Statements => ({
  answers: all.flatMap(({ answers }) => answers),
  gaps: all.flatMap(({ gaps }) => gaps),
  problems: [...problems, ...all.flatMap((one) => one.problems)],
});

const inside = (source: string, wrapper: Wrapped, levels: number): Statements => {
  const { json, path, capturedAt, isWhole, isOneCall = false } = wrapper;
  const { answers, gaps, problems } = read({ source, json }, levels);
  return {
    answers: answers.map((answer) => ({
      ...answer,
      path: path + answer.path,
      capturedAt: answer.capturedAt ?? capturedAt,
      isLastPage: answer.isLastPage && isWhole,
      isSample: answer.isSample === true || !isWhole,
      isOneCall: answer.isOneCall === true || isOneCall,
    })),
    gaps,
    problems,
  };
};

const opened =
  (wrapper: Wrapper, levels: number): Form =>
  (document) => {
    const found = wrapper(document);
    return found === null
      ? null
      : joined(
          found.documents.map((one) => inside(document.source, one, levels - 1)),
          found.problems,
        );
  };

/** The forms in the order in which they are tried: what names itself before what is known by a key inside. */
const formsAt = (levels: number): readonly Form[] => {
  const open = (wrappers: readonly Wrapper[]) =>
    levels === 0 ? [] : wrappers.map((wrapper) => opened(wrapper, levels));
  return [terraformForm, configForm, ...open(NAMED_WRAPPERS), commandLineForm, ...open(WRAPPERS)];
};

const unknown = ({ source, json }: JsonDocument): Statements => ({
  answers: [],
  gaps: [],
  problems: [
    foreignDocument({ source, json }) ?? {
      kind: 'not-an-aws-answer',
      origin: origin(source),
      keys: isPlainObject(json) ? Object.keys(json) : [],
    },
  ],
});

const read = (document: JsonDocument, levels: number): Statements => {
  for (const form of formsAt(levels)) {
    const statements = form(document);
    if (statements !== null) return statements;
  }
  return unknown(document);
};

/** What a document says, whatever form it has. A document of no known form is a problem and says nothing. */
export const statementsOf = (document: JsonDocument): Statements => read(document, DEEPEST);
