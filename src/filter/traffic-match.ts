import type { IcmpMatch } from '../traffic/icmp.js';
import { matches as matchesIcmp } from '../traffic/icmp.js';
import type { Packet } from '../traffic/packet.js';
import { contains, type PortRange } from '../traffic/ports.js';
import { hasPorts, isIcmp, matches as matchesProtocol, type ProtocolMatch } from '../traffic/protocol.js';
import type { MissedField } from './verdict.js';

/** What security-group rules and network ACL entries have in common: the part that looks beyond the addresses. */
export type TrafficMatch = {
  readonly protocol: ProtocolMatch;
  readonly ports: PortRange | null;
  readonly icmp: IcmpMatch | null;
};

/**
 * Ports count only where the rule names TCP or UDP; for every other protocol AWS ignores what is written there.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
const missesPort = (packet: Packet, rule: TrafficMatch): boolean => {
  if (!hasPorts(packet.protocol) || rule.protocol === 'all') return false;
  if (!hasPorts(rule.protocol)) return true;
  return (
    rule.ports !== null && (packet.destinationPort === null || !contains(packet.destinationPort)(rule.ports))
  );
};

const missesIcmp = (packet: Packet, rule: TrafficMatch): boolean => {
  if (!isIcmp(packet.protocol) || rule.protocol === 'all') return false;
  if (!isIcmp(rule.protocol)) return true;
  return rule.icmp !== null && (packet.icmp === null || !matchesIcmp(packet.icmp)(rule.icmp));
};

/**
 * The fields in which a packet and a rule differ, addresses aside. A field the packet does not know counts as
 * missed unless the rule takes any value; `judgePossible` sees to it that none is unknown here.
 */
export const missedFields =
  (packet: Packet) =>
  (rule: TrafficMatch): readonly MissedField[] => [
    ...(matchesProtocol(packet.protocol)(rule.protocol) ? [] : (['protocol'] as const)),
    ...(missesPort(packet, rule) ? (['port'] as const) : []),
    ...(missesIcmp(packet, rule) ? (['icmp'] as const) : []),
  ];
