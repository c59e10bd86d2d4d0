import type { Problem, RecordProblem } from '../problem/problem.js';
import { append, type BatchBuilder } from './batch-builder.js';

/** How much of a line a problem quotes. */
const QUOTED = 1000;

/** The part of a text that a message can show. */
export const quoted = (text: string): string => (text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text);

const exact = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** A line as text, and whether its bytes were UTF-8. Where they were not, U+FFFD stands for them. */
export const decode = (bytes: Uint8Array): { readonly text: string; readonly isUtf8: boolean } => {
  try {
    return { text: exact.decode(bytes), isUtf8: true };
  } catch {
    return { text: lenient.decode(bytes), isUtf8: false };
  }
};

/** The words of a line. A byte order mark before them belongs to the file that began there, not to the first word. */
export const wordsOf = (text: string): readonly string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/[ \t\r]+/)
    .filter((word) => word !== '');

export const isComment = (tokens: readonly string[]): boolean => tokens[0]?.startsWith('#') ?? false;

const timestamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?$/;
const streamName = /^(eni|nat|tgw-attach)-[^ ]*$/;

/**
 * How many words stand before the record: a timestamp in what CloudWatch Logs exports to S3, a timestamp and the name
 * of the log stream in what `aws logs tail` prints (with `--format short`: a timestamp without a zone).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3Export.html
 * https://docs.aws.amazon.com/cli/latest/reference/logs/tail.html
 */
export const wordsBefore = (tokens: readonly string[], fields: number): 0 | 1 | 2 => {
  if (!timestamp.test(tokens[0] ?? '')) return 0;
  return tokens.length === fields + 2 && streamName.test(tokens[1] ?? '') ? 2 : 1;
};

/**
 * The words of the record itself: without what stands before it, and without the comment that ends some lines of AWS's
 * page of examples, which people paste.
 */
export const recordWords = (words: readonly string[], fields: number): readonly string[] => {
  const record = words.slice(wordsBefore(words, fields));
  return record[fields]?.startsWith('#') ? record.slice(0, fields) : record;
};

export type TextLine = { readonly number: number; readonly text: string; readonly isUtf8: boolean };

/** Appends the record of a line, or says why it is none. */
export const appendLine = (
  builder: BatchBuilder,
  words: readonly string[],
  line: TextLine,
): Problem | null => {
  const expected = builder.format.fields.length;
  const tokens = recordWords(words, expected);
  const problem = (facts: RecordProblem): Problem => ({
    origin: { source: builder.source, line: line.number },
    ...facts,
  });
  const text = quoted(line.text);
  if (tokens.length !== expected) {
    const kind = tokens.length < expected ? 'too-few-fields' : 'too-many-fields';
    return problem({ kind, expected, found: tokens.length, text });
  }
  const bad = append(builder, tokens, line.number, line.isUtf8);
  return bad && problem({ kind: 'bad-field-value', ...bad, value: quoted(bad.value), text });
};
