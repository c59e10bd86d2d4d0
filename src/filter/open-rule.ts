import { familyOf, isAny } from '../address/cidr.js';
import type { Family } from '../address/ip-address.js';
import type { SecurityGroupRule } from '../network/security-group.js';

/**
 * A rule whose peer is the literal 0.0.0.0/0 or ::/0: one half of what makes a connection untracked. That a prefix list
 * or two halves of the address space do not count is assumed: AWS does not say.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections
 */
export const isOpen = ({ peer }: SecurityGroupRule): boolean => peer.kind === 'cidr' && isAny(peer.cidr);

export const isOpenTo = (family: Family, rule: SecurityGroupRule): boolean =>
  rule.peer.kind === 'cidr' && isOpen(rule) && familyOf(rule.peer.cidr) === family;
