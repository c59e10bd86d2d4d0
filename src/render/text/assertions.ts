import type { LegVerdict } from '../../path/passage.js';
import { plural } from '../words/phrase.js';
import { textTable } from './text-table.js';

/** One line of a table of expectations, with what was found. */
export type Assertion = {
  /** Counted from 1. */
  readonly line: number;
  /** The line as it was written. */
  readonly text: string;
  readonly expected: 'allowed' | 'blocked';
  readonly found: LegVerdict;
  /** The first blocker, or what is missing; null where nothing stands in the way. */
  readonly because: string | null;
};

export type AssertionOutcome = 'passed' | 'failed' | 'undetermined';

/** What passes only in part is not allowed. */
export const outcomeOf = ({ expected, found }: Assertion): AssertionOutcome => {
  if (found === 'undetermined') return 'undetermined';
  return (found === 'allowed') === (expected === 'allowed') ? 'passed' : 'failed';
};

const WORDS: Readonly<Record<AssertionOutcome, string>> = {
  passed: 'ok',
  failed: 'FAILED',
  undetermined: 'NOT DECIDED',
};

const count = (assertions: readonly Assertion[], outcome: AssertionOutcome): number =>
  assertions.filter((one) => outcomeOf(one) === outcome).length;

/** The table for people, with a line that sums it up. */
export const assertionsText = (assertions: readonly Assertion[]): string => {
  const rows = assertions.map((one) => [
    String(one.line),
    WORDS[outcomeOf(one)],
    one.text,
    outcomeOf(one) === 'passed' ? '' : `found ${one.found}${one.because === null ? '' : `: ${one.because}`}`,
  ]);
  return `${[
    ...textTable({ head: ['line', 'result', 'expectation', ''], rows, right: [0] }),
    '',
    `${plural(assertions.length, 'expectation')}: ${count(assertions, 'passed')} met, ${count(assertions, 'failed')} not met, ${count(assertions, 'undetermined')} not decided.`,
  ].join('\n')}\n`;
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const caseXml = (one: Assertion): string => {
  const outcome = outcomeOf(one);
  const open = `  <testcase classname="flowcause.check" name="${escaped(`${one.line}: ${one.text}`)}"`;
  if (outcome === 'passed') return `${open}/>`;
  const message = escaped(
    `expected ${one.expected}, found ${one.found}${one.because === null ? '' : `: ${one.because}`}`,
  );
  const kind = outcome === 'failed' ? 'failure' : 'error';
  return `${open}>\n    <${kind} message="${message}"/>\n  </testcase>`;
};

/** The same as JUnit XML: what is not met is a failure, what cannot be decided an error. */
export const assertionsJunit = (assertions: readonly Assertion[]): string =>
  `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuite name="flowcause check" tests="${assertions.length}" failures="${count(assertions, 'failed')}" errors="${count(assertions, 'undetermined')}">`,
    ...assertions.map(caseXml),
    '</testsuite>',
  ].join('\n')}\n`;
