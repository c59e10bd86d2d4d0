import type { CoverageReport, JudgedFormat } from '../../capture/coverage/coverage-report.js';
import type { CoveredPoint } from '../../capture/coverage/covered-point.js';
import { DEFAULT_FORMAT, equals } from '../../record/record-format.js';
import type { Stretch } from '../../record/stretches.js';
import { faultPhrase, stateWord, unanswerableSentence } from '../words/coverage-words.js';
import { createFlowLogsCommand, createFlowLogsSentence } from '../words/create-flow-logs-words.js';
import { gapSentence } from '../words/gap-words.js';
import { listed, plural, printable, time } from '../words/phrase.js';
import { problemLines } from './report-text.js';
import { textTable, wrap } from './text-table.js';

/** More than this many nobody reads on a screen; JSON has them all. */
const MOST_POINTS = 50;
const MOST_WINDOWS = 5;

const bullets = (sentences: readonly string[]): readonly string[] =>
  sentences.flatMap((sentence) =>
    wrap(sentence, '  - ', '').map((line, i) => (i === 0 ? line : `    ${line.slice(4)}`)),
  );

const pointRow = ({ observationPoint, state, flowLogIds, inLog }: CoveredPoint): readonly string[] => [
  printable(observationPoint),
  stateWord(state),
  flowLogIds.join(', ') || '-',
  ...(inLog === null
    ? ['-', '-', '0', '0', '0']
    : [
        time(inLog.firstStart),
        time(inLog.lastEnd),
        String(inLog.ok),
        String(inLog.gaps.length),
        String(inLog.skipdata),
      ]),
];

const HEAD = ['interface', 'captured', 'flow logs', 'from', 'to', 'records', 'gaps', 'skipped'];

const pointLines = ({ points }: CoverageReport): readonly string[] => {
  const shown = points.slice(0, MOST_POINTS);
  const more = points.length - shown.length;
  if (points.length === 0) return [];
  return [
    ...textTable({ head: HEAD, rows: shown.map(pointRow), right: [5, 6, 7] }),
    ...(more > 0 ? [`... and ${more} more.`] : []),
  ];
};

const isDark = ({ state }: CoveredPoint): boolean => state === 'not-captured' || state === 'not-delivered';

const summaryLine = ({ points }: CoverageReport): readonly string[] => {
  const known = points.filter(({ state }) => state !== 'unknown');
  if (known.length === 0) return [];
  const captured = known.filter((it) => !isDark(it)).length;
  const whole = known.filter(({ state }) => state === 'all').length;
  return wrap(
    `${captured} of ${plural(known.length, 'interface')} ${captured === 1 ? 'is' : 'are'} captured, ${whole} of them in both actions.`,
    '',
  );
};

const windowSentences = (point: string, windows: readonly Stretch[], what: string): readonly string[] => {
  const shown = windows.slice(0, MOST_WINDOWS).map(({ start, end }) => `${time(start)} to ${time(end)}`);
  const more = windows.length - shown.length;
  if (shown.length === 0) return [];
  return [`${printable(point)}: ${what} from ${listed(shown)}${more > 0 ? `, and ${more} more` : ''}.`];
};

const windowLines = ({ points }: CoverageReport): readonly string[] => {
  const sentences = points.flatMap(({ observationPoint, inLog }) =>
    inLog === null
      ? []
      : [
          ...windowSentences(observationPoint, inLog.gaps, 'no record at all'),
          ...windowSentences(observationPoint, inLog.skipped, 'records lost (SKIPDATA)'),
        ],
  );
  return sentences.length === 0 ? [] : ['Where this log says nothing:', ...bullets(sentences)];
};

const faultLines = ({ flowLogs }: CoverageReport): readonly string[] => {
  const failing = flowLogs.filter(({ fault }) => fault !== null);
  if (failing.length === 0) return [];
  return [
    'Flow logs that deliver nothing:',
    ...bullets(
      failing.map(({ id, resourceId, fault }) => `${id} of ${resourceId}: ${faultPhrase(fault ?? '')}.`),
    ),
  ];
};

const flowLogLines = ({ flowLogs }: CoverageReport): readonly string[] =>
  flowLogs.length === 0
    ? []
    : textTable({
        head: ['flow log', 'attached to', 'keeps', 'interval', 'delivers to', 'fields'],
        rows: flowLogs.map((it) => [
          it.id,
          it.resourceId,
          it.trafficType ?? '-',
          `${it.maxAggregationInterval} s`,
          it.destination ?? 'cloud-watch-logs',
          equals(it, DEFAULT_FORMAT) ? 'default' : String(it.fields.length),
        ]),
        right: [3],
      });

const nameOf = ({ fields, records, flowLogIds }: JudgedFormat): string => {
  const format = equals({ fields }, DEFAULT_FORMAT)
    ? 'the default format'
    : `${plural(fields.length, 'field')}`;
  const where = [
    ...(records > 0 ? [`${plural(records, 'record')} of this log`] : []),
    ...(flowLogIds.length > 0 ? [listed(flowLogIds)] : []),
  ];
  return `${format} (${listed(where)})`;
};

const formatLines = (format: JudgedFormat): readonly string[] => [
  ...wrap(`Without these fields, ${nameOf(format)} cannot tell:`, ''),
  ...bullets(format.cannotAnswer.map(unanswerableSentence)),
];

const commandLines = ({ requests }: CoverageReport): readonly string[] =>
  requests.flatMap((request, i) => [
    ...(i === 0 ? ['To capture more (a flow log cannot be changed; these come beside it):'] : []),
    ...wrap(createFlowLogsSentence(request), '  '),
    `    $ ${createFlowLogsCommand(request)}`,
  ]);

const missingLines = ({ missing }: CoverageReport): readonly string[] =>
  missing.map((gap) => `Missing: ${gapSentence(gap)}`);

/** The coverage of a log for people, ending in a newline. */
export const coverageText = (report: CoverageReport): string => {
  const paragraphs = [
    summaryLine(report),
    pointLines(report),
    flowLogLines(report),
    faultLines(report),
    windowLines(report),
    ...report.formats.map(formatLines),
    commandLines(report),
    missingLines(report),
    problemLines(report),
  ].filter((lines) => lines.length > 0);
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`;
};
