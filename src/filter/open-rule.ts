import { familyOf, isAny } from '../address/cidr.js';
import type { Family } from '../address/ip-address.js';
import type { Network } from '../network/network.js';
import type { SecurityGroupRule } from '../network/security-group.js';
import type { Gap } from '../problem/gap.js';
import { entriesOf } from './prefix-list.js';

/**
 * A rule whose peer is the literal 0.0.0.0/0 or ::/0: one half of what makes a connection untracked. That two halves of
 * the address space do not count is assumed: AWS does not say.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections
 */
export const isOpen = ({ peer }: SecurityGroupRule): boolean => peer.kind === 'cidr' && isAny(peer.cidr);

/**
 * Whether a rule is open to one family. AWS does not say whether a prefix list that holds 0.0.0.0/0 or ::/0 counts, so
 * such a list, or one that may be such a list, is a gap.
 */
export const openTo = (network: Network, family: Family, { peer }: SecurityGroupRule): boolean | Gap => {
  if (peer.kind === 'security-group') return false;
  if (peer.kind === 'cidr') return isAny(peer.cidr) && familyOf(peer.cidr) === family;
  // Lists of AWS hold the addresses of its services.
  if (network.prefixLists.get(peer.id)?.ownerId === 'AWS') return false;
  const list = entriesOf(network, peer.id);
  if (!list.known) return list.family === null || list.family === family ? list.gap : false;
  const holdsAny = list.entries.some((cidr) => isAny(cidr) && familyOf(cidr) === family);
  return holdsAny ? { kind: 'open-prefix-list', id: peer.id, needs: 'AWS to document it' } : false;
};
