import { print } from '../../address/ip-address.js';
import { byGroup } from '../../diagnosis/finding/by-group.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import { decidingKey, type FindingGroup, type GroupedBy } from '../../diagnosis/finding/finding-group.js';
import type { Deciding } from '../../filter/verdict.js';
import { oncePer } from '../../prelude/once-per.js';
import type { Report, ReportedFinding, ReportedGroup } from '../../troubleshoot.js';
import { plural } from '../words/phrase.js';
import { entryNumber } from '../words/rule-tables.js';
import type { Table } from '../words/table.js';
import { directionWord, serviceName } from '../words/traffic-words.js';
import { outcomeWord } from './finding-parts.js';

/** `acl-... Outbound rule *`, `sg-... Inbound`. */
const decidedBy = (it: Deciding): string => {
  switch (it.kind) {
    case 'network-acl-entry':
      return `${it.networkAclId} ${directionWord(it.direction)} rule ${entryNumber(it.entry)}`;
    case 'security-group':
      return `${it.groupIds.length === 1 ? it.groupIds[0] : it.interfaceId} ${directionWord(it.direction)}`;
    default:
      return decidingKey(it);
  }
};

const ruleLabel = ({ code, outcome, stopped, deciding: [first] }: Finding): string => {
  if (stopped !== null) return `${code}, ${stopped.component}`;
  return first === undefined || outcome !== 'blocked' ? code : `${code}, ${decidedBy(first)}`;
};

const LABELS: Readonly<Record<Exclude<GroupedBy, 'rule'>, (group: FindingGroup) => string>> = {
  initiator: ({ key }) => `from ${key}`,
  responder: ({ key }) => `to ${key}`,
  port: ({ key, example: { group } }) =>
    group === null ? `port ${key}` : serviceName(group.protocol, group.responder.port),
  interface: ({ key }) => `at ${key}`,
};

/** What the findings of a group have in common. */
export const groupLabel = (group: FindingGroup): string =>
  group.by === 'rule' ? ruleLabel(group.example) : LABELS[group.by](group);

const SPREAD = [
  ['initiators', 'initiator'],
  ['responders', 'responder'],
  ['ports', 'port'],
  ['interfaces', 'interface'],
] as const;

/** `12 findings, 1,204 conversations; 3 initiators, 1 responder, 1 port, 1 interface`. */
export const groupCounts = ({ findings, occurrences, spread }: FindingGroup): string =>
  [
    [
      plural(findings, 'finding'),
      ...(occurrences === null
        ? []
        : [plural(occurrences.conversations, 'conversation'), plural(occurrences.packets, 'packet')]),
    ].join(', '),
    SPREAD.map(([kind, one]) => plural(spread[kind], one)).join(', '),
  ].join('; ');

/** What a group says in the overview, after its label. */
export const groupSentences = (group: FindingGroup): readonly string[] => {
  const { by, example, findings } = group;
  const worst = by === 'rule' ? outcomeWord(example) : `worst: ${outcomeWord(example)} ${ruleLabel(example)}`;
  return [`${worst}; ${findings === 1 ? oneCount(group) : groupCounts(group)}`];
};

const oneCount = ({ example: { group }, occurrences }: FindingGroup): string =>
  [
    ...(group === null
      ? []
      : [
          `${serviceName(group.protocol, group.responder.port)} from ${print(group.initiator.address)} to ${print(group.responder.address)}`,
        ]),
    ...(occurrences === null ? [] : [plural(occurrences.conversations, 'conversation')]),
  ].join(', ');

const byKey = oncePer((report: Report) => byGroup(report.groups[0]?.by ?? 'rule', report.findings));

/** The findings of a group that are listed, the most harmful first. */
export const findingsOf = (report: Report, { key }: FindingGroup): readonly ReportedFinding[] =>
  byKey(report).get(key) ?? [];

/** More of one cause and rule than this nobody reads on a screen; JSON lists them. */
const MOST_OTHERS = 10;

/** The others of the same cause and rule, as a table; null when there are none. */
export const othersOf = (
  report: Report,
  group: FindingGroup,
): { readonly title: string; readonly table: Table; readonly more: number } | null => {
  const [, ...others] = findingsOf(report, group);
  if (group.findings < 2) return null;
  const shown = others.slice(0, MOST_OTHERS);
  return {
    title: `Of this cause and rule there are ${groupCounts(group)}. The others:`,
    table: {
      head: ['initiator', 'responder', 'service', 'conversations', 'packets'],
      rows: shown.map(({ group: it, occurrences }) => [
        it === null ? '-' : print(it.initiator.address),
        it === null ? '-' : print(it.responder.address),
        it === null ? '-' : serviceName(it.protocol, it.responder.port),
        (occurrences?.conversations ?? 0).toLocaleString('en-US'),
        (occurrences?.packets ?? 0).toLocaleString('en-US'),
      ]),
      right: [3, 4],
    },
    more: group.findings - 1 - shown.length,
  };
};

export const moreOthers = (more: number): string =>
  `... and ${plural(more, 'more', 'more')}; --src, --dst and --port tell one in full.`;

/** Introduces the change that mends all findings of a group; nothing where there is none. */
export const sharedSentences = ({ remedies, findings }: ReportedGroup): readonly string[] =>
  remedies.flatMap(({ changes }) =>
    changes.flatMap((change) =>
      change.kind === 'add-security-group-rule' && change.rule.peer.kind === 'security-group'
        ? [
            `All ${findings} at once, in the place of a rule for each address: they carry security group ${change.rule.peer.id}.`,
          ]
        : [],
    ),
  );
