import { origin } from '../problem/origin.js';
import { commandLineForm } from './form/command-line.js';
import type { JsonDocument } from './json-document.js';
import type { Statements } from './statements.js';

/** Recognises a form of document and says what it holds; null when the document is of another form. */
export type Form = (document: JsonDocument) => Statements | null;

/** The forms in the order in which they are tried. */
const forms: readonly Form[] = [commandLineForm];

const topLevelKeys = (json: unknown): readonly string[] =>
  json !== null && typeof json === 'object' && !Array.isArray(json) ? Object.keys(json) : [];

/** What a document says, whatever form it has. A document of no known form is a problem and says nothing. */
export const statementsOf = (document: JsonDocument): Statements => {
  for (const form of forms) {
    const statements = form(document);
    if (statements !== null) return statements;
  }
  const { source, json } = document;
  return {
    answers: [],
    gaps: [],
    problems: [{ kind: 'not-an-aws-answer', origin: origin(source), keys: topLevelKeys(json) }],
  };
};
