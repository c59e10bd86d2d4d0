import { createReadStream } from 'node:fs';
import type { Problem, SourceProblem } from '../problem/problem.js';
import { encodingOf } from './encoding.js';
import { type FoundFile, filesAtAll } from './files.js';
import { DamagedGzip, gunzip } from './gunzip.js';
import { fileInput, type Input, readWhole, streamInput } from './input.js';
import { type JsonDocument, readJson } from './json-documents.js';
import { type Container, contentOf, flowLogIdOf, type LogFile, type Stored } from './log-file.js';
import { base64In, recordsIn, unpacked } from './payload.js';
import { SNIFFED, type Sniffed, sniff } from './sniff.js';
import { readYaml } from './yaml-documents.js';

/** What lies at some paths: configuration, read; logs, to be read by `readLogs`; and what could not be used. */
export type Survey = {
  readonly documents: readonly JsonDocument[];
  readonly logs: readonly LogFile[];
  readonly problems: readonly Problem[];
};

/** JSON is read whole: no answer of `aws ec2` comes near this size, in bytes. */
export const LARGEST_JSON = 268_435_456;

type Finding = {
  readonly documents?: readonly JsonDocument[];
  readonly log?: LogFile;
  readonly problems?: readonly Problem[];
};

/**
 * Looks at files, folders and `-` (standard input), tells by content what each file is, and reads the JSON. The order
 * is that of the paths, and of the names inside a folder. It never throws for what lies there.
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
    documents.push(...(finding.documents ?? []));
    if (finding.log !== undefined) logs.push(finding.log);
    problems.push(...(finding.problems ?? []));
  }
  return { documents, logs, problems };
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

const problem = (input: Input, facts: SourceProblem): Finding => ({
  problems: [{ origin: { source: input.source, line: null }, ...facts }],
});

const look = async (input: Input): Promise<Finding> => {
  try {
    const head = await input.peek();
    const sniffed = sniff(head);
    if (sniffed.kind !== 'gzip') return await use(input, sniffed, false, head);
    const inside = await insideOf(head);
    return inside.damage !== null && inside.bytes.length === 0
      ? problem(input, { kind: 'damaged-gzip', reason: inside.damage })
      : await use(input, sniff(inside.bytes), true, inside.bytes);
  } catch (error) {
    if (error instanceof DamagedGzip) return problem(input, { kind: 'damaged-gzip', reason: error.message });
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return problem(input, { kind: 'unreadable-path', reason });
  }
};

/** The first bytes inside a gzip file of which the first bytes are given. That these end early is no damage. */
const insideOf = async (head: Uint8Array) => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of gunzip(() => once(head))) {
      pieces.push(piece);
      size += piece.length;
      if (size >= SNIFFED) break;
    }
  } catch (error) {
    if (!(error instanceof DamagedGzip)) throw error;
    return { bytes: Buffer.concat(pieces), damage: error.message };
  }
  return { bytes: Buffer.concat(pieces), damage: null };
};

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}

const use = async (input: Input, sniffed: Sniffed, gzip: boolean, head: Uint8Array): Promise<Finding> => {
  const stored: Stored = { ...input, gzip, encoding: encodingOf(head) };
  switch (sniffed.kind) {
    case 'empty':
      return problem(input, { kind: 'empty-file' });
    case 'gzip':
      return problem(input, { kind: 'unrecognised-content', text: '', looksLike: 'binary' });
    case 'foreign':
      return problem(input, {
        kind: 'unrecognised-content',
        text: sniffed.text,
        looksLike: sniffed.looksLike,
      });
    case 'log':
      return { log: logFile(input, stored, sniffed.container) };
    case 'json':
      return useJson(input, stored);
    case 'yaml':
      return useYaml(input, stored);
    case 'base64':
      return useBase64(input, stored);
  }
};

const logFile = (input: Input, stored: Stored, container: Container): LogFile => ({
  source: input.source,
  size: input.size,
  flowLogId: flowLogIdOf(input.source),
  container,
  ...stored,
});

const tooLarge = (input: Input, container: string, found: number): Finding =>
  problem(input, { kind: 'too-large', container, limit: LARGEST_JSON, found });

/** Configuration is given as it is; a document with records in it becomes a log, to be read again when its turn comes. */
const useJson = async (input: Input, stored: Stored): Promise<Finding> => {
  const bytes = await readWhole(contentOf(stored), LARGEST_JSON);
  if (bytes.length > LARGEST_JSON) return tooLarge(input, 'JSON', bytes.length);
  const read = readJson(input.source, textOf(bytes));
  const { problems } = read;
  if (read.documents.every(({ json }) => recordsIn(json) === null))
    return { documents: read.documents, problems };
  return {
    documents: read.documents.filter(({ json }) => recordsIn(json) === null),
    log: logFile(input, input.once ? inMemory(bytes) : stored, 'json'),
    problems,
  };
};

const useYaml = async (input: Input, stored: Stored): Promise<Finding> => {
  const bytes = await readWhole(contentOf(stored), LARGEST_JSON);
  if (bytes.length > LARGEST_JSON) return tooLarge(input, 'YAML', bytes.length);
  return readYaml(input.source, textOf(bytes));
};

const useBase64 = async (input: Input, stored: Stored): Promise<Finding> => {
  const bytes = await readWhole(contentOf(stored), LARGEST_JSON);
  if (bytes.length > LARGEST_JSON) return tooLarge(input, 'base64', bytes.length);
  const payloads = base64In(textOf(bytes)).map(({ base64, line }) => ({ json: unpacked(base64), line }));
  const logs = payloads.filter(({ json }) => recordsIn(json) !== null);
  const text = logs.map(({ json }) => JSON.stringify(json)).join('\n');
  return {
    documents: payloads
      .filter(({ json }) => json !== null && recordsIn(json) === null)
      .map(({ json }) => ({ source: input.source, json })),
    ...(logs.length > 0 && { log: logFile(input, inMemory(Buffer.from(text)), 'json') }),
    problems: payloads
      .filter(({ json }) => json === null)
      .map(({ line }) => ({
        origin: { source: input.source, line },
        kind: 'damaged-content',
        container: 'base64',
        reason: 'does not hold gzip with JSON in it',
      })),
  };
};

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const inMemory = (bytes: Uint8Array): Stored => ({
  open: () => once(bytes),
  once: true,
  gzip: false,
  encoding: 'utf-8',
});
