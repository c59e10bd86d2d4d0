import type { Family } from '../address/ip-address.js';
import type { Network } from '../network/network.js';
import type { NetworkAcl, NetworkAclEntry } from '../network/network-acl.js';
import { rulesOf, type SecurityGroup, type SecurityGroupRule } from '../network/security-group.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { NetworkAclId, SecurityGroupId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import * as Peers from '../traffic/peer-set.js';
import { isCovered } from './cover.js';
import { type EntryShare, shares } from './network-acl-set.js';
import { isOpen } from './open-rule.js';
import { isStale } from './peer-match.js';

/** A rule or entry that could go without changing what passes, and why. */
export type LintFinding =
  /** Entries before it match all that it matches: it never decides. */
  | (AclFinding & { readonly kind: 'shadowed-entry' })
  /** It decides, but what it decides would get the same outcome from the entries after it. */
  | (AclFinding & { readonly kind: 'redundant-entry' })
  /** Other rules of the group allow all that it allows. All rules reported of a group may go together. */
  | {
      readonly kind: 'redundant-rule';
      readonly groupId: SecurityGroupId;
      readonly direction: Direction;
      readonly rule: SecurityGroupRule;
      readonly coveredBy: readonly SecurityGroupRule[];
      /** Connections it leaves untracked would be tracked without it. */
      readonly changesTracking: boolean;
    }
  /** It refers to a group over a peering connection that is not active: it matches nothing. */
  | {
      readonly kind: 'stale-rule';
      readonly groupId: SecurityGroupId;
      readonly direction: Direction;
      readonly rule: SecurityGroupRule;
    };

type AclFinding = {
  readonly networkAclId: NetworkAclId;
  readonly direction: Direction;
  readonly entry: NetworkAclEntry;
  /** The proof: these entries decide the same packets the same way (redundant) or before it (shadowed). */
  readonly coveredBy: readonly NetworkAclEntry[];
};

const DIRECTIONS = ['ingress', 'egress'] as const;
const unionOf = unionAll(Peers.peerSets);

/** As few of them as still cover the set, found by leaving out one after the other. */
const fewest = <T>(all: readonly T[], covers: (some: readonly T[]) => boolean): readonly T[] =>
  all.reduce((kept, one) => {
    const without = kept.filter((other) => other !== one);
    return covers(without) ? without : kept;
  }, all);

const shadowing = (before: readonly EntryShare[], { matches }: EntryShare): readonly NetworkAclEntry[] =>
  fewest(before, (some) => Peers.isSubset(matches, unionOf(some.map((share) => share.matches)))).map(
    ({ entry }) => entry,
  );

/** What the entries after it would say of a set: the entries that take parts of it, in order. */
const heirs = (after: readonly EntryShare[], set: Peers.PeerSet): readonly NetworkAclEntry[] => {
  let left = set;
  return after.flatMap(({ entry, matches }) => {
    const taken = Peers.intersect(left, matches);
    left = Peers.subtract(left, taken);
    return Peers.isEmpty(taken) ? [] : [entry];
  });
};

const lintEntry = (
  acl: NetworkAcl,
  direction: Direction,
  all: readonly EntryShare[],
  index: number,
): readonly LintFinding[] => {
  const share = all[index] as EntryShare;
  const at = { networkAclId: acl.id, direction, entry: share.entry };
  if (Peers.isEmpty(share.decides))
    return [{ kind: 'shadowed-entry', ...at, coveredBy: shadowing(all.slice(0, index), share) }];
  const coveredBy = heirs(all.slice(index + 1), share.decides);
  return coveredBy.every((entry) => entry.action === share.entry.action)
    ? [{ kind: 'redundant-entry', ...at, coveredBy }]
    : [];
};

/** Entries of one list that could go, each taken alone. The final deny is AWS's own and stays. */
const lintEntries = (acl: NetworkAcl, direction: Direction, family: Family): readonly LintFinding[] => {
  const all = shares(acl, direction, family);
  return all.slice(0, -1).flatMap((_, index) => lintEntry(acl, direction, all, index));
};

/** Only a rule open to anywhere makes connections untracked; another one that takes all it takes keeps them so. */
const changesTracking = (rule: SecurityGroupRule, others: readonly SecurityGroupRule[]): boolean =>
  isOpen(rule) && !others.some((other) => isOpen(other) && isCovered(rule, [other]));

const lintRules = (group: SecurityGroup, direction: Direction): readonly LintFinding[] => {
  const rules = rulesOf(group, direction) ?? [];
  const at = { groupId: group.id, direction };
  let kept = rules.filter((rule) => !isStale(rule.peer));
  const stale = rules
    .filter((rule) => isStale(rule.peer))
    .map((rule) => ({ kind: 'stale-rule', ...at, rule }) as const);
  const redundant = kept.toReversed().flatMap((rule): readonly LintFinding[] => {
    const others = kept.filter((other) => other !== rule);
    if (!isCovered(rule, others)) return [];
    kept = others;
    const coveredBy = fewest(others, (some) => isCovered(rule, some));
    return [
      {
        kind: 'redundant-rule',
        ...at,
        rule,
        coveredBy,
        changesTracking: changesTracking(rule, others),
      },
    ];
  });
  return [...stale, ...redundant.toReversed()];
};

/** Every rule and entry of the network that could go without changing what passes. */
export const lint = (network: Network): readonly LintFinding[] => [
  ...[...network.networkAcls.values()].flatMap((acl) =>
    DIRECTIONS.flatMap((direction) =>
      ([4, 6] as const).flatMap((family) => lintEntries(acl, direction, family)),
    ),
  ),
  ...[...network.securityGroups.values()].flatMap((group) =>
    DIRECTIONS.flatMap((direction) => lintRules(group, direction)),
  ),
];
