import type { LintFinding } from '../../filter/lint.js';
import type { EntryFinding } from '../../filter/lint-network-acl.js';
import type { GroupFinding, RuleFinding } from '../../filter/lint-security-group.js';
import type { SecurityGroupRule } from '../../network/security-group.js';
import { print as printPeers } from '../../traffic/peer-set.js';
import { ofMatch, print as printTraffic } from '../../traffic/traffic-set.js';
import { listed, plural } from './phrase.js';
import { entryPhrase, networkAclTable, rulePhrase, securityGroupTable } from './rule-tables.js';
import type { Table } from './table.js';
import { directionWord, peerName } from './traffic-words.js';

/** A finding of `lint` in words: what could go, the packets it is about, and what covers them. */
export type LintWords = {
  readonly sentence: string;
  /** The packets, one product a line: `tcp 443: 10.0.0.0/8`. */
  readonly packets: readonly string[];
  /** What covers them, in the columns of the console. */
  readonly table: Table | null;
  /** What to know before removing it. */
  readonly notes: readonly string[];
};

const entryWords = ({
  kind,
  networkAclId,
  direction,
  entry,
  coveredBy,
  packets,
}: EntryFinding): LintWords => ({
  sentence: `Network ACL ${networkAclId}, ${directionWord(direction)}: ${entryPhrase(entry)} ${
    kind === 'shadowed-entry'
      ? 'never decides. Entries before it take all that it matches:'
      : 'changes nothing. Without it, later entries say the same of all that it decides:'
  }`,
  packets: printPeers(packets).split('\n'),
  table: networkAclTable(direction, coveredBy),
  notes: [],
});

const named = (rule: SecurityGroupRule): string =>
  rule.id === null ? rulePhrase(rule) : `${rulePhrase(rule)} (${rule.id})`;

const VERDICTS = {
  'duplicate-rule': 'is there twice. Another rule allows the very same:',
  'redundant-rule': 'is not needed. Other rules allow all that it allows:',
  'stale-reference':
    'matches nothing: the group was deleted, or the peering connection on the way to it is not active.',
  'empty-prefix-list': 'matches nothing: the prefix list has no entries.',
} as const;

const coverNotes = (found: Extract<RuleFinding, { coveredBy: unknown }>): readonly string[] => [
  ...(found.dependsOn.length === 0
    ? []
    : [
        `This holds as long as ${listed(found.dependsOn)} ${found.dependsOn.length === 1 ? 'keeps its' : 'keep their'} entries.`,
      ]),
  ...(found.changesTracking
    ? [
        'It is open to anywhere and may leave connections untracked. Without it they are tracked, and forgotten when idle for long.',
      ]
    : []),
];

const ruleWords = (found: RuleFinding): LintWords => {
  const { groupId, direction, rule } = found;
  const verdict = VERDICTS[found.kind === 'unreachable-rule' ? found.reason : found.kind];
  return {
    sentence: `Security group ${groupId}, ${directionWord(direction)}: ${named(rule)} ${verdict}`,
    packets: [`${printTraffic(ofMatch(rule))}: ${peerName(rule.peer)}`],
    table:
      found.kind === 'unreachable-rule'
        ? null
        : securityGroupTable(
            direction,
            found.coveredBy.map((one) => ({ groupId, rule: one })),
          ),
    notes: found.kind === 'unreachable-rule' ? [] : coverNotes(found),
  };
};

const groupWords = ({ groupId, interfaces, referencedBy }: GroupFinding): LintWords => ({
  sentence: `Security group ${groupId}: no interface carries it. ${plural(interfaces, 'interface')} of its VPC ${interfaces === 1 ? 'was' : 'were'} read.`,
  packets: [],
  table: null,
  notes:
    referencedBy.length === 0
      ? []
      : [`Rules of ${listed(referencedBy)} refer to it; while they do, it cannot be deleted.`],
});

export const lintWords = (found: LintFinding): LintWords => {
  if ('entry' in found) return entryWords(found);
  return found.kind === 'unattached-group' ? groupWords(found) : ruleWords(found);
};
