import type { IcmpMatch } from '../../traffic/icmp.js';
import { ALL_PORTS, type PortRange } from '../../traffic/ports.js';
import { hasPorts, isIcmp, type ProtocolMatch } from '../../traffic/protocol.js';

/** Two numbers of a rule: a port range, or the type and code of ICMP. AWS writes "any" as -1, null or nothing. */
type Pair = readonly [number | null, number | null];

const bound = (value: number | null, any: number): number => (value === null || value === -1 ? any : value);

/** Ports of a TCP or UDP rule; null when every port is meant, as it is for every other protocol. */
export const portsOf = (protocol: ProtocolMatch, [from, to]: Pair): PortRange | null => {
  if (protocol === 'all' || !hasPorts(protocol)) return null;
  const range = { from: bound(from, ALL_PORTS.from), to: bound(to, ALL_PORTS.to) };
  return range.from === ALL_PORTS.from && range.to === ALL_PORTS.to ? null : range;
};

/** Type and code of an ICMP rule; null when every type is meant, as it is for every other protocol. */
export const icmpOf = (protocol: ProtocolMatch, [type, code]: Pair): IcmpMatch | null => {
  if (protocol === 'all' || !isIcmp(protocol) || type === null || type === -1) return null;
  return { type, code: code === null || code === -1 ? 'any' : code };
};
