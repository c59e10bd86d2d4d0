import * as Addresses from '../address/address-set.js';
import { PLAIN_CROSSING } from '../filter/crossing.js';
import { entriesPartition } from '../filter/network-acl-set.js';
import { ownAddresses } from '../filter/passing.js';
import { securityGroupPartition } from '../filter/security-group-set.js';
import { membersOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { NetworkAclId, SecurityGroupId, SubnetId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import * as Headers from '../traffic/header-set.js';
import * as Peers from '../traffic/peer-set.js';
import type { Change } from './change.js';

/**
 * What one filter lets pass after a change and did not before, computed from its rules as a whole. The other filters on
 * the way judge these packets as before.
 */
export type Opening = {
  /** The network ACL or the security group that was changed. */
  readonly component: string;
  readonly direction: Direction;
  readonly headers: Headers.HeaderSet;
  /** The part of `headers` that is not between the two ends that were asked for: other addresses that the filter serves. */
  readonly beyond: Headers.HeaderSet;
};

type Place = Pick<Opening, 'component' | 'direction'> & {
  readonly kind: 'network-acl' | 'security-group';
};

const placeOf = (change: Change): readonly Place[] => {
  switch (change.kind) {
    case 'add-network-acl-entry':
      return [{ kind: 'network-acl', component: change.networkAclId, direction: change.entry.direction }];
    case 'add-security-group-rule':
      return [{ kind: 'security-group', component: change.groupId, direction: change.rule.direction }];
    case 'renumber-network-acl-entry':
    case 'create-flow-logs':
      return [];
  }
};

const isSame = (a: Place) => (b: Place) => a.component === b.component && a.direction === b.direction;

/** Every address of a subnet, or of its interfaces where the subnet itself was not given. */
const addressesOf = (network: Network, subnetId: SubnetId): Addresses.AddressSet => {
  const subnet = network.subnets.get(subnetId);
  const blocks = subnet === undefined ? [] : subnet.cidrs.map(Addresses.ofCidr);
  const inside = [...network.interfaces.values()].filter((it) => it.subnetId === subnetId).map(ownAddresses);
  return unionAll(Addresses.addressSets)(blocks.length > 0 ? blocks : inside);
};

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

const openedByGroup = (
  before: Network,
  after: Network,
  id: SecurityGroupId,
  direction: Direction,
): Headers.HeaderSet =>
  unionAll(Headers.headerSets)(
    [...alike(membersOf(before, id)).values()].map((members) => {
      const [one] = members as readonly [NetworkInterface, ...NetworkInterface[]];
      const allowed = (network: Network) =>
        securityGroupPartition(network, one, direction, PLAIN_CROSSING).allowed;
      const own = unionAll(Addresses.addressSets)(members.map(ownAddresses));
      return Peers.toHeaders(direction, own, Peers.subtract(allowed(after), allowed(before)));
    }),
  );

/** What a list of changes opens, filter by filter. `asked`: everything that goes between the two ends. */
export const openings = (
  before: Network,
  after: Network,
  changes: readonly Change[],
  asked: Headers.HeaderSet,
): readonly Opening[] => {
  const places = changes.flatMap(placeOf);
  return places
    .filter((place, index) => places.findIndex(isSame(place)) === index)
    .map(({ kind, component, direction }) => {
      const opened = kind === 'network-acl' ? openedByAcl : openedByGroup;
      const headers = opened(before, after, component, direction);
      return { component, direction, headers, beyond: Headers.subtract(headers, asked) };
    });
};
