import type { ForeignContent } from '../problem/problem.js';
import { isCsvHeader } from '../record/csv-reader.js';
import { isFlowLogLine } from '../record/flow-log-line.js';
import { entryOf, isRecord } from '../record/json-entries.js';
import { archive, startsWith } from './archive.js';
import { isAssignment } from './confidential.js';
import { encodingOf } from './encoding.js';
import { foreignText, isAwsText, isTranscript, isYaml } from './foreign-text.js';
import type { Container } from './log-file.js';

/** What the first bytes of a file say of the rest. `json` is not yet known to be configuration or records. */
export type Sniffed =
  | { readonly kind: 'gzip' }
  | { readonly kind: 'json' }
  | { readonly kind: 'yaml' }
  | { readonly kind: 'base64' }
  | { readonly kind: 'log'; readonly container: Container }
  | { readonly kind: 'empty' }
  | { readonly kind: 'foreign'; readonly text: string; readonly looksLike: ForeignContent | null };

/** How many bytes are looked at. */
export const SNIFFED = 65_536;

/** The letters PAR1. */
const PARQUET = [0x50, 0x41, 0x52, 0x31];

const hasZeros = (bytes: Uint8Array): boolean => bytes.subarray(0, 1024).includes(0);

const firstLine = (text: string): string => {
  const line = (text.trimStart().split('\n')[0] ?? '').slice(0, 200).trimEnd();
  return isAssignment(line) ? '' : line;
};

/** A subscription payload as a queue or a test event shows it: gzip in base64, perhaps in the quotes of `--query`. */
const packed = /^"?H4sI[A-Za-z0-9+/]+[A-Za-z0-9+/=\s"]*$/;

/** A record or an event; or a message in quotes, as `jq` prints it. */
const isJsonLine = (line: string): boolean => {
  if (!/^[{"]/.test(line)) return false;
  try {
    return isRecord(entryOf(JSON.parse(line)));
  } catch {
    return false;
  }
};

/** The first lines that say something: not blank, and no comments. */
const linesIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(0, 64);

const areMost = (lines: readonly string[], is: (line: string) => boolean): boolean =>
  2 * lines.filter(is).length >= lines.length;

/** A line of a log itself, not of JSON with a record in it. */
const isPlainLine = (line: string): boolean => !/^["[{]/.test(line) && isFlowLogLine(line);

/** Two records of as many values, with a tab between. */
const isTabbed = (line: string): boolean => {
  const [one, two] = line.split('\t', 2).map((part) => part.split(' '));
  return (
    one !== undefined && one.length > 2 && one.length === two?.length && [one, two].every(isRecordOfWords)
  );
};

const isRecordOfWords = (words: readonly string[]): boolean => isFlowLogLine(words.join(' '));

/** `isAll` says that the text is not only the beginning of the file. */
const sniffText = (text: string, isAll: boolean): Sniffed => {
  const lines = linesIn(text);
  const [first] = lines;
  if (first === undefined && (text.trim() === '' || !isAll))
    return isAll ? { kind: 'empty' } : { kind: 'log', container: 'text' };
  if (first === undefined) return { kind: 'foreign', text: firstLine(text), looksLike: null };
  // Of JSON Lines any may be broken, the first too; that is then a problem of its own.
  if ((first.startsWith('{') && isJsonLine(first)) || areMost(lines, isJsonLine))
    return { kind: 'log', container: 'json-lines' };
  if (/^[[{]/.test(first) && !areMost(lines, isPlainLine)) return { kind: 'json' };
  if (packed.test(text)) return { kind: 'base64' };
  if (isAwsText(text)) return { kind: 'foreign', text: firstLine(text), looksLike: 'aws-text' };
  if (isTabbed(first)) return { kind: 'log', container: 'tabbed-text' };
  if (isCsvHeader(first)) return { kind: 'log', container: 'csv' };
  const loglike = lines.filter(isFlowLogLine);
  const other = loglike.some(isLong) ? null : sniffOther(text);
  if (other !== null) return other;
  return loglike.length > 0
    ? { kind: 'log', container: 'text' }
    : { kind: 'foreign', text: firstLine(text), looksLike: null };
};

/** `- SubnetId: subnet-1` is like a line of a log with few fields; of more fields there is no doubt. */
const isLong = (line: string): boolean => line.trim().split(/\s+/).length >= 6;

/** What is neither JSON by its first letter nor a log, and known for what it is; null when it is not. */
const sniffOther = (text: string): Sniffed | null => {
  const looksLike = foreignText(text);
  if (looksLike !== null)
    return { kind: 'foreign', text: looksLike === 'terraform-code' ? '' : firstLine(text), looksLike };
  if (isTranscript(text)) return { kind: 'json' };
  return isYaml(text) ? { kind: 'yaml' } : null;
};

/** Text in which a write left zeros is damaged in that place only; a line of a log inside other data makes no log. */
const isMostlyLog = (text: string, container: Container): boolean =>
  container !== 'text' || areMost(linesIn(text), isFlowLogLine);

/** Tells by content what a file is; its name is not asked. `bytes` are the first `SNIFFED` ones, or all there are. */
export const sniff = (bytes: Uint8Array): Sniffed => {
  if (bytes.length === 0) return { kind: 'empty' };
  if (startsWith(bytes, 0x1f, 0x8b)) return { kind: 'gzip' };
  if (startsWith(bytes, ...PARQUET)) return { kind: 'log', container: 'parquet' };
  const looksLike = archive(bytes);
  if (looksLike !== null) return { kind: 'foreign', text: '', looksLike };
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  const sniffed = sniffText(text, bytes.length < SNIFFED);
  return encoding === 'utf-8' &&
    hasZeros(bytes) &&
    !(sniffed.kind === 'log' && isMostlyLog(text, sniffed.container))
    ? { kind: 'foreign', text: '', looksLike: 'binary' }
    : sniffed;
};
