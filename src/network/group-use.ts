import type { InterfaceId, SecurityGroupId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import { membersOf } from './look-up.js';
import type { Network } from './network.js';
import { isPeeringCut, type Peer, type SecurityGroup, type SecurityGroupRule } from './security-group.js';

type GroupReference = Extract<Peer, { kind: 'security-group' }>;

/** A rule that names a group, and the group it is a rule of. */
type Reference = {
  readonly group: SecurityGroup;
  readonly rule: SecurityGroupRule;
  readonly peer: GroupReference;
};

/** A group that rules or interfaces name and that no answer describes. */
export type DanglingGroup = {
  readonly id: SecurityGroupId;
  /** The account that owns it, where a rule tells. */
  readonly ownerId: string | null;
  /** Groups with rules that name it. */
  readonly namedBy: readonly SecurityGroupId[];
  readonly carriedBy: readonly InterfaceId[];
};

/** A rule that names a group and matches nothing. */
export type StaleRule = {
  readonly groupId: SecurityGroupId;
  readonly direction: Direction;
  readonly ruleId: string | null;
  readonly namedGroupId: SecurityGroupId;
  /** AWS lists it as stale, or the peering connection that it needs is gone. */
  readonly because: 'listed-as-stale' | 'peering-not-active';
  readonly peeringStatus: string | null;
};

const referencesIn = (network: Network): readonly Reference[] =>
  [...network.securityGroups.values()].flatMap((group) =>
    [...(group.ingress ?? []), ...(group.egress ?? [])].flatMap((rule) =>
      rule.peer.kind === 'security-group' ? [{ group, rule, peer: rule.peer }] : [],
    ),
  );

/** Groups that no interface carries; null when not all interfaces were given. */
export const unusedGroups = (network: Network): readonly SecurityGroup[] | null =>
  network.given.has('interfaces')
    ? [...network.securityGroups.values()].filter(({ id }) => membersOf(network, id).length === 0)
    : null;

/**
 * Rules that refer to a group which is no longer there for them: AWS lists them as stale, or their peering is not active.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
export const staleRules = (network: Network): readonly StaleRule[] =>
  referencesIn(network)
    .filter(({ peer }) => peer.isStale === true || isPeeringCut(peer))
    .map(({ group, rule, peer }) => ({
      groupId: group.id,
      direction: rule.direction,
      ruleId: rule.id,
      namedGroupId: peer.id,
      because: peer.isStale === true ? 'listed-as-stale' : 'peering-not-active',
      peeringStatus: peer.peeringStatus,
    }));

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Groups that rules or interfaces name and no answer describes, with who names them. */
export const danglingGroups = (network: Network): readonly DanglingGroup[] => {
  const found = new Map<
    SecurityGroupId,
    { ownerId: string | null; namedBy: Set<string>; carriedBy: Set<string> }
  >();
  const at = (id: SecurityGroupId) => {
    const known = found.get(id) ?? { ownerId: null, namedBy: new Set(), carriedBy: new Set() };
    found.set(id, known);
    return known;
  };
  for (const { group, peer } of referencesIn(network))
    if (!network.securityGroups.has(peer.id)) {
      const it = at(peer.id);
      it.ownerId ??= peer.ownerId;
      it.namedBy.add(group.id);
    }
  for (const { id: interfaceId, securityGroupIds } of network.interfaces.values())
    for (const id of securityGroupIds ?? [])
      if (!network.securityGroups.has(id)) at(id).carriedBy.add(interfaceId);
  return [...found]
    .sort(([a], [b]) => compareText(a, b))
    .map(([id, it]) => ({
      id,
      ownerId: it.ownerId,
      namedBy: [...it.namedBy].sort(),
      carriedBy: [...it.carriedBy].sort(),
    }));
};
