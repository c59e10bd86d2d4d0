/** Bytes in: files, folders and standard input. Published as `flowcause/node`; all else of flowcause does no I/O. */
export type { JsonDocument } from './json-documents.js';
export type { Container, LogFile } from './log-file.js';
export { flowLogIdOf, inTimeOrder } from './log-file.js';
export type { ReadLogsOptions } from './read-logs.js';
export { readLogs } from './read-logs.js';
export type { Survey } from './survey.js';
export { survey } from './survey.js';
