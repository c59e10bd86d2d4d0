import { vpcsOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { rulesOf, type SecurityGroup, type SecurityGroupRule } from '../network/security-group.js';
import type { PrefixListId, SecurityGroupId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import { always, fewest, isCovered, now } from './cover.js';
import { isOpen, openTo } from './open-rule.js';
import { isStale } from './peer-match.js';
import { entriesOf } from './prefix-list.js';

export type RuleFinding =
  /** Other rules of the group allow all that it allows. All rules reported of a group may go together. */
  | (AtRule & {
      /** Duplicate: one other rule that allows the very same. */
      readonly kind: 'duplicate-rule' | 'redundant-rule';
      /** The proof: these rules allow all that it allows. */
      readonly coveredBy: readonly SecurityGroupRule[];
      /** The proof holds as long as these prefix lists have the entries they have now; empty: whatever they hold. */
      readonly dependsOn: readonly PrefixListId[];
      /** Connections it leaves untracked would, or might, be tracked without it. */
      readonly changesTracking: boolean;
    })
  /** It matches nothing. */
  | (AtRule & {
      readonly kind: 'unreachable-rule';
      readonly reason: 'stale-reference' | 'empty-prefix-list';
    });

type AtRule = {
  readonly groupId: SecurityGroupId;
  readonly direction: Direction;
  readonly rule: SecurityGroupRule;
};

/** A group that no interface of the input carries. */
export type GroupFinding = {
  readonly kind: 'unattached-group';
  readonly groupId: SecurityGroupId;
  /** The proof: how many interfaces of its VPCs were looked at. */
  readonly interfaces: number;
  /** Groups whose rules refer to it: while they do, it cannot be deleted. */
  readonly referencedBy: readonly SecurityGroupId[];
};

type Reason = Extract<RuleFinding, { kind: 'unreachable-rule' }>['reason'];

const whyUnreachable = (network: Network, { peer }: SecurityGroupRule): Reason | null => {
  if (isStale(peer)) return 'stale-reference';
  if (peer.kind !== 'prefix-list') return null;
  const list = entriesOf(network, peer.id);
  return list.known && list.entries.length === 0 ? 'empty-prefix-list' : null;
};

/** Only a rule open to anywhere makes connections untracked; another one that takes all it takes keeps them so. */
const changesTracking = (
  network: Network,
  rule: SecurityGroupRule,
  others: readonly SecurityGroupRule[],
): boolean =>
  ([4, 6] as const).some((family) => openTo(network, family, rule) !== false) &&
  !others.some((other) => isOpen(other) && isCovered(now(network), rule, [other]));

const listsIn = (rules: readonly SecurityGroupRule[]): readonly PrefixListId[] => [
  ...new Set(rules.flatMap(({ peer }) => (peer.kind === 'prefix-list' ? [peer.id] : []))),
];

const covering = (network: Network, at: AtRule, others: readonly SecurityGroupRule[]): RuleFinding | null => {
  const { rule } = at;
  const meaning = [always, now(network)].find((one) => isCovered(one, rule, others));
  if (meaning === undefined) return null;
  const coveredBy = fewest(others, (some) => isCovered(meaning, rule, some));
  const [only] = coveredBy;
  const isDuplicate = coveredBy.length === 1 && only !== undefined && isCovered(meaning, only, [rule]);
  return {
    kind: isDuplicate ? 'duplicate-rule' : 'redundant-rule',
    ...at,
    coveredBy,
    dependsOn: meaning === always ? [] : listsIn([rule, ...coveredBy]),
    changesTracking: changesTracking(network, rule, others),
  };
};

/** Rules of one direction that could go: those that match nothing first, then those that others cover, in order. */
export const lintRules = (
  network: Network,
  group: SecurityGroup,
  direction: Direction,
): readonly RuleFinding[] => {
  const at = (rule: SecurityGroupRule): AtRule => ({ groupId: group.id, direction, rule });
  const judged = (rulesOf(group, direction) ?? []).map((rule) => ({
    rule,
    reason: whyUnreachable(network, rule),
  }));
  const unreachable = judged.flatMap(({ rule, reason }): readonly RuleFinding[] =>
    reason === null ? [] : [{ kind: 'unreachable-rule', ...at(rule), reason }],
  );
  let kept = judged.filter(({ reason }) => reason === null).map(({ rule }) => rule);
  const covered = kept.toReversed().flatMap((rule) => {
    const others = kept.filter((other) => other !== rule);
    const found = covering(network, at(rule), others);
    if (found === null) return [];
    kept = others;
    return [found];
  });
  return [...unreachable, ...covered.toReversed()];
};

const refersTo =
  (id: SecurityGroupId) =>
  ({ id: own, ingress, egress }: SecurityGroup): boolean =>
    own !== id &&
    [...(ingress ?? []), ...(egress ?? [])].some(
      ({ peer }) => peer.kind === 'security-group' && peer.id === id,
    );

/** The interfaces that could carry the group; none when not all of them were given. */
const candidates = (network: Network, { id }: SecurityGroup): readonly NetworkInterface[] => {
  if (network.gaps.some((gap) => gap.kind === 'interface' && gap.id === null)) return [];
  const vpcIds = vpcsOf(network, id);
  return [...network.interfaces.values()].filter(({ vpcId }) => vpcId === null || vpcIds.includes(vpcId));
};

/**
 * Whether interfaces carry the group. The group named `default` cannot be deleted, so it is nothing to tidy, and a VPC
 * without any interface in the input may not have been asked for.
 */
export const lintAttachment = (network: Network, group: SecurityGroup): readonly GroupFinding[] => {
  const looked = candidates(network, group);
  const mayCarry = looked.some(({ securityGroupIds }) => securityGroupIds?.includes(group.id) ?? true);
  if (looked.length === 0 || mayCarry || group.name === 'default') return [];
  const referencedBy = [...network.securityGroups.values()].filter(refersTo(group.id)).map(({ id }) => id);
  return [{ kind: 'unattached-group', groupId: group.id, interfaces: looked.length, referencedBy }];
};
