import type { InvalidJson, Problem } from '../problem/problem.js';
import { isTooDeep } from '../record/json-entries.js';
import { endOfJson, type JsonFault } from './json-fault.js';

export type JsonDocument = { readonly source: string; readonly json: unknown };

export type JsonRead = {
  readonly documents: readonly JsonDocument[];
  readonly problem: Problem | null;
};

/** Reads the JSON of a file: one document, or several in a row, as `aws ... >> file` leaves them. */
export const readJson = (source: string, text: string): JsonRead => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return readInARow(source, text);
  }
  return isTooDeep(json)
    ? { documents: [], problem: tooDeep(source, 1) }
    : { documents: [{ source, json }], problem: null };
};

const readInARow = (source: string, text: string): JsonRead => {
  const documents: JsonDocument[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    const end = endOfJson(text, at);
    if (typeof end !== 'number') return { documents, problem: invalidJson(source, text, end) };
    const json: unknown = JSON.parse(text.slice(at, end));
    if (isTooDeep(json)) return { documents, problem: tooDeep(source, lineAt(text, at)) };
    documents.push({ source, json });
    at = end;
  }
  return { documents, problem: null };
};

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const tooDeep = (source: string, line: number): Problem => ({
  origin: { source, line },
  kind: 'invalid-json',
  reason: 'it is nested too deeply',
  column: null,
  looksLike: null,
});

const invalidJson = (source: string, text: string, fault: JsonFault): Problem => {
  const before = text.slice(0, fault.offset).split('\n');
  const found = text.slice(fault.offset, fault.offset + 20).split('\n')[0] ?? '';
  return {
    origin: { source, line: before.length },
    kind: 'invalid-json',
    reason: `expected ${fault.expected}, found ${found === '' ? 'the end of the text' : found}`,
    column: (before.at(-1)?.length ?? 0) + 1,
    looksLike: looksLike(text, fault.offset),
  };
};

const looksLike = (text: string, offset: number): InvalidJson | null => {
  if (text.slice(offset).trim() === '') return 'cut-off';
  const before = text.slice(0, offset).trimEnd();
  if (before.endsWith(',') && /^[\]}]/.test(text.slice(offset))) return 'trailing-comma';
  if (text[offset] === "'") return 'single-quotes';
  if (text[offset] === '"' && !text.slice(offset + 1).includes('"')) return 'cut-off';
  return null;
};
