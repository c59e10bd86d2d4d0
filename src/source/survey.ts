import { createReadStream } from 'node:fs';
import type { Problem } from '../problem/problem.js';
import { encodingOf } from './encoding.js';
import { type FoundFile, filesAtAll } from './files.js';
import { type Finding, logIn, problemIn } from './finding.js';
import { DamagedGzip } from './gunzip.js';
import { fileInput, type Input, lookAhead, once, streamInput } from './input.js';
import { useBase64, useJson, useYaml } from './json-content.js';
import type { JsonDocument } from './json-documents.js';
import { type LogFile, type Stored, unzipped } from './log-file.js';
import { withoutRepeats } from './repeated-log.js';
import { SNIFFED, type Sniffed, sniff } from './sniff.js';

/** What lies at some paths: configuration, read; logs, to be read by `readLogs`; and what could not be used. */
export type Survey = {
  readonly documents: readonly JsonDocument[];
  readonly logs: readonly LogFile[];
  readonly problems: readonly Problem[];
};

/**
 * Looks at files, folders and `-` (standard input), tells by content what each file is, and reads the JSON. The order
 * is that of the paths, and of the names inside a folder. It never throws for what lies there. Of logs that hold the
 * same one is given.
 */
export const survey = async (
  paths: readonly string[],
  standardInput: AsyncIterable<Uint8Array> = process.stdin,
): Promise<Survey> => {
  const documents: JsonDocument[] = [];
  const logs: LogFile[] = [];
  const problems: Problem[] = [];
  for await (const found of inputsAt(paths, standardInput)) {
    const finding: Finding = 'problem' in found ? { problems: [found.problem] } : await look(found.input);
    for (const document of finding.documents ?? []) documents.push(document);
    for (const problem of finding.problems ?? []) problems.push(problem);
    if (finding.log !== undefined) logs.push(finding.log);
  }
  const once = await withoutRepeats(logs);
  return { documents, logs: once.logs, problems: [...problems, ...once.problems] };
};

async function* inputsAt(
  paths: readonly string[],
  standardInput: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ readonly input: Input } | { readonly problem: Problem }, void> {
  if (paths.includes('-')) yield { input: streamInput('-', standardInput) };
  for await (const found of filesAtAll(paths.filter((path) => path !== '-')))
    yield 'problem' in found ? found : { input: inputOf(found.file) };
}

const inputOf = ({ path, size, isPipe }: FoundFile): Input =>
  isPipe ? streamInput(path, createReadStream(path)) : fileInput(path, size);

const look = async (input: Input): Promise<Finding> => {
  try {
    return await lookInside(input, await input.peek(), 0);
  } catch (error) {
    if (error instanceof DamagedGzip)
      return problemIn(input, { kind: 'damaged-gzip', reason: error.message });
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return problemIn(input, { kind: 'unreadable-path', reason });
  }
};

/** How many times content may be compressed. */
const MOST_GZIP = 2;

/** `head` is how the content begins that is inside of gzip so many times. */
const lookInside = async (input: Input, head: Uint8Array, gzip: number): Promise<Finding> => {
  const sniffed = sniff(head);
  if (sniffed.kind !== 'gzip' || gzip === MOST_GZIP)
    return use(input, sniffed, { ...input, gzip, encoding: encodingOf(head) });
  const beginning = input.once ? await input.peek() : null;
  const open = beginning === null ? input.open : () => once(beginning);
  const inside = await lookAhead(unzipped(open, false, gzip + 1), SNIFFED);
  await inside.close();
  if (inside.damage !== null && tellsNothing(inside.head)) throw inside.damage;
  return lookInside(input, inside.head, gzip + 1);
};

/** What is left of a short file that is cut off may look like anything. */
const tellsNothing = (head: Uint8Array): boolean =>
  head.length < SNIFFED && ['empty', 'foreign'].includes(sniff(head).kind);

const use = async (input: Input, sniffed: Sniffed, stored: Stored): Promise<Finding> => {
  switch (sniffed.kind) {
    case 'empty':
      return problemIn(input, { kind: 'empty-file' });
    case 'gzip':
      return problemIn(input, { kind: 'unrecognised-content', text: '', looksLike: 'binary' });
    case 'foreign': {
      const { text, looksLike } = sniffed;
      return problemIn(input, { kind: 'unrecognised-content', text, looksLike });
    }
    case 'log':
      return { log: logIn(input, stored, sniffed.container) };
    case 'json':
      return useJson(input, stored);
    case 'yaml':
      return useYaml(input, stored);
    case 'base64':
      return useBase64(input, stored);
  }
};
