import { print as printCidr } from '../address/cidr.js';
import type { FlowLogRequest } from '../capture/coverage/create-flow-logs.js';
import type { FlowLog } from '../network/flow-log.js';
import {
  type Network,
  withFlowLogs,
  withNetworkAcl,
  withRouteTable,
  withSecurityGroup,
} from '../network/network.js';
import { inOrder, type NetworkAclEntry } from '../network/network-acl.js';
import type { Route } from '../network/route-table.js';
import { ruleKey } from '../network/rule-key.js';
import type { SecurityGroupRule } from '../network/security-group.js';
import type { NetworkAclId, RouteTableId, SecurityGroupId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';

/** One edit of the configuration. A remedy is a list of them, made in order. */
export type Change =
  | {
      readonly kind: 'add-network-acl-entry';
      readonly networkAclId: NetworkAclId;
      readonly entry: NetworkAclEntry;
    }
  /** Gives an entry another number, to make room. */
  | {
      readonly kind: 'renumber-network-acl-entry';
      readonly networkAclId: NetworkAclId;
      readonly direction: Direction;
      readonly entry: NetworkAclEntry;
      /** The number that it gets. */
      readonly to: number;
    }
  /** Takes out an entry that decides nothing, or nothing that the entries after it would not decide alike. */
  | {
      readonly kind: 'delete-network-acl-entry';
      readonly networkAclId: NetworkAclId;
      readonly direction: Direction;
      readonly entry: NetworkAclEntry;
    }
  | {
      readonly kind: 'add-security-group-rule';
      readonly groupId: SecurityGroupId;
      readonly rule: SecurityGroupRule;
    }
  /** Takes out a rule that allows nothing that other rules of the group do not allow. */
  | {
      readonly kind: 'revoke-security-group-rule';
      readonly groupId: SecurityGroupId;
      readonly rule: SecurityGroupRule;
    }
  | { readonly kind: 'add-route'; readonly routeTableId: RouteTableId; readonly route: Route }
  /** Gives a route another target. */
  | {
      readonly kind: 'replace-route';
      readonly routeTableId: RouteTableId;
      readonly route: Route;
      readonly replaces: Route;
    }
  | { readonly kind: 'create-flow-logs'; readonly request: FlowLogRequest };

const withEntries = (
  network: Network,
  id: NetworkAclId,
  edit: (entries: readonly NetworkAclEntry[]) => readonly NetworkAclEntry[],
): Network => {
  const acl = network.networkAcls.get(id);
  return acl === undefined
    ? network
    : withNetworkAcl(network, { ...acl, entries: inOrder(edit(acl.entries)) });
};

const withRules = (
  network: Network,
  id: SecurityGroupId,
  direction: Direction,
  edit: (rules: readonly SecurityGroupRule[]) => readonly SecurityGroupRule[],
): Network => {
  const group = network.securityGroups.get(id);
  return group === undefined
    ? network
    : withSecurityGroup(network, { ...group, [direction]: edit(group[direction] ?? []) });
};

const isSameDestination = ({ destination: a }: Route, { destination: b }: Route): boolean => {
  if (a.kind === 'prefix-list' || b.kind === 'prefix-list')
    return a.kind === 'prefix-list' && b.kind === 'prefix-list' && a.id === b.id;
  return printCidr(a.cidr) === printCidr(b.cidr);
};

const withRoutes = (
  network: Network,
  id: RouteTableId,
  edit: (routes: readonly Route[]) => readonly Route[],
): Network => {
  const table = network.routeTables.get(id);
  return table === undefined ? network : withRouteTable(network, { ...table, routes: edit(table.routes) });
};

/** The flow logs that one call creates, one for each resource; AWS gives the ids. */
const created = (request: FlowLogRequest): readonly FlowLog[] =>
  request.resourceIds.map((resourceId) => ({
    id: `fl-of-${resourceId}`,
    resourceId,
    trafficType: request.trafficType,
    logFormat: request.fields,
    maxAggregationInterval: request.maxAggregationInterval,
    destination: request.delivery.destination,
    destinationArn: request.delivery.destinationArn,
    logGroupName: request.delivery.logGroupName,
    deliveryRoleArn: request.delivery.deliveryRoleArn,
    crossAccountRoleArn: request.delivery.crossAccountRoleArn,
    fileOptions: request.delivery.fileOptions,
    status: 'ACTIVE',
    deliveryError: null,
    created: null,
  }));

/** The network after the change. What it names and the network lacks stays as it is. */
export const apply = (network: Network, change: Change): Network => {
  switch (change.kind) {
    case 'add-network-acl-entry':
      return withEntries(network, change.networkAclId, (entries) => [...entries, change.entry]);
    case 'renumber-network-acl-entry':
      return withEntries(network, change.networkAclId, (entries) =>
        entries.map((it) =>
          it.direction === change.direction && it.number === change.entry.number
            ? { ...it, number: change.to }
            : it,
        ),
      );
    case 'delete-network-acl-entry':
      return withEntries(network, change.networkAclId, (entries) =>
        entries.filter((it) => it.direction !== change.direction || it.number !== change.entry.number),
      );
    case 'add-security-group-rule':
      return withRules(network, change.groupId, change.rule.direction, (rules) => [...rules, change.rule]);
    case 'revoke-security-group-rule': {
      const key = ruleKey(change.rule);
      return withRules(network, change.groupId, change.rule.direction, (rules) =>
        rules.filter((it) => ruleKey(it) !== key),
      );
    }
    case 'add-route':
      return withRoutes(network, change.routeTableId, (routes) => [...routes, change.route]);
    case 'replace-route':
      return withRoutes(network, change.routeTableId, (routes) =>
        routes.map((it) => (isSameDestination(it, change.replaces) ? change.route : it)),
      );
    case 'create-flow-logs':
      return withFlowLogs(network, created(change.request));
  }
};
