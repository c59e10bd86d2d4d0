import type { Network } from '../network/network.js';
import type { Direction } from '../traffic/direction.js';
import { type EntryFinding, lintEntries } from './lint-network-acl.js';
import { type GroupFinding, lintAttachment, lintRules, type RuleFinding } from './lint-security-group.js';

/** A rule, entry or group that could go without changing what passes, and why. */
export type LintFinding = EntryFinding | RuleFinding | GroupFinding;

const DIRECTIONS: readonly Direction[] = ['ingress', 'egress'];

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
