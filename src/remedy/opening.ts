import * as Addresses from '../address/address-set.js';
import { PLAIN_CROSSING } from '../filter/crossing.js';
import { entriesPartition } from '../filter/network-acl-set.js';
import { ownAddresses } from '../filter/passing.js';
import { ruleSet, securityGroupPartition } from '../filter/security-group-set.js';
import { membersOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { SecurityGroupRule } from '../network/security-group.js';
import { oncePer } from '../prelude/once-per.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { NetworkAclId, SecurityGroupId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import * as Headers from '../traffic/header-set.js';
import * as Peers from '../traffic/peer-set.js';
import type { Change } from './change.js';
import { openedByRoute } from './route-opening.js';
import { addressesOf } from './subnet-addresses.js';

/**
 * What one filter lets pass after a change and did not before, computed from its rules as a whole. The other filters on
 * the way judge these packets as before.
 */
export type Opening = {
  /** The network ACL, the security group or the route table that was changed. */
  readonly component: string;
  /** Null for a route table. */
  readonly direction: Direction | null;
  readonly headers: Headers.HeaderSet;
  /** The part of `headers` that is not between the two ends that were asked for: other addresses that the filter serves. */
  readonly beyond: Headers.HeaderSet;
};

type Opened = Omit<Opening, 'beyond'>;

const openedByAcl = (
  before: Network,
  after: Network,
  id: NetworkAclId,
  direction: Direction,
): Headers.HeaderSet => {
  const [old, now] = [before.networkAcls.get(id), after.networkAcls.get(id)];
  if (old === undefined || now === undefined) return Headers.EMPTY;
  const opened = Peers.subtract(
    entriesPartition(now, direction).allowed,
    entriesPartition(old, direction).allowed,
  );
  const own = unionAll(Addresses.addressSets)(now.subnetIds.map((subnet) => addressesOf(before, subnet)));
  return Peers.toHeaders(direction, own, opened);
};

/** Interfaces that carry the same groups are judged alike: one of each, with the addresses of all. */
const alike = (members: readonly NetworkInterface[]): ReadonlyMap<string, readonly NetworkInterface[]> => {
  const found = new Map<string, NetworkInterface[]>();
  for (const it of members) {
    const key = [...(it.securityGroupIds ?? [])].sort().join(' ');
    const others = found.get(key);
    if (others === undefined) found.set(key, [it]);
    else others.push(it);
  }
  return found;
};

/** What the groups of an interface let pass, asked again for every remedy of a report. */
const allowedBy = oncePer((_: Network) => new Map<string, Peers.PeerSet>());

const allowedBefore = (network: Network, it: NetworkInterface, direction: Direction): Peers.PeerSet => {
  const known = allowedBy(network);
  const key = `${direction} ${[...(it.securityGroupIds ?? [])].sort().join(' ')}`;
  const allowed = known.get(key) ?? securityGroupPartition(network, it, direction, PLAIN_CROSSING).allowed;
  known.set(key, allowed);
  return allowed;
};

/** Rules only ever add: of the new rule what no other rule allowed. */
const openedByRule = (before: Network, id: SecurityGroupId, rule: SecurityGroupRule): Headers.HeaderSet =>
  unionAll(Headers.headerSets)(
    [...alike(membersOf(before, id)).values()].map((members) => {
      const [one] = members as readonly [NetworkInterface, ...NetworkInterface[]];
      const allowed = ruleSet(before, one, PLAIN_CROSSING, rule).certain;
      const own = unionAll(Addresses.addressSets)(members.map(ownAddresses));
      const opened = Peers.subtract(allowed, allowedBefore(before, one, rule.direction));
      return Peers.toHeaders(rule.direction, own, opened);
    }),
  );

const openedBy = (before: Network, after: Network, change: Change): readonly Opened[] => {
  switch (change.kind) {
    case 'add-network-acl-entry': {
      const { networkAclId: component, entry } = change;
      const headers = openedByAcl(before, after, component, entry.direction);
      return [{ component, direction: entry.direction, headers }];
    }
    case 'add-security-group-rule': {
      const { groupId: component, rule } = change;
      const headers = openedByRule(before, component, rule);
      return [{ component, direction: rule.direction, headers }];
    }
    case 'add-route':
    case 'replace-route': {
      const { routeTableId: component, route } = change;
      return [{ component, direction: null, headers: openedByRoute(before, component, route) }];
    }
    case 'renumber-network-acl-entry':
    // What goes lets nothing pass that did not, or the entry that is added beside it counts it.
    case 'delete-network-acl-entry':
    case 'revoke-security-group-rule':
    case 'create-flow-logs':
      return [];
  }
};

/** Of one place what all changes of it open. */
const together = (all: readonly Opened[]): readonly Opened[] => {
  const byPlace = new Map<string, Opened>();
  for (const it of all) {
    const key = `${it.component} ${it.direction}`;
    const known = byPlace.get(key);
    byPlace.set(key, known === undefined ? it : { ...it, headers: Headers.union(known.headers, it.headers) });
  }
  return [...byPlace.values()];
};

/** What a list of changes opens, place by place. `asked`: everything that goes between the two ends. */
export const openings = (
  before: Network,
  after: Network,
  changes: readonly Change[],
  asked: Headers.HeaderSet,
): readonly Opening[] =>
  together(changes.flatMap((change) => openedBy(before, after, change))).map((opened) => ({
    ...opened,
    beyond: Headers.subtract(opened.headers, asked),
  }));
