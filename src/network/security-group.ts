import type { Cidr } from '../address/cidr.js';
import type { AccountId, PrefixListId, SecurityGroupId, SecurityGroupRuleId, VpcId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import type { IcmpMatch } from '../traffic/icmp.js';
import type { PortRange } from '../traffic/ports.js';
import type { ProtocolMatch } from '../traffic/protocol.js';

/**
 * A security group: rules that only ever allow, in no order.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export type SecurityGroup = {
  readonly id: SecurityGroupId;
  readonly name: string | null;
  readonly vpcId: VpcId | null;
  readonly ownerId: AccountId | null;
  /** Null when the answer did not carry this direction at all: then it is not known, not empty. */
  readonly ingress: readonly SecurityGroupRule[] | null;
  readonly egress: readonly SecurityGroupRule[] | null;
};

/** One rule with one peer: the source of an ingress rule, the destination of an egress rule. */
export type SecurityGroupRule = {
  /** `sgr-...`; only describe-security-group-rules knows it. */
  readonly id: SecurityGroupRuleId | null;
  readonly direction: Direction;
  readonly protocol: ProtocolMatch;
  /** Destination ports; null when the rule's protocol has none or every port is meant. */
  readonly ports: PortRange | null;
  /** Type and code; null when the rule is not about ICMP. */
  readonly icmp: IcmpMatch | null;
  readonly peer: Peer;
  readonly description: string | null;
};

/** The one other end that a rule names: a block, a prefix list, or the members of a group. */
export type Peer =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'prefix-list'; readonly id: PrefixListId }
  /** The private addresses of the interfaces that carry this group. */
  | {
      readonly kind: 'security-group';
      readonly id: SecurityGroupId;
      readonly ownerId: AccountId | null;
      readonly vpcId: VpcId | null;
      /** Status of the peering connection that the reference crosses; null inside one VPC. */
      readonly peeringStatus: string | null;
      /** AWS lists the rule as stale (describe-stale-security-groups): it matches nothing, whatever the status says. */
      readonly isStale?: true;
    };

export const rulesOf = (group: SecurityGroup, direction: Direction): readonly SecurityGroupRule[] | null =>
  direction === 'ingress' ? group.ingress : group.egress;

/** The peering connection that a reference needs is there no more, or not yet; AWS spells its status in either case. */
export const isPeeringCut = ({ peeringStatus }: { readonly peeringStatus: string | null }): boolean =>
  peeringStatus !== null && peeringStatus.toLowerCase() !== 'active';
