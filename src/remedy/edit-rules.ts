import type { Network } from '../network/network.js';
import type { Edit } from './edit.js';
import type { Need } from './need.js';
import { addNetworkAclEntry } from './network-acl-entry.js';
import type { ReservedNumbers } from './reserved-numbers.js';
import { addSecurityGroupRule } from './security-group-rule.js';

/** The smallest edit of the rules of one filter; null when its rules are not known. */
export const editRules = (network: Network, need: Need, isReserved: ReservedNumbers): Edit | null =>
  need.filter === 'network-acl'
    ? addNetworkAclEntry(network, need, isReserved)
    : addSecurityGroupRule(network, need);
