import { familyOf } from '../address/cidr.js';
import type { Family } from '../address/ip-address.js';
import { lintRules, type RuleFinding } from '../filter/lint-security-group.js';
import type { Network } from '../network/network.js';
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

const familyOfPeer = ({ peer }: SecurityGroupRule): Family | null =>
  peer.kind === 'cidr' ? familyOf(peer.cidr) : null;

/** The weight of the list of Route 53 health checkers, which counts as that many rules. */
const CHECKERS_WEIGHT = 25;

const weightOf = ({ peer }: SecurityGroupRule): number => (peer.kind === 'prefix-list' ? CHECKERS_WEIGHT : 1);

/** The rules of this direction that count for the family of the new one; references to groups count for both. */
export const countedWith = (group: SecurityGroup, rule: SecurityGroupRule): number => {
  const family = familyOfPeer(rule);
  return (rulesOf(group, rule.direction) ?? []).filter((it) => (familyOfPeer(it) ?? family) === family)
    .length;
};

const hasRoom = (group: SecurityGroup, rule: SecurityGroupRule): boolean =>
  countedWith(group, rule) + weightOf(rule) <= DEFAULT_QUOTA;

/** Rules of a full group that other rules make needless, whatever prefix lists hold: one of them can make room. */
const needlessIn = (network: Network, group: SecurityGroup, rule: SecurityGroupRule): readonly Change[] => {
  const isNeedless = (it: RuleFinding): boolean =>
    it.kind !== 'unreachable-rule' && it.dependsOn.length === 0 && !it.changesTracking;
  const isOfFamily = (it: SecurityGroupRule): boolean =>
    (familyOfPeer(it) ?? familyOfPeer(rule)) === familyOfPeer(rule);
  return lintRules(network, group, rule.direction)
    .filter((it) => isNeedless(it) && isOfFamily(it.rule))
    .slice(0, weightOf(rule))
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
  const free = all.find((group) => hasRoom(group, rule));
  if (free !== undefined) return { group: free, room: [], isFull: false };
  for (const group of all) {
    const room = needlessIn(network, group, rule);
    const left = countedWith(group, rule) - room.length + weightOf(rule);
    if (left <= DEFAULT_QUOTA) return { group, room, isFull: false };
  }
  const [group] = all;
  return group === undefined ? null : { group, room: [], isFull: true };
};
