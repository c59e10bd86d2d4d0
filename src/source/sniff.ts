import type { ForeignContent } from '../problem/problem.js';
import { isFlowLogLine } from '../record/flow-log-line.js';
import type { Container } from './log-file.js';

/** What the first bytes of a file say of the rest. `json` is not yet known to be configuration or records. */
export type Sniffed =
  | { readonly kind: 'gzip' }
  | { readonly kind: 'json' }
  | { readonly kind: 'log'; readonly container: Container }
  | { readonly kind: 'empty' }
  | { readonly kind: 'foreign'; readonly text: string; readonly looksLike: ForeignContent | null };

/** How many bytes are looked at. */
export const SNIFFED = 65_536;

const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);

const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 1024).includes(0);

const archive = (bytes: Uint8Array): ForeignContent | null => {
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return 'zip';
  if (startsWith(bytes, 0x42, 0x5a, 0x68)) return 'bzip2';
  if (startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  return isBinary(bytes) ? 'binary' : null;
};

/** Answers of `aws --output text` begin each line with the name of a structure: `SECURITYGROUPS  default VPC ...`. */
const awsText = /^[A-Z]{3,}\t/;

const foreignText = (text: string): ForeignContent | null => {
  if (/^\s*<(!doctype|html|\?xml)/i.test(text)) return 'html-page';
  if (/^[-+|]{2}/.test(text.trimStart()) && text.includes('|')) return 'aws-table';
  if (awsText.test(text)) return 'aws-text';
  return /^[A-Za-z]+:\s*(\n|$)/.test(text) || text.startsWith('---\n') ? 'yaml' : null;
};

const firstLine = (text: string): string => (text.trimStart().split('\n')[0] ?? '').slice(0, 200).trimEnd();

/** Tells by content what a file is; its name is not asked. `bytes` are the first `SNIFFED` ones, or all there are. */
export const sniff = (bytes: Uint8Array): Sniffed => {
  if (bytes.length === 0) return { kind: 'empty' };
  if (startsWith(bytes, 0x1f, 0x8b)) return { kind: 'gzip' };
  const packed = archive(bytes);
  if (packed !== null) return { kind: 'foreign', text: '', looksLike: packed };
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return { kind: 'empty' };
  if (/^\s*[[{]/.test(text)) return { kind: 'json' };
  if (text.split('\n', 64).some(isFlowLogLine)) return { kind: 'log', container: 'text' };
  return { kind: 'foreign', text: firstLine(text), looksLike: foreignText(text) };
};
