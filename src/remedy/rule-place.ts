import { familyOf } from '../address/cidr.js';
import type { Family } from '../address/ip-address.js';
import { lintRules, type RuleFinding } from '../filter/lint-security-group.js';
import type { Network } from '../network/network.js';
import { weightOfList } from '../network/prefix-list-weight.js';
import { rulesOf, type SecurityGroup, type SecurityGroupRule } from '../network/security-group.js';
import type { Change } from './change.js';
import type { Need } from './need.js';

/** The groups of the interface, first the one whose rules came nearest: a rule fits best where its like are. */
export const groupsOf = (network: Network, need: Need): readonly SecurityGroup[] => {
  const nearest = need.nearest.find((it) => it.kind === 'security-group-rule')?.groupId;
  const ids = [...(nearest === undefined ? [] : [nearest]), ...(need.interface.securityGroupIds ?? [])];
  return [...new Set(ids)].flatMap((id) => network.securityGroups.get(id) ?? []);
};

/**
 * Rules per security group, for each direction and family.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const DEFAULT_QUOTA = 60;

/** The family that a rule counts for; null for both, as a reference to a group does. */
const familyOfPeer = (network: Network, { peer }: SecurityGroupRule): Family | null => {
  if (peer.kind === 'cidr') return familyOf(peer.cidr);
  return peer.kind === 'prefix-list' ? (network.prefixLists.get(peer.id)?.family ?? null) : null;
};

const weightOf = (network: Network, { peer }: SecurityGroupRule): number => {
  const list = peer.kind === 'prefix-list' ? network.prefixLists.get(peer.id) : undefined;
  return list === undefined ? 1 : weightOfList(list);
};

const countsWith = (network: Network, rule: SecurityGroupRule) => {
  const family = familyOfPeer(network, rule);
  return (it: SecurityGroupRule): boolean => (familyOfPeer(network, it) ?? family) === family;
};

/** What the rules of this direction count for the family of the new one. */
export const countedWith = (network: Network, group: SecurityGroup, rule: SecurityGroupRule): number =>
  (rulesOf(group, rule.direction) ?? [])
    .filter(countsWith(network, rule))
    .reduce((sum, it) => sum + weightOf(network, it), 0);

const hasRoom = (network: Network, group: SecurityGroup, rule: SecurityGroupRule): boolean =>
  countedWith(network, group, rule) + weightOf(network, rule) <= DEFAULT_QUOTA;

type Revocation = Extract<Change, { kind: 'revoke-security-group-rule' }>;

/** Rules of a full group that other rules make needless, whatever prefix lists hold: one of them can make room. */
const needlessIn = (
  network: Network,
  group: SecurityGroup,
  rule: SecurityGroupRule,
): readonly Revocation[] => {
  const isNeedless = (it: RuleFinding): boolean =>
    it.kind !== 'unreachable-rule' && it.dependsOn.length === 0 && !it.changesTracking;
  const isOfFamily = countsWith(network, rule);
  return lintRules(network, group, rule.direction)
    .filter((it) => isNeedless(it) && isOfFamily(it.rule))
    .slice(0, weightOf(network, rule))
    .map((it) => ({ kind: 'revoke-security-group-rule', groupId: group.id, rule: it.rule }));
};

/** Where the rule goes, and what makes room for it if the group is full; `isFull` where nothing can. */
export type Place = {
  readonly group: SecurityGroup;
  readonly room: readonly Change[];
  readonly isFull: boolean;
};

/** The nearest group with room, else the nearest where a needless rule can go, else the nearest though it is full. */
export const placeFor = (network: Network, need: Need, rule: SecurityGroupRule): Place | null => {
  const all = groupsOf(network, need);
  const free = all.find((group) => hasRoom(network, group, rule));
  if (free !== undefined) return { group: free, room: [], isFull: false };
  for (const group of all) {
    const room = needlessIn(network, group, rule);
    const freed = room.reduce((sum, it) => sum + weightOf(network, it.rule), 0);
    const left = countedWith(network, group, rule) - freed + weightOf(network, rule);
    if (left <= DEFAULT_QUOTA) return { group, room, isFull: false };
  }
  const [group] = all;
  return group === undefined ? null : { group, room: [], isFull: true };
};
