import type { NetworkAclEntry } from '../../../network/network-acl.js';
import type { SecurityGroupRule } from '../../../network/security-group.js';
import type { Packet } from '../../../traffic/packet.js';
import { ICMP, ICMPV6, TCP, UDP } from '../../../traffic/protocol.js';

type Match = Pick<SecurityGroupRule | NetworkAclEntry, 'protocol' | 'ports' | 'icmp'>;

/**
 * Protocol, destination port and ICMP type of a rule. Neither groups nor network ACLs know a source port; a rule for
 * another protocol than TCP, UDP and ICMP matches all of it.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export const matchesTraffic = ({ protocol, ports, icmp }: Match, packet: Packet): boolean => {
  if (protocol === 'all') return true;
  if (protocol !== packet.protocol) return false;
  if (protocol === TCP || protocol === UDP) {
    const port = packet.destinationPort ?? 0;
    return ports === null || (ports.from <= port && port <= ports.to);
  }
  if ((protocol !== ICMP && protocol !== ICMPV6) || icmp === null || packet.icmp === null) return true;
  const { type, code } = packet.icmp;
  return (icmp.type === 'any' || icmp.type === type) && (icmp.code === 'any' || icmp.code === code);
};
