import type { Finding } from '../../diagnosis/finding/finding.js';
import type { Deciding } from '../../filter/verdict.js';
import type { Checkpoint } from '../../path/round-trip.js';
import type { Part } from '../wording/finding-parts.js';
import { toldOf } from '../wording/reasons.js';
import { groupRulesTable, networkAclTable } from '../words/rule-tables.js';
import type { Table } from '../words/table.js';
import { directionWord } from '../words/traffic-words.js';

/** More rules that all let it pass are counted, not shown. */
const MOST_ROWS = 5;

type Rule = Extract<Deciding, { kind: 'security-group-rule' }>;

const ruleParts = (at: Checkpoint, rules: readonly Rule[], named: (what: string, table: Table) => Part) =>
  [...new Set(rules.map(({ groupId }) => groupId))].map((groupId) => {
    const its = rules.filter((it) => it.groupId === groupId).map(({ rule }) => rule);
    const more = its.length > MOST_ROWS ? ` (${MOST_ROWS} of ${its.length} that do)` : '';
    return named(`security group ${groupId}${more}`, groupRulesTable(at.direction, its.slice(0, MOST_ROWS)));
  });

const partsAt = (at: Checkpoint): readonly Part[] => {
  const named = (what: string, table: Table): Part => ({
    title: `Allowed by ${what}, ${directionWord(at.direction)} rules (${at.leg})`,
    table,
  });
  const { deciding } = at.verdict;
  return [
    ...deciding.flatMap((it) =>
      it.kind === 'network-acl-entry'
        ? [named(`network ACL ${it.networkAclId}`, networkAclTable(at.direction, [it.entry]))]
        : [],
    ),
    ...ruleParts(
      at,
      deciding.flatMap((it) => (it.kind === 'security-group-rule' ? [it] : [])),
      named,
    ),
  ];
};

/** Filters speak of traffic that passed them, that one of them stops, or that should have passed by them. */
const isAboutFilters = ({ outcome, blocking, code, neverLogged }: Finding): boolean =>
  (outcome === 'allowed' && code !== 'one-leg-recorded') ||
  blocking.length > 0 ||
  (code === 'log-contradicts-configuration' && neverLogged === null);

/** The rules and entries that let request and reply pass, in the columns of the console. */
export const passedParts = (finding: Finding): readonly Part[] =>
  isAboutFilters(finding)
    ? toldOf(finding)
        .filter(({ verdict }) => verdict.outcome === 'allowed')
        .flatMap(partsAt)
    : [];
