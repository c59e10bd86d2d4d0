import { print } from '../address/ip-address.js';
import { actionsOf, type Flow } from '../conversation/conversation.js';
import type { Finding, SeenAt } from '../diagnosis/finding.js';
import type { Deciding } from '../filter/verdict.js';
import type { Remedy } from '../remedy/remedy.js';
import type { Leg } from '../traffic/direction.js';
import type { ReportedFinding } from '../troubleshoot.js';
import { cautionSentence, changeWords, commandsFor, opensPhrase, proofSentence } from './remedy-words.js';
import { networkAclTable } from './rule-tables.js';
import { listed, plural, printable, textTable, time, wrap } from './text-table.js';
import { directionWord } from './traffic-words.js';
import { occurrencePhrase } from './wording/ends.js';
import { WORDING } from './wording.js';

const OUTCOME: Readonly<Record<Finding['outcome'], string>> = {
  blocked: 'BLOCKED',
  failed: 'NO REPLY',
  'not-logged': 'NEVER LOGGED',
  allowed: 'PASSED',
  undetermined: 'NOT DECIDED',
};

const outcomeWord = ({ code, outcome }: Finding): string =>
  code === 'one-leg-recorded' ? 'ONE LEG' : OUTCOME[outcome];

const ENTRIES: Readonly<Record<Finding['entries'], string>> = {
  single: 'one entry',
  double: 'two entries',
  none: 'no entry',
  other: 'mixed entries',
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `  ${title}`, ...lines];

const bullets = (sentences: readonly string[]): readonly string[] =>
  sentences.flatMap((sentence) =>
    wrap(sentence, '    - ', '').map((line, i) => (i === 0 ? line : `  ${line.replace(/^ {4}- /, '    ')}`)),
  );

const legsOf = (at: SeenAt): readonly (readonly [Leg, Flow])[] => [
  ['request', at.forward],
  ['reply', at.reverse],
];

const logRows = ({ group, evidence }: Finding, at: SeenAt): readonly (readonly string[])[] =>
  legsOf(at).flatMap(([leg, flow]) =>
    actionsOf(flow).map((action) => {
      const tally = flow[action];
      const ends = [group?.initiator.address, group?.responder.address].map((end) =>
        end ? print(end) : '-',
      );
      const [from, to] = leg === 'request' ? ends : ends.toReversed();
      const line = evidence.find(
        (it) =>
          it.observationPoint === at.observationPoint && it.leg === leg && (it.action ?? 'none') === action,
      );
      return [
        leg,
        from ?? '-',
        to ?? '-',
        String(tally?.packets ?? 0),
        action === 'none' ? '-' : action,
        time(tally?.firstSeen ?? 0),
        line === undefined ? '-' : `${printable(line.source)}${line.line === null ? '' : `:${line.line}`}`,
      ];
    }),
  );

const logTable = (finding: Finding, at: SeenAt): readonly string[] =>
  textTable(['leg', 'from', 'to', 'packets', 'action', 'first seen', 'line'], logRows(finding, at), [3]).map(
    (line) => `    ${line}`,
  );

const inTheLog = (finding: Finding): readonly string[] =>
  finding.seenAt.flatMap((at) => section(`In the log, at ${at.observationPoint}`, logTable(finding, at)));

type DecidingEntry = Extract<Deciding, { kind: 'network-acl-entry' }>;

/** Entries that denied, in the columns of the console; security groups deny by having no rule, so there is none to show. */
const decidedBy = (finding: Finding): readonly string[] => {
  const entries = finding.blocking
    .flatMap(({ verdict }) => verdict.deciding)
    .filter((it): it is DecidingEntry => it.kind === 'network-acl-entry');
  return entries.flatMap(({ networkAclId, direction, entry }, i) => {
    const title = i === 0 ? 'Decided by' : 'Also denied by';
    return section(
      `${title} network ACL ${networkAclId}, ${directionWord(direction)} rules`,
      networkAclTable(direction, [entry]).map((line) => `    ${line}`),
    );
  });
};

const remedyLines = (remedy: Remedy): readonly string[] => [
  ...remedy.cautions.flatMap((caution) => wrap(`First: ${cautionSentence(caution)}`, '    ')),
  ...remedy.changes.flatMap((change) => {
    const { sentence, table } = changeWords(change);
    return [...wrap(sentence, '    '), ...table.map((line) => `      ${line}`)];
  }),
  ...wrap(`It opens ${listed(remedy.changes.flatMap(opensPhrase))}, and nothing else.`, '    '),
  ...wrap(proofSentence(remedy), '    '),
  '',
  ...remedy.changes.flatMap(commandsFor).map((command) => `    $ ${command}`),
];

const alternativeLines = ({ alternatives }: Finding): readonly string[] =>
  bullets(alternatives.map(({ code, certainty }) => `${code} (${certainty}): ${WORDING[code].meaning}`));

/** One finding as text for people, 80 columns wide but for ids and commands that do not fit. */
export const findingText = (finding: ReportedFinding): readonly string[] => {
  const words = WORDING[finding.code];
  const summary = [finding.code, finding.certainty, ENTRIES[finding.entries]].join(', ');
  const seen = finding.occurrences === null ? [] : [`  ${occurrencePhrase(finding)}`];
  const fix = [...finding.remedies.flatMap(remedyLines), ...bullets(words.fix(finding))];
  return [
    ...wrap(`${outcomeWord(finding)}  ${words.headline(finding)}.`, '', '  '),
    `  ${summary}`,
    ...seen,
    ...inTheLog(finding),
    ...section('Why', bullets(words.because(finding))),
    ...decidedBy(finding),
    ...section('Fix', fix),
    ...section('It could also be', alternativeLines(finding)),
  ];
};

export const moreFindings = (count: number): string => `... and ${plural(count, 'more finding')}.`;
