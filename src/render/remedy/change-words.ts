import type { Change } from '../../remedy/change.js';
import { createFlowLogsSentence } from '../words/create-flow-logs-words.js';
import { routePhrase } from '../words/route-words.js';
import { groupRulesTable, networkAclTable, routeTable } from '../words/rule-tables.js';
import type { Table } from '../words/table.js';
import { directionWord } from '../words/traffic-words.js';

/** The change as a sentence, and as the row to enter in the console. */
export const changeWords = (change: Change): { readonly sentence: string; readonly table: Table | null } => {
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
