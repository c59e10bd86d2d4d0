import type { Direction, Leg } from '../traffic/direction.js';
import type { Checkpoint, RoundTrip } from './round-trip.js';

/** Why a filter on the path does not let a leg pass. */
export type BlockerCode =
  | 'security-group-egress-lacks-rule'
  | 'security-group-ingress-lacks-rule'
  | 'network-acl-egress-denies-request'
  | 'network-acl-ingress-denies-request'
  | 'network-acl-egress-denies-reply'
  | 'network-acl-ingress-denies-reply'
  | 'untracked-reply-lacks-rule';

const networkAclCodes: Readonly<Record<Leg, Readonly<Record<Direction, BlockerCode>>>> = {
  request: { egress: 'network-acl-egress-denies-request', ingress: 'network-acl-ingress-denies-request' },
  reply: { egress: 'network-acl-egress-denies-reply', ingress: 'network-acl-ingress-denies-reply' },
};

const securityGroupCodes: Readonly<Record<Direction, BlockerCode>> = {
  egress: 'security-group-egress-lacks-rule',
  ingress: 'security-group-ingress-lacks-rule',
};

/** The code of a blocker at this checkpoint. */
export const blockerCode = (at: Pick<Checkpoint, 'filter' | 'leg' | 'direction'>): BlockerCode => {
  if (at.filter === 'network-acl') return networkAclCodes[at.leg][at.direction];
  return at.leg === 'reply' ? 'untracked-reply-lacks-rule' : securityGroupCodes[at.direction];
};

/**
 * The code that Reachability Analyzer would give; it tells groups without any rule in that direction from those whose
 * rules do not apply.
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export const awsExplanationCode = ({ filter, verdict }: Pick<Checkpoint, 'filter' | 'verdict'>): string => {
  if (filter === 'network-acl') return 'SUBNET_ACL_RESTRICTION';
  const hasNoRules = verdict.deciding.some((it) => it.kind === 'security-group' && it.isEmpty);
  return hasNoRules ? 'SG_HAS_NO_RULES' : 'ENI_SG_RULES_MISMATCH';
};

/** The id of what blocks: the ACL; the security group when the interface has one, else the interface. */
export const componentOf = ({
  verdict,
  interface: it,
  filter,
}: Pick<Checkpoint, 'verdict' | 'interface' | 'filter'>): string => {
  if (filter === 'network-acl')
    return verdict.deciding.find((d) => d.kind === 'network-acl-entry')?.networkAclId ?? it.id;
  const [only, ...more] = it.securityGroupIds ?? [];
  return only !== undefined && more.length === 0 ? only : it.id;
};

/** Every checkpoint that denies its leg, in the order of evaluation. */
export const blockers = (trip: RoundTrip): readonly Checkpoint[] =>
  trip.checkpoints.filter(({ verdict }) => verdict.outcome === 'denied');

/** Every checkpoint whose verdict is not known for lack of input. */
export const undecided = (trip: RoundTrip): readonly Checkpoint[] =>
  trip.checkpoints.filter(({ verdict }) => verdict.outcome === 'undetermined');
