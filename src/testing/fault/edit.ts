import type { Network } from '../../network/network.js';
import { inOrder, type NetworkAclEntry } from '../../network/network-acl.js';
import type { Route } from '../../network/route-table.js';
import type { SecurityGroupRule } from '../../network/security-group.js';
import type { InterfaceId, NetworkAclId, RouteTableId } from '../../resource/id.js';
import type { Direction } from '../../traffic/direction.js';

const edited = <V>(all: ReadonlyMap<string, V>, id: string, edit: (it: V) => V): ReadonlyMap<string, V> => {
  const found = all.get(id);
  return found === undefined ? all : new Map(all).set(id, edit(found));
};

/** The network without some rules of the groups of an interface. */
export const withoutRules = (
  network: Network,
  interfaceId: InterfaceId,
  direction: Direction,
  gone: readonly SecurityGroupRule[],
): Network => ({
  ...network,
  securityGroups: (network.interfaces.get(interfaceId)?.securityGroupIds ?? []).reduce(
    (groups, id) =>
      edited(groups, id, (group) => ({
        ...group,
        [direction]: (group[direction] ?? []).filter((rule) => !gone.includes(rule)),
      })),
    network.securityGroups,
  ),
});

export const withEntries = (
  network: Network,
  id: NetworkAclId,
  edit: (entries: readonly NetworkAclEntry[]) => readonly NetworkAclEntry[],
): Network => ({
  ...network,
  networkAcls: edited(network.networkAcls, id, (acl) => ({ ...acl, entries: inOrder(edit(acl.entries)) })),
});

export const withRoutes = (
  network: Network,
  id: RouteTableId,
  edit: (routes: readonly Route[]) => readonly Route[],
): Network => ({
  ...network,
  routeTables: edited(network.routeTables, id, (table) => ({ ...table, routes: edit(table.routes) })),
});
