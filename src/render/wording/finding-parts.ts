import { print } from '../../address/ip-address.js';
import { actionsOf, type Flow } from '../../conversation/conversation.js';
import { type Code, entryOf } from '../../diagnosis/code.js';
import type { EvidenceLine, Finding, SeenAt } from '../../diagnosis/finding/finding.js';
import type { Deciding } from '../../filter/verdict.js';
import type { Gap, GapKind } from '../../problem/gap.js';
import type { Leg } from '../../traffic/direction.js';
import { gapSentence } from '../words/gap-words.js';
import { printable, time } from '../words/phrase.js';
import { networkAclTable } from '../words/rule-tables.js';
import type { Table } from '../words/table.js';
import { directionWord } from '../words/traffic-words.js';
import { WORDING } from './codes.js';

/** The parts of a finding that text and Markdown show alike. */
export type Part = { readonly title: string; readonly table: Table };

const OUTCOME: Readonly<Record<Finding['outcome'], string>> = {
  blocked: 'BLOCKED',
  failed: 'NO REPLY',
  'not-logged': 'NEVER LOGGED',
  allowed: 'PASSED',
  undetermined: 'NOT DECIDED',
};

const SPECIAL: { readonly [C in Code]?: string } = {
  'internet-background-noise': 'NOISE',
  'packet-outside-tracked-connection': 'LATE PACKET',
  'refused-by-host': 'REFUSED',
  'nat-gateway-idle-timeout': 'RESET',
  'request-not-delivered': 'NOT DELIVERED',
  'one-leg-recorded': 'ONE LEG',
  'interface-not-captured': 'NOT CAPTURED',
  'filtered-by-traffic-type': 'NOT KEPT',
  'delivery-pending': 'NOT YET LOGGED',
  'records-skipped': 'RECORDS LOST',
  'no-traffic': 'NO TRAFFIC',
};

/** The words that findings begin with, and what became of the traffic. */
export const OUTCOME_WORDS: ReadonlyMap<string, Finding['outcome']> = new Map([
  ...Object.entries(SPECIAL).map(([code, word]) => [word, entryOf(code as Code).outcome] as const),
  ...Object.entries(OUTCOME).map(([outcome, word]) => [word, outcome as Finding['outcome']] as const),
]);

export const outcomeWord = ({ code, outcome }: Finding): string => SPECIAL[code] ?? OUTCOME[outcome];

const ENTRIES: Readonly<Record<Finding['entries'], string>> = {
  single: 'one entry',
  double: 'two entries',
  none: 'no entry',
  other: 'mixed entries',
};

/** `network-acl-egress-denies-reply, proven, two entries` */
export const summaryOf = ({ code, certainty, entries }: Finding): string =>
  [code, certainty, ENTRIES[entries]].join(', ');

const legsOf = (at: SeenAt): readonly (readonly [Leg, Flow])[] => [
  ['request', at.forward],
  ['reply', at.reverse],
];

const logRows = ({ group }: Finding, at: SeenAt): readonly (readonly string[])[] =>
  legsOf(at).flatMap(([leg, flow]) =>
    actionsOf(flow).map((action) => {
      const tally = flow[action];
      const ends = [group?.initiator.address, group?.responder.address].map((end) =>
        end ? print(end) : '-',
      );
      const [from, to] = leg === 'request' ? ends : ends.toReversed();
      return [
        leg,
        from ?? '-',
        to ?? '-',
        String(tally?.packets ?? 0),
        action === 'none' ? '-' : action,
        time(tally?.firstSeen ?? 0),
      ];
    }),
  );

/** What was recorded, a table for each observation point. */
export const logParts = (finding: Finding): readonly Part[] =>
  finding.seenAt.map((at) => ({
    title: `In the log, at ${at.observationPoint}`,
    table: {
      head: ['leg', 'from', 'to', 'packets', 'action', 'first seen'],
      rows: logRows(finding, at),
      right: [3],
    },
  }));

/** `flow.log:2` */
const placeOf = (line: EvidenceLine): string =>
  `${printable(line.source)}${line.line === null ? '' : `:${line.line}`}`;

/** Where it stands in the log, a line each: `flow.log:2  request ACCEPT`, with the interface where there are several. */
export const evidenceLines = ({ evidence, seenAt }: Finding): readonly string[] =>
  evidence.map((line) => {
    const at = seenAt.length > 1 ? ` at ${line.observationPoint}` : '';
    return `${placeOf(line)}  ${line.leg}${line.action === null ? '' : ` ${line.action}`}${at}`;
  });

type DecidingEntry = Extract<Deciding, { kind: 'network-acl-entry' }>;

/** Entries that denied, in the columns of the console; security groups deny by having no rule, so there is none to show. */
export const decidedParts = (finding: Finding): readonly Part[] =>
  finding.blocking
    .flatMap(({ verdict }) => verdict.deciding)
    .filter((it): it is DecidingEntry => it.kind === 'network-acl-entry')
    .map(({ networkAclId, direction, entry }, i) => ({
      title: `${i === 0 ? 'Decided by' : 'Also denied by'} network ACL ${networkAclId}, ${directionWord(direction)} rules`,
      table: networkAclTable(direction, [entry]),
    }));

/** What else could have produced these records, a sentence each. */
export const alternativeSentences = ({ alternatives }: Finding): readonly string[] =>
  alternatives.map(({ code, certainty }) => `${code} (${certainty}): ${WORDING[code].meaning}`);

/** What no file can say comes after what can be put beside the log. */
const OUTSIDE: readonly GapKind[] = ['packet-capture', 'metric', 'account', 'intent'];

/** What would settle the finding and whatever else it could be: each input once, in a sentence. */
export const settlingSentences = ({ missing, alternatives }: Finding): readonly string[] => {
  const gaps = [missing, ...alternatives.map((it) => it.missing)].flat();
  const isOutside = ({ kind }: Gap) => OUTSIDE.includes(kind);
  const ordered = [...gaps.filter((gap) => !isOutside(gap)), ...gaps.filter(isOutside)];
  return [...new Set(ordered.map(gapSentence))];
};
