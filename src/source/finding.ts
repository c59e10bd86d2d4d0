import type { Problem, SourceProblem } from '../problem/problem.js';
import type { Input } from './input.js';
import type { JsonDocument } from './json-documents.js';
import { type Container, flowLogIdOf, type LogFile, type Stored } from './log-file.js';

/** What one file is good for. */
export type Finding = {
  readonly documents?: readonly JsonDocument[];
  readonly log?: LogFile;
  readonly problems?: readonly Problem[];
};

export const problemIn = (input: Input, facts: SourceProblem): Finding => ({
  problems: [{ origin: { source: input.source, line: null }, ...facts }],
});

export const logIn = (input: Input, stored: Stored, container: Container): LogFile => ({
  source: input.source,
  size: input.size,
  flowLogId: flowLogIdOf(input.source),
  container,
  ...stored,
});

/** Content that was taken in already, and can be given once. */
export const takenIn = (open: Stored['open']): Stored => ({ open, once: true, gzip: 0, encoding: 'utf-8' });
