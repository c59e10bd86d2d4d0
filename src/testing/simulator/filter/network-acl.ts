import { covers } from '../../../address/cidr.js';
import type { Network } from '../../../network/network.js';
import type { NetworkAcl, NetworkAclEntry } from '../../../network/network-acl.js';
import type { SubnetId } from '../../../resource/id.js';
import type { Direction } from '../../../traffic/direction.js';
import type { Packet } from '../../../traffic/packet.js';
import { matchesTraffic } from './rule-match.js';

/** "You can associate a network ACL with multiple subnets. However, a subnet can be associated with only one." */
export const networkAclAt = (network: Network, subnetId: SubnetId | null): NetworkAcl | null => {
  for (const acl of network.networkAcls.values())
    if (subnetId !== null && acl.subnetIds.includes(subnetId)) return acl;
  return null;
};

/**
 * "Rules are evaluated starting with the lowest numbered rule. As soon as a rule matches traffic, it's applied regardless
 * of any higher-numbered rule that might contradict it." Null where nothing matches, which the final deny makes a denial.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
export const decidingEntry = (
  acl: NetworkAcl,
  direction: Direction,
  packet: Packet,
): NetworkAclEntry | null => {
  const peer = direction === 'ingress' ? packet.source : packet.destination;
  let deciding: NetworkAclEntry | null = null;
  for (const entry of acl.entries) {
    if (entry.direction !== direction || !covers(peer)(entry.cidr) || !matchesTraffic(entry, packet))
      continue;
    if (deciding === null || entry.number < deciding.number) deciding = entry;
  }
  return deciding;
};

/** What the network ACL of a subnet says of a packet that enters or leaves it. */
export const networkAclAllows = (
  network: Network,
  subnetId: SubnetId | null,
  direction: Direction,
  packet: Packet,
): boolean => {
  const acl = networkAclAt(network, subnetId);
  return acl === null || decidingEntry(acl, direction, packet)?.action === 'allow';
};
