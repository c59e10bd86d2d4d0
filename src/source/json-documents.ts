import type { InvalidJson, Problem } from '../problem/problem.js';
import { isTooDeep } from '../record/json-entries.js';
import { awsErrorIn } from './aws-error.js';
import { isConfidential } from './confidential.js';
import { endOfJson, type JsonFault } from './json-fault.js';
import { type Place, placesIn } from './text-place.js';

/** A JSON document and the file it was read from. */
export type JsonDocument = { readonly source: string; readonly json: unknown };

export type JsonRead = {
  readonly documents: readonly JsonDocument[];
  readonly problems: readonly Problem[];
  /** The texts of documents that are not valid, each with its problem, which is not among the others. */
  readonly broken: readonly { readonly text: string; readonly problem: Problem }[];
};

/**
 * Reads the JSON of a file: one document, several in a row, as `aws ... >> file` leaves them, or several with text
 * between, as a terminal shows them. What is no JSON is a problem with its line, and what follows it is read.
 */
export const readJson = (source: string, text: string): JsonRead => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return readInARow({ source, text, placeOf: placesIn(text), shows: !isConfidential(text) });
  }
  return isTooDeep(json)
    ? { documents: [], problems: [tooDeep(source, 1)], broken: [] }
    : { documents: [{ source, json }], problems: [], broken: [] };
};

type Reading = {
  readonly source: string;
  readonly text: string;
  readonly placeOf: (offset: number) => Place;
  /** Nothing of a confidential text is shown. */
  readonly shows: boolean;
};

/** One step through a text: a document, a broken one, a problem, or a line that is neither; and where the next begins. */
type Piece = { readonly next: number } & (
  | { readonly json: unknown }
  | { readonly fault: Problem }
  | { readonly problem: Problem }
  | { readonly textAt: number }
);

const readInARow = (it: Reading): JsonRead => {
  const documents: JsonDocument[] = [];
  const problems: Problem[] = [];
  const broken: { text: string; problem: Problem }[] = [];
  const textAt: number[] = [];
  for (let at = afterSpace(it.text, 0); at < it.text.length; ) {
    const piece = isText(it.text, at) ? readText(it, at) : readDocument(it, at);
    if ('json' in piece) documents.push({ source: it.source, json: piece.json });
    else if ('fault' in piece) broken.push({ text: it.text.slice(at, piece.next), problem: piece.fault });
    else if ('problem' in piece) problems.push(piece.problem);
    else textAt.push(piece.textAt);
    at = afterSpace(it.text, piece.next);
  }
  return { documents, problems: [...problems, ...unreadText(it, textAt)], broken };
};

const afterSpace = (text: string, from: number): number => {
  const space = /[ \t\r\n\ufeff]*/y;
  space.lastIndex = from;
  space.test(text);
  return space.lastIndex;
};

const startOfLine = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1);

const endOfLine = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
};

const beginsLikeJson = /[[\]{}",:\-\d]|true\b|false\b|null\b/y;

/** A line that begins with what no JSON has outside of quotes: a prompt, a message. */
const isText = (text: string, at: number): boolean => {
  beginsLikeJson.lastIndex = at;
  return text.slice(startOfLine(text, at), at).trim() === '' && !beginsLikeJson.test(text);
};

const readText = ({ source, text, placeOf }: Reading, at: number): Piece => {
  const next = endOfLine(text, at);
  const problem = awsErrorIn(source, text.slice(at, next), placeOf(at).line);
  return problem === null ? { next, textAt: at } : { next, problem };
};

const readDocument = (it: Reading, at: number): Piece => {
  const { source, text, placeOf } = it;
  const end = endOfJson(text, at);
  if (typeof end !== 'number') {
    return { next: resume(text, at, end.offset), fault: invalidJson(it, end) };
  }
  const json: unknown = JSON.parse(text.slice(at, end));
  return isTooDeep(json) ? { next: end, problem: tooDeep(source, placeOf(at).line) } : { next: end, json };
};

/**
 * Where a document may begin behind one that broke off: at a line of its own, and not inside a list or an object. Behind a
 * comma between two documents the next one begins at once.
 */
const resume = (text: string, at: number, offset: number): number => {
  if (offset === at && text[at] === ',') return at + 1;
  const begins = /^[[{]/gm;
  begins.lastIndex = Math.max(at + 1, startOfLine(text, offset));
  for (let found = begins.exec(text); found !== null; found = begins.exec(text))
    if (!/[,:[{]\s*$/.test(text.slice(Math.max(0, found.index - 100), found.index))) return found.index;
  return text.length;
};

const unreadText = (
  { source, text, placeOf, shows }: Reading,
  textAt: readonly number[],
): readonly Problem[] => {
  const [first] = textAt;
  if (first === undefined) return [];
  const line = text.slice(first, endOfLine(text, first)).trimEnd();
  const origin = { source, line: placeOf(first).line };
  return [{ origin, kind: 'text-between-documents', lines: textAt.length, text: shows ? line : '' }];
};

const tooDeep = (source: string, line: number): Problem => ({
  origin: { source, line },
  kind: 'invalid-json',
  reason: 'it is nested too deeply',
  column: null,
  looksLike: null,
});

const foundAt = ({ text, shows }: Reading, offset: number): string => {
  const found = text.slice(offset, offset + 20).split('\n')[0] ?? '';
  if (found === '') return 'the end of the text';
  return shows ? found : 'something else';
};

const invalidJson = (it: Reading, { offset, expected }: JsonFault): Problem => {
  const { line, column } = it.placeOf(offset);
  return {
    origin: { source: it.source, line },
    kind: 'invalid-json',
    reason: `expected ${expected}, found ${foundAt(it, offset)}`,
    column,
    looksLike: looksLike(it.text, offset),
  };
};

const looksLike = (text: string, offset: number): InvalidJson | null => {
  const rest = text.slice(offset);
  if (rest.trim() === '') return 'cut-off';
  const before = text.slice(Math.max(0, offset - 100), offset).trimEnd();
  if (before.endsWith(',') && /^[\]}]/.test(rest)) return 'trailing-comma';
  if (rest.startsWith("'")) return 'single-quotes';
  if (rest.startsWith('"') && !rest.slice(1).includes('"')) return 'cut-off';
  // Another document, or a prompt, begins at a line of its own before this one has ended.
  const isNewLine = offset === startOfLine(text, offset);
  return isNewLine && (/^[[{]/.test(rest) || isText(text, offset)) ? 'cut-off' : null;
};
