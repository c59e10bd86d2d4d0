import type { Change } from '../../remedy/change.js';
import { createFlowLogsSentence } from '../words/create-flow-logs-words.js';
import { routePhrase } from '../words/route-words.js';
import { groupRulesTable, networkAclTable, routeTable } from '../words/rule-tables.js';
import type { Table } from '../words/table.js';
import { directionWord } from '../words/traffic-words.js';

type ChangeWords = { readonly sentence: string; readonly table: Table | null };

/** The change as a sentence, and as the row to enter in the console. */
const changeWords = (change: Change): ChangeWords => {
  switch (change.kind) {
    case 'add-network-acl-entry':
      return {
        sentence: `Add to the ${directionWord(change.entry.direction)} rules of network ACL ${change.networkAclId}:`,
        table: networkAclTable(change.entry.direction, [change.entry]),
      };
    case 'renumber-network-acl-entry':
      return {
        sentence: `Make room in the ${directionWord(change.direction)} rules of network ACL ${change.networkAclId}: give rule ${change.entry.number} the number ${change.to}.`,
        table: null,
      };
    case 'delete-network-acl-entry':
      return {
        sentence: `The ${directionWord(change.direction)} rules of network ACL ${change.networkAclId} are full. Nothing passes or fails by this one, so delete it:`,
        table: networkAclTable(change.direction, [change.entry]),
      };
    case 'revoke-security-group-rule':
      return {
        sentence: `The ${directionWord(change.rule.direction)} rules of security group ${change.groupId} are full. Other rules allow all that this one does, so delete it:`,
        table: groupRulesTable(change.rule.direction, [change.rule]),
      };
    case 'add-security-group-rule':
      return {
        sentence: `Add to the ${directionWord(change.rule.direction)} rules of security group ${change.groupId}:`,
        table: groupRulesTable(change.rule.direction, [change.rule]),
      };
    case 'add-route':
      return {
        sentence: `Add to route table ${change.routeTableId}:`,
        table: routeTable([change.route]),
      };
    case 'replace-route':
      return {
        sentence: `In route table ${change.routeTableId} the target of ${routePhrase(change.replaces)} is gone. Put in its place:`,
        table: routeTable([change.route]),
      };
    case 'create-flow-logs':
      return {
        sentence: `${createFlowLogsSentence(change.request)} Create a flow log for:`,
        table: {
          head: ['Resource', 'Filter', 'Maximum aggregation interval', 'Destination'],
          rows: change.request.resourceIds.map((id) => [
            id,
            change.request.trafficType === null ? '-' : 'All',
            `${change.request.maxAggregationInterval / 60} minute`,
            change.request.delivery.destination,
          ]),
        },
      };
  }
};

type Renumbering = Extract<Change, { kind: 'renumber-network-acl-entry' }>;

const isRenumbering = (change: Change | undefined): change is Renumbering =>
  change?.kind === 'renumber-network-acl-entry';

/** A run of entries that each move up by one is told at once. */
const movedWords = (run: readonly Renumbering[]): readonly ChangeWords[] => {
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined || run.length < 3) return run.map(changeWords);
  const list = `the ${directionWord(first.direction)} rules of network ACL ${first.networkAclId}`;
  return [
    {
      sentence: `Make room in ${list}: give rules ${first.entry.number} down to ${last.entry.number} the numbers ${first.to} down to ${last.to}, one after the other.`,
      table: null,
    },
  ];
};

/** The changes in their order, each as a sentence and as the row to enter in the console. */
export const changesWords = (changes: readonly Change[]): readonly ChangeWords[] => {
  const [first, ...rest] = changes;
  if (first === undefined) return [];
  if (!isRenumbering(first)) return [changeWords(first), ...changesWords(rest)];
  const end = changes.findIndex((change) => !isRenumbering(change));
  const run = (end < 0 ? changes : changes.slice(0, end)).filter(isRenumbering);
  return [...movedWords(run), ...changesWords(changes.slice(run.length))];
};
