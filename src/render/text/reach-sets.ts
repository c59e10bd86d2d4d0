import type { UnknownEnds } from '../../path/named-end.js';
import type { LegVerdict } from '../../path/passage.js';
import type { ReachSet } from '../../path/reach-any.js';
import { type Difference, endName, isReachChange } from '../../path/reach-difference.js';
import type { Problem } from '../../problem/problem.js';
import * as Headers from '../../traffic/header-set.js';
import { headersJson } from '../json/headers-json.js';
import { problemJson } from '../json/report-json.js';
import { gapSentence } from '../words/gap-words.js';
import { section, VERDICT } from '../words/leg-words.js';
import { unknownEndsSentence } from '../words/routing-words.js';
import { protocolName } from '../words/traffic-words.js';
import { wrap } from './text-table.js';

/** The document of `check --format json` with `any`; its schema is `flowcause/schema/check-any.json`. */
export const reachSetsJson = (
  sets: readonly ReachSet[],
  problems: readonly Problem[] = [],
  unknown: UnknownEnds | null = null,
) => ({
  schemaVersion: 1,
  unknown: unknown === null ? null : { reason: unknown.reason, name: unknown.name },
  missing: unknown?.missing ?? [],
  sets: sets.map(({ verdict, because, headers }) => ({ verdict, because, headers: headersJson(headers) })),
  problems: problems.map(problemJson),
});

/** The document of `check --diff --format json`; its schema is `flowcause/schema/check-diff.json`. */
export const differenceJson = (differences: readonly Difference[], problems: readonly Problem[] = []) => ({
  schemaVersion: 1,
  differences: differences.map(({ from, before, after, headers }) => ({
    from: endName(from),
    before,
    after,
    headers: headersJson(headers),
  })),
  problems: problems.map(problemJson),
});

const ORDER = Object.keys(VERDICT) as readonly LegVerdict[];

const headerLines = (headers: Headers.HeaderSet): readonly string[] =>
  Headers.print(headers)
    .split('\n')
    .flatMap((line) => wrap(line, '    ', '  '));

const unknownText = (unknown: UnknownEnds): string =>
  `${[
    ...wrap(`${VERDICT.undetermined}  ${unknownEndsSentence(unknown)}`, ''),
    ...section(
      'Missing',
      unknown.missing.map((gap) => `  ${gapSentence(gap)}`),
    ),
  ].join('\n')}\n`;

/** Sets of packets by their fate, for people. */
export const reachSetsText = (sets: readonly ReachSet[], unknown: UnknownEnds | null = null): string => {
  if (unknown !== null) return unknownText(unknown);
  const sorted = sets.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const blocks = sorted.map(({ verdict, because, headers }) =>
    [
      `${VERDICT[verdict]}${because === null ? '' : `  ${because.code}${because.component === null ? '' : ` at ${because.component}`}`}`,
      ...headerLines(headers),
    ].join('\n'),
  );
  return `${blocks.length === 0 ? 'Nothing in the input answers to this question.' : blocks.join('\n\n')}\n`;
};

const CHANGE = (before: LegVerdict, after: LegVerdict): string => {
  if (after === 'allowed') return 'NOW ALLOWED';
  if (before === 'allowed') return after === 'blocked' ? 'NOW BLOCKED' : `NOW ${VERDICT[after]}`;
  return `${VERDICT[before]}, NOW ${VERDICT[after]}`;
};

/** What changed between two snapshots, for people. */
export const differenceText = (differences: readonly Difference[]): string => {
  const sure = differences.filter(isReachChange);
  const open = differences.length - sure.length;
  const rest =
    open === 0
      ? ''
      : `\n${open} sets of packets changed between blocked and not decided; --format json lists them.\n`;
  if (sure.length === 0) return `Nothing became reachable or unreachable.\n${rest}`;
  const blocks = sure.map(({ from, protocol, before, after, headers }) =>
    [`${CHANGE(before, after)}  ${endName(from)}, ${protocolName(protocol)}`, ...headerLines(headers)].join(
      '\n',
    ),
  );
  return `${blocks.join('\n\n')}\n${rest}`;
};
