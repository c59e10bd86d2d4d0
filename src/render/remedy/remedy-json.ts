import type { Route } from '../../network/route-table.js';
import type { Change } from '../../remedy/change.js';
import type { Remedy } from '../../remedy/remedy.js';
import { entryJson, ruleJson } from '../json/rule-json.js';
import { destinationName, targetName } from '../words/route-words.js';
import { commandsFor } from './aws-cli.js';
import { changesWords } from './change-words.js';
import { openingJson } from './opening-words.js';
import { cautionSentence, proofSentence } from './remedy-words.js';
import { terraformFor } from './terraform.js';

const routeJson = (route: Route) => ({
  destination: destinationName(route),
  target: targetName(route.target),
  state: route.state,
});

const changeJson = (change: Change) => {
  const base = {
    kind: change.kind,
    commands: commandsFor(change),
    terraform: terraformFor(change).join('\n'),
  };
  switch (change.kind) {
    case 'add-network-acl-entry':
      return { ...base, id: change.networkAclId, entry: entryJson(change.entry) };
    case 'delete-network-acl-entry':
      return { ...base, id: change.networkAclId, entry: entryJson(change.entry) };
    case 'renumber-network-acl-entry':
      return { ...base, id: change.networkAclId, entry: entryJson(change.entry), to: change.to };
    case 'add-security-group-rule':
    case 'revoke-security-group-rule':
      return { ...base, id: change.groupId, rule: ruleJson(change.rule) };
    case 'add-route':
      return { ...base, id: change.routeTableId, route: routeJson(change.route) };
    case 'replace-route': {
      const [route, replaces] = [routeJson(change.route), routeJson(change.replaces)];
      return { ...base, id: change.routeTableId, route, replaces };
    }
    case 'create-flow-logs': {
      const { resourceIds, trafficType, maxAggregationInterval, delivery, fields } = change.request;
      const { destination } = delivery;
      return { ...base, resourceIds, trafficType, maxAggregationInterval, destination, fields };
    }
  }
};

/** A remedy as JSON; its schema is `remedy` in `flowcause/schema/explain.json`. */
export const remedyJson = (remedy: Remedy) => ({
  summary: changesWords(remedy.changes)
    .map(({ sentence }) => sentence.replace(/:$/, ''))
    .join('; '),
  change: remedy.changes.map(changeJson),
  proof: { scope: remedy.proof.scope, outcome: remedy.proof.outcome, text: proofSentence(remedy) },
  opens: remedy.opens.map(openingJson),
  cautions: remedy.cautions.map((caution) => ({ kind: caution.kind, text: cautionSentence(caution) })),
});
