import { createReadStream } from 'node:fs';
import type { Problem, SourceProblem } from '../problem/problem.js';
import { type FoundFile, filesAtAll } from './files.js';
import { DamagedGzip, gunzip } from './gunzip.js';
import { fileInput, type Input, readWhole, streamInput } from './input.js';
import { type JsonDocument, readJson } from './json-documents.js';
import { flowLogIdOf, type LogFile } from './log-file.js';
import { SNIFFED, type Sniffed, sniff } from './sniff.js';

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
  readonly problem?: Problem | null;
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
    const finding: Finding = 'problem' in found ? found : await look(found.input);
    documents.push(...(finding.documents ?? []));
    if (finding.log !== undefined) logs.push(finding.log);
    if (finding.problem) problems.push(finding.problem);
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
  problem: { origin: { source: input.source, line: null }, ...facts },
});

const look = async (input: Input): Promise<Finding> => {
  try {
    const head = await input.peek();
    const sniffed = sniff(head);
    if (sniffed.kind !== 'gzip') return await use(input, sniffed, false);
    const inside = await insideOf(head);
    return inside.damage !== null && inside.bytes.length === 0
      ? problem(input, { kind: 'damaged-gzip', reason: inside.damage })
      : await use(input, sniff(inside.bytes), true);
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
    for await (const piece of gunzip(() => once(head), true)) {
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

const use = async (input: Input, sniffed: Sniffed, gzip: boolean): Promise<Finding> => {
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
    case 'log': {
      const { source, size, open, once } = input;
      const { container } = sniffed;
      return { log: { source, size, open, once, container, gzip, flowLogId: flowLogIdOf(source) } };
    }
    case 'json':
      return useJson(input, gzip);
  }
};

const useJson = async (input: Input, gzip: boolean): Promise<Finding> => {
  if (input.size !== null && input.size > LARGEST_JSON)
    return problem(input, { kind: 'too-large', container: 'JSON', limit: LARGEST_JSON, found: input.size });
  const bytes = await readWhole(gzip ? gunzip(input.open, input.once) : input.open());
  return readJson(input.source, new TextDecoder().decode(bytes));
};
