import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

/** A published schema, as a check of documents. */
export const schema = (name: string) => {
  const text = readFileSync(`src/render/schema/${name}.json`, 'utf8');
  return new Ajv.default({ strict: true, allErrors: true, allowUnionTypes: true }).compile(JSON.parse(text));
};
