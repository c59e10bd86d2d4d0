import { TCP, UDP } from '../../index.js';

/** Protocols as `check` names them, by number. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'icmp'],
  [TCP, 'tcp'],
  [UDP, 'udp'],
  [58, 'icmpv6'],
]);

export const protocolName = (protocol: number): string => NAMES.get(protocol) ?? String(protocol);

/** The protocols that have ports. */
export const PORTS: readonly string[] = ['tcp', 'udp'];
