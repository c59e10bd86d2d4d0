import type { Cidr } from '../address/cidr.js';
import type { NetworkAclEntry } from '../network/network-acl.js';
import type { SecurityGroupRule } from '../network/security-group.js';
import type { Gap } from '../problem/gap.js';
import type { InterfaceId, NetworkAclId, PrefixListId, SecurityGroupId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';

/** `undetermined`: the input leaves open which of the two it is. */
export type Outcome = 'allowed' | 'denied' | 'undetermined';

/**
 * What a filter says of a packet and why. `missing` is what an `undetermined` verdict would need; a decided verdict
 * has nothing missing, whatever else is unknown.
 */
export type Verdict = {
  readonly outcome: Outcome;
  /** What decided. Allowed by security groups: every rule that allows. Denied by an entry: that entry. */
  readonly deciding: readonly Deciding[];
  /** For a denial by default: the rules that came closest, nearest first. */
  readonly nearest: readonly NearMiss[];
  readonly missing: readonly Gap[];
};

/** What made a filter decide as it did. */
export type Deciding =
  | {
      readonly kind: 'security-group-rule';
      readonly groupId: SecurityGroupId;
      readonly direction: Direction;
      readonly rule: SecurityGroupRule;
      readonly peer: MatchedPeer;
    }
  /** No rule of any of these groups allows the packet: the default deny. An empty list is an interface whose groups allow nothing. */
  | {
      readonly kind: 'security-group';
      readonly interfaceId: InterfaceId;
      readonly groupIds: readonly SecurityGroupId[];
      readonly direction: Direction;
      /** None of the groups has any rule in this direction. */
      readonly isEmpty: boolean;
    }
  | {
      readonly kind: 'network-acl-entry';
      readonly networkAclId: NetworkAclId;
      readonly direction: Direction;
      readonly entry: NetworkAclEntry;
      /** Entries with a higher number that would have matched too. */
      readonly shadowed: readonly number[];
    }
  /** The reply belongs to a connection that the security groups track, so no rule is asked. */
  | { readonly kind: 'connection-tracking'; readonly interfaceId: InterfaceId; readonly direction: Direction }
  /** The interface carries no security group: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
  | { readonly kind: 'no-security-groups'; readonly interfaceId: InterfaceId }
  /** Both ends are in one subnet: its network ACL is not asked. */
  | { readonly kind: 'same-subnet'; readonly interfaceId: InterfaceId }
  /** Neither filter sees this traffic, for example Amazon DNS. `service` is AWS's name of it. */
  | { readonly kind: 'unfiltered-service'; readonly service: string; readonly source: string };

/** The part of a rule's peer that matched. */
export type MatchedPeer =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'prefix-list'; readonly id: PrefixListId; readonly cidr: Cidr }
  | {
      readonly kind: 'security-group';
      readonly id: SecurityGroupId;
      /** The member that holds the address; null when the crossing named the group itself. */
      readonly interfaceId: InterfaceId | null;
    };

/** A rule that would have allowed the packet had `missed` been different. */
export type NearMiss = (
  | {
      readonly kind: 'security-group-rule';
      readonly groupId: SecurityGroupId;
      readonly direction: Direction;
      readonly rule: SecurityGroupRule;
    }
  | {
      readonly kind: 'network-acl-entry';
      readonly networkAclId: NetworkAclId;
      readonly direction: Direction;
      readonly entry: NetworkAclEntry;
    }
) & { readonly missed: readonly MissedField[] };

/** The field in which a rule and a packet differ. Source and destination are the packet's. */
export type MissedField = 'protocol' | 'port' | 'icmp' | 'source' | 'destination';

export const allowed = (...deciding: readonly Deciding[]): Verdict => ({
  outcome: 'allowed',
  deciding,
  nearest: [],
  missing: [],
});

export const denied = (deciding: readonly Deciding[], nearest: readonly NearMiss[] = []): Verdict => ({
  outcome: 'denied',
  deciding,
  nearest,
  missing: [],
});

export const undetermined = (missing: readonly Gap[], deciding: readonly Deciding[] = []): Verdict => ({
  outcome: 'undetermined',
  deciding,
  nearest: [],
  missing,
});

/** The same rule, entry or reason, whatever else the two tell of the packet that met it. */
export const sameDeciding = (a: Deciding, b: Deciding): boolean => {
  if (a.kind === 'security-group-rule') return b.kind === a.kind && a.rule === b.rule;
  if (a.kind === 'network-acl-entry')
    return b.kind === a.kind && a.entry.number === b.entry.number && a.direction === b.direction;
  return a.kind === b.kind;
};
