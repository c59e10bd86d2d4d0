import { isPlainObject } from '../prelude/plain-object.js';
import { origin } from '../problem/origin.js';
import { configForm } from './config/config.js';
import { commandLineForm } from './form/command-line.js';
import { foreignDocument } from './form/foreign-document.js';
import type { JsonDocument } from './json-document.js';
import { type DocumentForm, type OpenedDocument, opened } from './opened.js';
import type { Statements } from './statements.js';
import { terraformForm } from './terraform/terraform.js';

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

const FORMS: Readonly<Record<DocumentForm, (document: JsonDocument) => Statements | null>> = {
  terraform: terraformForm,
  'aws-config': configForm,
  answer: commandLineForm,
  unknown,
};

const statementsIn = (source: string, it: OpenedDocument): Statements => {
  const { json, form, path, capturedAt, isWhole, isOneCall } = it;
  const { answers, gaps, problems } = FORMS[form]({ source, json }) ?? unknown({ source, json });
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

/** What a document says, whatever form it has. A document of no known form is a problem and says nothing. */
export const statementsOf = (document: JsonDocument): Statements => {
  const { documents, problems } = opened(document);
  const all = documents.map((it) => statementsIn(document.source, it));
  return {
    answers: all.flatMap(({ answers }) => answers),
    gaps: all.flatMap(({ gaps }) => gaps),
    problems: [...problems, ...all.flatMap((one) => one.problems)],
  };
};
