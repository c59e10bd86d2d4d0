import { readFile } from 'node:fs/promises';
import {
  type Assertion,
  blockersOf,
  type Check,
  type CheckQuestion,
  check,
  codeAndComponent,
  type Network,
} from '../index.js';
import { checkQuestionFrom } from '../scenario/question/check-question.js';
import { UsageError } from './output.js';

type Expected = {
  readonly line: number;
  readonly text: string;
  readonly expected: 'allowed' | 'blocked';
  readonly question: CheckQuestion;
};

const COLUMNS = [
  'expect',
  'from',
  'to',
  'protocol',
  'port',
  'source-port',
  'icmp-type',
  'icmp-code',
] as const;

const HEAD = 'a first line with the columns expect,from,to,protocol,port';

const cellsOf = (line: string): readonly string[] => line.split(',').map((cell) => cell.trim());

const columnsOf = (path: string, line: string | undefined): readonly string[] => {
  const columns = cellsOf(line ?? '');
  const strange = columns.find((one) => !COLUMNS.some((known) => known === one));
  if (line === undefined || strange !== undefined || !columns.includes('expect'))
    throw new UsageError(`${path}: expected ${HEAD}, found "${line ?? 'an empty file'}".`);
  return columns;
};

const rowOf = (path: string, columns: readonly string[], text: string, line: number): Expected => {
  const cells = cellsOf(text);
  const values = Object.fromEntries(columns.flatMap((column, i) => (cells[i] ? [[column, cells[i]]] : [])));
  const { expect: expected, ...flags } = values;
  if (expected !== 'allowed' && expected !== 'blocked')
    throw new UsageError(`${path}:${line}: expected allowed or blocked, found "${expected ?? ''}".`);
  try {
    return { line, text, expected, question: checkQuestionFrom(flags) };
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${path}:${line}: ${error.message}`);
    throw error;
  }
};

/** Reads a table of expectations: comma-separated, a head with column names, `#` begins a comment. */
export const readExpectations = async (path: string): Promise<readonly Expected[]> => {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`--assert: ${path} could not be read (${code}).`);
  }
  const lines = text
    .split(/\r?\n/)
    .map((line, i) => ({ text: line.trim(), line: i + 1 }))
    .filter((one) => one.text !== '' && !one.text.startsWith('#'));
  const [head, ...rows] = lines;
  const columns = columnsOf(path, head?.text);
  if (rows.length === 0) throw new UsageError(`${path}: expected lines below its head, found none.`);
  return rows.map((row) => rowOf(path, columns, row.text, row.line));
};

const becauseOf = ({ reach, missing, unknown }: Check): string | null => {
  if (unknown !== null) return `${unknown.reason} ${unknown.name}`;
  const blockers = reach === null ? [] : Object.values(blockersOf(reach)).flat();
  const [first] = blockers;
  if (first !== undefined) {
    const { code, component } = codeAndComponent(first);
    return `${code} at ${component}`;
  }
  return missing[0]?.needs ?? null;
};

/** What each expectation comes to. */
export const assertAll = (network: Network, expectations: readonly Expected[]): readonly Assertion[] =>
  expectations.map(({ line, text, expected, question }) => {
    const found = check(network, question);
    return {
      line,
      text,
      expected,
      found: found.verdict,
      because: found.verdict === 'allowed' ? null : becauseOf(found),
    };
  });
