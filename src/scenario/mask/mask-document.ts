import type { PlainDocument } from '../../index.js';
import { maskAnswer } from './mask-answer.js';
import { maskConfig } from './mask-config.js';
import { maskTerraform } from './mask-terraform.js';
import type { Renaming } from './renaming.js';

/** Codes of AWS's errors are one word, `Client.UnauthorizedOperation`; or how a recorder numbers them, `HTTP 403`. */
const ERROR_CODE = /^(?:[A-Z][A-Za-z]+(?:\.[A-Z][A-Za-z]+)*|HTTP \d{3})$/;

/** A document of configuration, renamed in the words of its form. */
export const maskDocument = (document: PlainDocument, it: Renaming): PlainDocument => {
  switch (document.form) {
    case 'answer':
      return { ...document, json: maskAnswer(document.json, it) as typeof document.json };
    case 'aws-config':
      return maskConfig(document, it);
    case 'terraform':
      return maskTerraform(document, it);
    case 'error':
      return { ...document, code: ERROR_CODE.test(document.code ?? '') ? document.code : null };
  }
};
