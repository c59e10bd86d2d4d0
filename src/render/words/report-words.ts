import { problemTotal } from '../../problem/problem-log.js';
import type { Report } from '../../troubleshoot.js';
import { gapSentence } from './gap-words.js';
import { listed, plural, time } from './phrase.js';
import { problemSentence } from './problem-words.js';
import { resourceCounts } from './resource-words.js';

/** More than this many nobody reads on a screen; JSON has them all. */
const MOST_PROBLEMS = 10;
const MOST_GAPS = 10;

/** What was read. */
export const inputSentence = ({ records, window, network }: Report): string => {
  const counted = [
    `${plural(records.ok, 'record')} with traffic`,
    ...(records.nodata > 0 ? [`${plural(records.nodata, 'window')} without (NODATA)`] : []),
    ...(records.skipdata > 0 ? [`${plural(records.skipdata, 'window')} with records lost (SKIPDATA)`] : []),
    ...(records.malformed > 0 ? [`${plural(records.malformed, 'unreadable line')}`] : []),
  ].join(', ');
  const when = window === null ? '' : `, ${time(window.start)} to ${time(window.end)}`;
  const configuration =
    network === null ? 'no configuration' : `configuration of ${listed(resourceCounts(network))}`;
  return `Read ${counted}${when}; ${configuration}.`;
};

/** Healthy traffic, in numbers. */
export const passedSentences = ({ passed, oneLeg, findings }: Report): readonly string[] => {
  const told = findings.some(({ outcome }) => outcome === 'allowed');
  if (told) return [];
  return [
    ...(passed.conversations > 0
      ? [`${plural(passed.conversations, 'conversation')} passed both ways.`]
      : []),
    ...(oneLeg.conversations > 0
      ? [
          `${plural(oneLeg.conversations, 'conversation')} with one accepted leg recorded: the log does not show whether the other was missing (--all shows them).`,
        ]
      : []),
  ];
};

/** What the findings take for granted. */
export const assumptionSentences = ({ findings }: Report): readonly string[] => {
  const assumed = new Set(findings.flatMap(({ assumes }) => assumes));
  return [
    ...(assumed.has('configuration-in-force')
      ? [
          'Assumed: the configuration given was in force when the records were written, and its answers leave nothing out.',
        ]
      : []),
    ...(assumed.has('tcp') ? ['Assumed: TCP is meant, as a port was asked for without a protocol.'] : []),
    ...(assumed.has('routes-not-read')
      ? ['Assumed: routes lead from end to end, also where those given do not show it.']
      : []),
  ];
};

export const emptySentences = ({ records, findings }: Report): readonly string[] =>
  records.ok > 0 || findings.length > 0
    ? []
    : ['No flow log record with traffic was read. Put the flow log beside the configuration.'];

/** What the configuration leaves open: the first of it, for there may be a gap for every group of another account. */
export const gapsTold = ({ gaps }: Report): readonly string[] => [
  ...gaps.slice(0, MOST_GAPS).map(gapSentence),
  ...(gaps.length > MOST_GAPS
    ? [`... and ${gaps.length - MOST_GAPS} more; flowcause network PATH... names them all.`]
    : []),
];

/** The problems of the input that a person reads: how many, and the first of them. */
export const problemsTold = ({
  problems,
}: Pick<Report, 'problems'>): { readonly title: string; readonly sentences: readonly string[] } | null => {
  const total = problemTotal(problems);
  if (total === 0) return null;
  const shown = problems.first.slice(0, MOST_PROBLEMS);
  return {
    title: `${plural(total, 'problem')} with the input; everything else was used:`,
    sentences: [
      ...shown.map(problemSentence),
      ...(total > shown.length ? [`... and ${total - shown.length} more.`] : []),
    ],
  };
};
