import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import { origin } from '../../problem/origin.js';
import type { ForeignDocument, Problem } from '../../problem/problem.js';
import type { JsonDocument } from '../json-document.js';

const isCloudFormationResource = (value: unknown): boolean =>
  isPlainObject(value) && typeof value.Type === 'string' && /^(AWS|Custom|Alexa)::/.test(value.Type);

const isCloudFormation = (json: PlainObject): boolean =>
  'AWSTemplateFormatVersion' in json ||
  (isPlainObject(json.Resources) && Object.values(json.Resources).some(isCloudFormationResource));

/** A list of objects, or of lists or texts, whose keys are none of AWS's: what `--query` makes of an answer. */
const isQueryOutput = (json: unknown): boolean =>
  Array.isArray(json) &&
  json.length > 0 &&
  json.every((item) => isPlainObject(item) || Array.isArray(item) || typeof item === 'string');

const looksLike = (json: unknown): ForeignDocument | null => {
  if (isPlainObject(json) && isCloudFormation(json)) return 'cloudformation-template';
  return isQueryOutput(json) ? 'query-output' : null;
};

const keysIn = (json: unknown): readonly string[] => {
  const item: unknown = Array.isArray(json) ? json[0] : null;
  return isPlainObject(item) ? Object.keys(item) : [];
};

/** Names a document that holds no answer for what it is; null when it is nothing that people give by mistake. */
export const foreignDocument = ({ source, json }: JsonDocument): Problem | null => {
  const what = looksLike(json);
  return what === null
    ? null
    : { kind: 'foreign-document', origin: origin(source), looksLike: what, keys: keysIn(json) };
};
