import { counts, isEmpty } from '../../network/network.js';
import type { Gap } from '../../problem/gap.js';
import { problemTotal } from '../../problem/problem-log.js';
import type { NetworkReport, PlacedCall } from '../network-report.js';
import { gapSentence } from '../words/gap-words.js';
import { listed, plural, printable } from '../words/phrase.js';
import { problemSentence } from '../words/problem-words.js';
import { resourceCounts } from '../words/resource-words.js';
import { wrap } from './text-table.js';

/** More than this many nobody reads on a screen; JSON has them all. */
const MOST = 15;

const block = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0
    ? []
    : [
        '',
        title,
        ...lines.slice(0, MOST).map((line) => `  ${line}`),
        ...(lines.length > MOST
          ? [`  ... and ${lines.length - MOST} more; --format json has them all.`]
          : []),
      ];

const WHY: Readonly<Record<NonNullable<Gap['reason']>, string>> = {
  'more-pages': 'the answer goes on on pages that were not given',
  'not-given': 'named by what was given, and not given itself',
  'not-stated': 'the answers given do not state it',
  contradictory: 'the answers given name two, of which one is out of date',
};

const gapLine = (gap: Gap): string =>
  gap.reason === undefined ? gapSentence(gap) : `${gapSentence(gap)} (${WHY[gap.reason]})`;

const named = ({ id, name }: { readonly id: string; readonly name: string | null }): string =>
  printable(name === null ? id : `${id} (${name})`);

const someOf = (ids: readonly string[]): string =>
  printable(ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : listed(ids));

const placeOf = ({ account, region }: PlacedCall): string =>
  [
    account === null ? null : `with credentials of account ${account}`,
    region === null ? 'in the Region of the logs' : null,
  ]
    .filter((part) => part !== null)
    .join(', ');

const commandLines = ({ calls }: NetworkReport): readonly string[] => {
  if (calls.length === 0) return ['', 'Nothing is missing that a call of the AWS CLI could tell.'];
  const places = [...new Set(calls.map(placeOf))];
  return [
    '',
    'To complete the picture (flowcause network PATH... --commands prints this as a script):',
    ...places.flatMap((place) => [
      ...(place === '' ? [] : [`  # ${place}`]),
      ...calls.filter((it) => placeOf(it) === place).map(({ command }) => `  ${command}`),
    ]),
  ];
};

const groupLines = ({ unused, dangling, stale }: NetworkReport): readonly string[] => [
  ...block('Security groups that no interface carries:', (unused ?? []).map(named)),
  ...block(
    'Security groups that are named and were not given:',
    dangling.map(({ id, ownerId, namedBy, carriedBy }) => {
      const by = [
        ...(namedBy.length > 0 ? [`by rules of ${someOf(namedBy)}`] : []),
        ...(carriedBy.length > 0 ? [`carried by ${someOf(carriedBy)}`] : []),
      ];
      return `${printable(id)}${ownerId === null ? '' : ` of account ${printable(ownerId)}`}: ${by.join(', ')}`;
    }),
  ),
  ...block(
    'Rules that match nothing any more:',
    stale.map(({ groupId, direction, ruleId, namedGroupId, because, peeringStatus }) => {
      const rule = ruleId === null ? `a rule to ${namedGroupId}` : `${ruleId} to ${namedGroupId}`;
      const why =
        because === 'listed-as-stale'
          ? 'AWS lists it as stale'
          : `its peering connection is ${peeringStatus}`;
      return printable(`${groupId} ${direction === 'ingress' ? 'inbound' : 'outbound'}: ${rule}; ${why}`);
    }),
  ),
];

/** What was understood, for people. */
export const networkText = (report: NetworkReport): string => {
  const { network } = report.given;
  const read = isEmpty(network) ? 'no configuration' : listed(resourceCounts(counts(network)));
  const { problems } = report;
  return `${[
    ...wrap(`Read ${read}.`, ''),
    ...block('Not known:', network.gaps.map(gapLine)),
    ...groupLines(report),
    ...(problemTotal(problems) === 0
      ? []
      : block(
          `${plural(problemTotal(problems), 'problem')} while reading:`,
          problems.first.map(problemSentence),
        )),
    ...commandLines(report),
  ].join('\n')}\n`;
};
