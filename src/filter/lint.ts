import type { Network, ResourceKind } from '../network/network.js';
import { distinct, type Gap, type GapKind } from '../problem/gap.js';
import type { Direction } from '../traffic/direction.js';
import { type EntryFinding, lintEntries } from './lint-network-acl.js';
import { type GroupFinding, lintAttachment, lintRules, type RuleFinding } from './lint-security-group.js';
import { entriesOf } from './prefix-list.js';

/** A rule, entry or group that could go without changing what passes, and why. */
export type LintFinding = EntryFinding | RuleFinding | GroupFinding;

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

/** The gaps of a network that hide what lint looks at. */
const CONCERNED: ReadonlySet<GapKind> = new Set([
  'network-acl',
  'security-group',
  'interface',
  'prefix-list',
  'prefix-list-entries',
  'unmodelled-rule',
]);

/** What lint would have looked at, had it been given. */
export const lintGaps = (network: Network): readonly Gap[] => {
  const kinds: readonly (readonly [ResourceKind, Gap])[] = [
    ['networkAcls', { kind: 'network-acl', id: null, needs: 'aws ec2 describe-network-acls' }],
    ['securityGroups', { kind: 'security-group', id: null, needs: 'aws ec2 describe-security-groups' }],
    ['interfaces', { kind: 'interface', id: null, needs: 'aws ec2 describe-network-interfaces' }],
  ];
  const rules = [...network.securityGroups.values()].flatMap(({ ingress, egress }) => [
    ...(ingress ?? []),
    ...(egress ?? []),
  ]);
  const lists = rules.flatMap(({ peer }) => {
    const list = peer.kind === 'prefix-list' ? entriesOf(network, peer.id) : null;
    return list === null || list.known ? [] : [list.gap];
  });
  return distinct([
    ...network.gaps.filter(({ kind }) => CONCERNED.has(kind)),
    ...kinds.flatMap(([kind, gap]) => (network.given.has(kind) ? [] : [gap])),
    ...lists,
  ]);
};

/** Everything in the network that could go, network ACLs first. */
export const lint = (network: Network): readonly LintFinding[] => [
  ...[...network.networkAcls.values()].flatMap((acl) =>
    DIRECTIONS.flatMap((direction) =>
      ([4, 6] as const).flatMap((family) => lintEntries(network, acl, direction, family)),
    ),
  ),
  ...[...network.securityGroups.values()].flatMap((group) => [
    ...DIRECTIONS.flatMap((direction) => lintRules(network, group, direction)),
    ...lintAttachment(network, group),
  ]),
];
