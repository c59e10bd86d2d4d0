import type { NetworkInterface } from '../../network/network-interface.js';
import type { Peer, SecurityGroupRule } from '../../network/security-group.js';
import { componentOf } from '../../path/blocker.js';
import type { Checkpoint } from '../../path/round-trip.js';
import type { AccountId, SecurityGroupId, VpcId } from '../../resource/id.js';
import type { Finding } from './finding.js';
import type { Separation, Span } from './separation.js';

/** The narrowest explanation of a log that the configuration given cannot have written; times in Unix seconds. */
export type Contradiction =
  /** Other conversations of the service fit the answers: the rules were changed between the two. */
  | {
      readonly kind: 'changed-since';
      readonly components: readonly string[];
      readonly between: Span;
      readonly answersAre: 'before' | 'after';
    }
  /**
   * So little time lies between them that a change may not have taken effect everywhere: "it can take a short period of
   * time". https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
   */
  | {
      readonly kind: 'not-in-effect-everywhere';
      readonly components: readonly string[];
      readonly between: Span;
    }
  /** The rule that decides refers to a group that another account manages, or that is of another VPC. */
  | {
      readonly kind: 'group-of-another-account';
      readonly groupId: SecurityGroupId;
      readonly ownerId: AccountId | null;
      readonly vpcId: VpcId | null;
      /** The group whose rule refers to it. */
      readonly referredBy: SecurityGroupId;
    }
  /** Nothing narrows it down but where it is: the answers are of another time, account or Region. */
  | { readonly kind: 'other-snapshot'; readonly components: readonly string[] };

/** Seconds in which a change of rules may take effect here and not yet there; AWS gives no number, so it is assumed. */
const SHORT_DELAY = 120;

const byTime = (
  components: readonly string[],
  { bad, good }: Extract<Separation, { dimension: 'time' }>,
): Contradiction => {
  const wasBefore = bad[1] < good[0];
  const between: Span = wasBefore ? [bad[1], good[0]] : [good[1], bad[0]];
  return between[1] - between[0] <= SHORT_DELAY
    ? { kind: 'not-in-effect-everywhere', components, between }
    : { kind: 'changed-since', components, between, answersAre: wasBefore ? 'after' : 'before' };
};

/** Where log and configuration differ: at the filters that were got past, else at those that should have let it pass. */
const differingAt = ({ disproved, trips: [trip], seenAt }: Finding): readonly Checkpoint[] => {
  if (disproved.length > 0) return disproved;
  const isRejected = ({ interface: { id }, leg }: Checkpoint) =>
    seenAt.some(
      (at) => at.observationPoint === id && (leg === 'request' ? at.forward : at.reverse).REJECT !== null,
    );
  return (trip?.checkpoints ?? []).filter(isRejected);
};

type Reference = { readonly groupId: SecurityGroupId; readonly rule: SecurityGroupRule };

/** Rules that let it in, or that would have let it in had its sender been a member. */
const rulesAt = ({ verdict: { deciding, nearest } }: Checkpoint): readonly Reference[] => [
  ...deciding.flatMap((it) => (it.kind === 'security-group-rule' ? [it] : [])),
  ...nearest.flatMap((it) =>
    it.kind === 'security-group-rule' &&
    it.missed.every((field) => field === 'source' || field === 'destination')
      ? [it]
      : [],
  ),
];

type GroupReference = Extract<Peer, { kind: 'security-group' }>;

const isForeign = ({ ownerId, vpcId }: GroupReference, { ownerId: account }: NetworkInterface): boolean =>
  vpcId !== null || (account !== null && ownerId !== null && ownerId !== account);

const byForeignGroup = (at: Checkpoint): Contradiction | null => {
  const rules = rulesAt(at);
  // A rule by address would have done the same, whoever manages the group.
  if (rules.some(({ rule }) => rule.peer.kind !== 'security-group')) return null;
  for (const { groupId, rule } of rules) {
    const { peer } = rule;
    if (peer.kind !== 'security-group' || !isForeign(peer, at.interface)) continue;
    const { ownerId, vpcId } = peer;
    return { kind: 'group-of-another-account', groupId: peer.id, ownerId, vpcId, referredBy: groupId };
  }
  return null;
};

/**
 * The narrowest explanation that the evidence bears: conversations of the service at another time, then a group that the
 * account does not manage, then the answers as a whole. Null for findings that contradict no configuration.
 */
export const contradictionOf = (finding: Finding): Contradiction | null => {
  if (finding.code !== 'log-contradicts-configuration' || finding.unexpected.length > 0) return null;
  const components = [...new Set(finding.disproved.map(componentOf))];
  const time = finding.separations.find((it) => it.dimension === 'time');
  if (time !== undefined) return byTime(components, time);
  const [foreign] = differingAt(finding).flatMap((at) => byForeignGroup(at) ?? []);
  return foreign ?? { kind: 'other-snapshot', components };
};
