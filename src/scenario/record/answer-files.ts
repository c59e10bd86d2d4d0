import { answerSubject, isAnswerKey, type JsonDocument } from '../../index.js';
import { maskAnswer } from '../mask/mask-answer.js';
import { knownForm } from '../mask/mask-text.js';
import type { Renaming } from '../mask/renaming.js';

const baseOf = (source: string): string => source.split(/[\\/]/).at(-1) ?? source;

/** Without the ends that say how it was stored: all are written as JSON. */
const stemOf = (source: string): string =>
  baseOf(source).replace(/(?:\.(?:json|ya?ml|txt|gz|tfstate))+$/i, '');

const printed = (documents: readonly unknown[]): string =>
  documents.map((json) => `${JSON.stringify(json, null, 2)}\n`).join('');

const bySource = (documents: readonly JsonDocument[]): ReadonlyMap<string, readonly JsonDocument[]> => {
  const sources = new Map<string, JsonDocument[]>();
  for (const document of documents)
    sources.set(document.source, [...(sources.get(document.source) ?? []), document]);
  return sources;
};

/** The configuration as it was given, a file for each that was read; of two with one name the later is numbered. */
export const answerFiles = (documents: readonly JsonDocument[]): ReadonlyMap<string, string> => {
  const files = new Map<string, string>();
  for (const [source, all] of bySource(documents)) {
    const stem = source === '-' ? 'standard-input' : stemOf(source);
    let name = `${stem}.json`;
    for (let n = 2; files.has(name); n++) name = `${stem}-copy${n}.json`;
    files.set(name, printed(all.map(({ json }) => json)));
  }
  return files;
};

const keysOf = ({ json }: JsonDocument): readonly string[] =>
  json !== null && typeof json === 'object' ? Object.keys(json).filter(isAnswerKey) : [];

/** Documents that are no plain answer of AWS: what may be kept of them is not known. */
export const notMaskable = (documents: readonly JsonDocument[]): readonly string[] => [
  ...new Set(documents.filter((it) => keysOf(it).length === 0).map(({ source }) => source)),
];

const kebab = (key: string): string => key.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

/** Nothing for the first, then `-b`, `-c` ...: no digits, which would number pages. */
const letters = (n: number): string =>
  n === 0 ? '' : `-${'z'.repeat(Math.floor(n / 25))}${String.fromCharCode(97 + (n % 25))}`;

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

/** What the answer belongs to where only the name of its file says so. */
const subjectsOf = (documents: readonly JsonDocument[]): readonly string[] =>
  documents.flatMap((document) =>
    keysOf(document).flatMap((key) => answerSubject(key, document.source) ?? []),
  );

/** The number of a page, which is the last one in a file's name; a longer one is an account, a date or an id. */
const pageOf = (stem: string): { readonly list: string; readonly page: string } => {
  const [, before, page = '', after] = /^(.*?)(\d+)(\D*)$/.exec(stem) ?? [];
  return page === '' || page.length > 4 ? { list: stem, page: '' } : { list: `${before}#${after}`, page };
};

/** A file may hold every answer there is; a file system takes 255 bytes for its name. */
const MOST_WORDS = 4;

const namedFor = (kinds: readonly string[]): string =>
  kinds.length > MOST_WORDS ? `${kinds.slice(0, MOST_WORDS).join('-')}-and-more` : kinds.join('-');

/**
 * The configuration with its names replaced. File names tell what is inside, and no more than pages of one list need: they
 * are numbered as they were.
 */
export const maskedAnswerFiles = (
  documents: readonly JsonDocument[],
  it: Renaming,
): ReadonlyMap<string, string> => {
  const lists = new Map<string, string[]>();
  const nameOf = (source: string, all: readonly JsonDocument[]): string => {
    const subjects = [...new Set(subjectsOf(all))];
    const bare = subjects.reduce((name, subject) => name.replace(subject, ''), decoded(stemOf(source)));
    const { list, page } = pageOf(bare);
    const words = namedFor([...new Set(all.flatMap(keysOf))].map(kebab));
    const owner = subjects.map((subject) => `-${encodeURIComponent(knownForm(subject, it) ?? '')}`).join('');
    const alike = lists.get(words + owner) ?? [];
    if (!alike.includes(list)) alike.push(list);
    lists.set(words + owner, alike);
    return `${words}${owner}${letters(alike.indexOf(list))}${page && `-${page}`}.json`;
  };
  return new Map(
    [...bySource(documents)].map(([source, all]) => [
      nameOf(source, all),
      printed(all.map(({ json }) => maskAnswer(json, it))),
    ]),
  );
};
