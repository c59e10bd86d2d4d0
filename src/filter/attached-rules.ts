import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { rulesOf, type SecurityGroupRule } from '../network/security-group.js';
import type { Gap } from '../problem/gap.js';
import type { SecurityGroupId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';

/** A rule of one of the interface's groups. */
export type GroupRule = { readonly groupId: SecurityGroupId; readonly rule: SecurityGroupRule };

/** The rules of all groups of an interface in one direction, and what could hide more of them. */
export type AttachedRules = { readonly rules: readonly GroupRule[]; readonly missing: readonly Gap[] };

const describeGroup = (id: SecurityGroupId): Gap => ({
  kind: 'security-group',
  id,
  needs: `aws ec2 describe-security-groups --group-ids ${id}`,
});

const gather = (
  network: Network,
  groupIds: readonly SecurityGroupId[],
  direction: Direction,
): AttachedRules => {
  const known = groupIds.map((groupId) => {
    const group = network.securityGroups.get(groupId);
    return { groupId, rules: group === undefined ? null : rulesOf(group, direction) };
  });
  const unmodelled = network.gaps.filter(
    (gap) => gap.kind === 'unmodelled-rule' && groupIds.some((id) => id === gap.id),
  );
  return {
    rules: known.flatMap(({ groupId, rules }) => (rules ?? []).map((rule) => ({ groupId, rule }))),
    missing: [
      ...known.flatMap(({ groupId, rules }) => (rules === null ? [describeGroup(groupId)] : [])),
      ...unmodelled,
    ],
  };
};

const gathered = new WeakMap<Network, Map<string, AttachedRules>>();

/**
 * Rules of all groups count together: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 * Gathered once per network, as every packet of an interface asks for the same ones.
 */
export const attachedRules = (
  network: Network,
  groupIds: readonly SecurityGroupId[],
  direction: Direction,
): AttachedRules => {
  const known = gathered.get(network) ?? new Map<string, AttachedRules>();
  gathered.set(network, known);
  const key = [direction, ...groupIds].join(' ');
  const found = known.get(key) ?? gather(network, groupIds, direction);
  known.set(key, found);
  return found;
};

/** The gap of an interface whose groups are not known. */
export const groupsOf = (it: NetworkInterface): Gap => ({
  kind: 'interface',
  id: it.id,
  needs: `aws ec2 describe-network-interfaces --network-interface-ids ${it.id}`,
});
