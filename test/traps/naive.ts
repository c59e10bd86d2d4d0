import { covers } from '../../src/address/cidr.js';
import { equals } from '../../src/address/ip-address.js';
import type { Outcome } from '../../src/filter/verdict.js';
import type { Network } from '../../src/network/network.js';
import type { NetworkAclEntry } from '../../src/network/network-acl.js';
import type { NetworkInterface } from '../../src/network/network-interface.js';
import type { SecurityGroupRule } from '../../src/network/security-group.js';
import type { Direction } from '../../src/traffic/direction.js';
import { type Packet, peerAddress } from '../../src/traffic/packet.js';
import type { AwsIpPermission, WrittenPacket } from '../oracle/filter.js';
import { isInBlock } from '../oracle/filter.js';

/** A first draft of the evaluators. Each is right about plain TCP between two hosts, and wrong in a trap. */

const NUMBERS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

/** Every rule has a protocol, a range of ports and some CIDR blocks. */
export const permits = (permission: AwsIpPermission, packet: WrittenPacket): boolean => {
  const { IpProtocol, FromPort = 0, ToPort = 0 } = permission;
  const port = packet.destinationPort ?? 0;
  return (
    (IpProtocol === '-1' || NUMBERS[IpProtocol] === packet.protocol) &&
    FromPort <= port &&
    port <= ToPort &&
    permission.IpRanges.some((range) => isInBlock(packet.source, range.CidrIp))
  );
};

type Traffic = Pick<SecurityGroupRule, 'protocol' | 'ports' | 'icmp'>;

const carries = ({ protocol, ports, icmp }: Traffic, packet: Packet): boolean => {
  const port = packet.destinationPort ?? 0;
  return (
    (protocol === 'all' || protocol === packet.protocol) &&
    (ports === null || (ports.from <= port && port <= ports.to)) &&
    (icmp === null || icmp.type === 'any' || icmp.type === packet.icmp?.type)
  );
};

/** A rule with a group means every interface that carries it, by any of its addresses; prefix lists as they once were. */
const meansPeer = (network: Network, rule: SecurityGroupRule, direction: Direction, packet: Packet) => {
  const address = peerAddress(direction, packet);
  const { peer } = rule;
  if (peer.kind === 'cidr') return covers(address)(peer.cidr);
  if (peer.kind === 'prefix-list') return false;
  return [...network.interfaces.values()].some(
    (it) =>
      it.securityGroupIds?.includes(peer.id) &&
      [...it.privateAddresses, ...it.publicAddresses].some((own) => equals(own, address)),
  );
};

/** Some rule of some group allows it, whatever the way and whatever passed before. */
export const naiveGroups = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  packet: Packet,
): Outcome => {
  const rules = (it.securityGroupIds ?? []).flatMap(
    (id) => network.securityGroups.get(id)?.[direction] ?? [],
  );
  const allows = (rule: SecurityGroupRule) =>
    carries(rule, packet) && meansPeer(network, rule, direction, packet);
  return rules.some(allows) ? 'allowed' : 'denied';
};

/** The first entry in the answer that matches decides, for every packet, as a rule of a group would match. */
export const naiveAcl = (
  entries: readonly NetworkAclEntry[],
  direction: Direction,
  packet: Packet,
): Outcome => {
  const address = peerAddress(direction, packet);
  const first = entries.find(
    (entry) => entry.direction === direction && carries(entry, packet) && covers(address)(entry.cidr),
  );
  return first?.action === 'allow' ? 'allowed' : 'denied';
};
