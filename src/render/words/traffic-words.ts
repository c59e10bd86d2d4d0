import { print as printCidr } from '../../address/cidr.js';
import type { Peer } from '../../network/security-group.js';
import type { Direction } from '../../traffic/direction.js';
import type { IcmpMatch } from '../../traffic/icmp.js';
import { type PortRange, print as printPorts } from '../../traffic/ports.js';
import { ARP, ICMP, ICMPV6, type Protocol, type ProtocolMatch, TCP, UDP } from '../../traffic/protocol.js';

const names: ReadonlyMap<Protocol, string> = new Map([
  [ICMP, 'ICMP'],
  [TCP, 'TCP'],
  [UDP, 'UDP'],
  [ICMPV6, 'ICMPv6'],
  [ARP, 'ARP'],
]);

export const protocolName = (protocol: ProtocolMatch): string =>
  protocol === 'all' ? 'All' : (names.get(protocol) ?? `protocol ${protocol}`);

/** `TCP port 443`, `ICMP`. */
export const serviceName = (protocol: Protocol, port: number | null): string =>
  port === null ? protocolName(protocol) : `${protocolName(protocol)} port ${port}`;

/** The console's word for the direction of a rule. */
export const directionWord = (direction: Direction): 'Inbound' | 'Outbound' =>
  direction === 'ingress' ? 'Inbound' : 'Outbound';

export const wayWord = (direction: Direction): 'in' | 'out' => (direction === 'ingress' ? 'in' : 'out');

/** Service names that the console shows in the Type column for a single TCP or UDP port. */
const consoleServices: ReadonlyMap<string, string> = new Map([
  ['6 22', 'SSH'],
  ['6 25', 'SMTP'],
  ['17 53', 'DNS (UDP)'],
  ['6 53', 'DNS (TCP)'],
  ['6 80', 'HTTP'],
  ['6 110', 'POP3'],
  ['6 143', 'IMAP'],
  ['6 389', 'LDAP'],
  ['6 443', 'HTTPS'],
  ['6 445', 'SMB'],
  ['6 993', 'IMAPS'],
  ['6 995', 'POP3S'],
  ['6 1433', 'MSSQL'],
  ['6 1521', 'Oracle-RDS'],
  ['6 2049', 'NFS'],
  ['6 3306', 'MYSQL/Aurora'],
  ['6 3389', 'RDP'],
  ['6 5432', 'PostgreSQL'],
  ['6 5439', 'Redshift'],
]);

type RuleTraffic = {
  readonly protocol: ProtocolMatch;
  readonly ports: PortRange | null;
  readonly icmp: IcmpMatch | null;
};

/** The Type column of the console's rule tables. */
export const ruleType = ({ protocol, ports, icmp }: RuleTraffic): string => {
  if (protocol === 'all') return 'All traffic';
  if (protocol === ICMP) return icmp === null ? 'All ICMP - IPv4' : 'Custom ICMP - IPv4';
  if (protocol === ICMPV6) return icmp === null ? 'All ICMP - IPv6' : 'Custom ICMP - IPv6';
  if (protocol !== TCP && protocol !== UDP) return 'Custom Protocol';
  if (ports === null) return `All ${protocolName(protocol)}`;
  const named = ports.from === ports.to ? consoleServices.get(`${protocol} ${ports.from}`) : undefined;
  return named ?? `Custom ${protocolName(protocol)}`;
};

/** The Protocol column. */
export const ruleProtocol = ({ protocol }: RuleTraffic): string =>
  protocol === 'all'
    ? 'All'
    : names.has(protocol)
      ? `${protocolName(protocol)} (${protocol})`
      : String(protocol);

const icmpNames: Readonly<Record<string, string>> = {
  '1 0': 'Echo Reply',
  '1 3': 'Destination Unreachable',
  '1 8': 'Echo Request',
  '1 11': 'Time Exceeded',
  '58 128': 'Echo Request',
  '58 129': 'Echo Reply',
};

/** The Port range column; for ICMP type and code. */
export const rulePorts = ({ protocol, ports, icmp }: RuleTraffic): string => {
  if (icmp === null) return ports === null ? 'All' : printPorts(ports);
  const type = icmp.type === 'any' ? 'All' : (icmpNames[`${protocol} ${icmp.type}`] ?? `type ${icmp.type}`);
  return icmp.code === 'any' ? type : `${type}, code ${icmp.code}`;
};

/** The Source or Destination column. */
export const peerName = (peer: Peer): string => (peer.kind === 'cidr' ? printCidr(peer.cidr) : peer.id);
