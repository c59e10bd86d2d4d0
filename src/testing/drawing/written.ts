import { isLeft } from 'fp-ts/lib/Either.js';
import { type Cidr, parse as parseCidr } from '../../address/cidr.js';
import { type IpAddress, parse as parseAddress } from '../../address/ip-address.js';
import type { IcmpMatch } from '../../traffic/icmp.js';
import type { PortRange } from '../../traffic/ports.js';
import { ICMP, ICMPV6, type ProtocolMatch, parse as parseProtocol } from '../../traffic/protocol.js';

/** A block as a drawing writes it. Throws where the text is none, saying what was expected. */
export const block = (text: string): Cidr => {
  const cidr = parseCidr(text);
  if (isLeft(cidr)) throw new Error(`"${text}" is not ${cidr.left.expected}`);
  return cidr.right;
};

/** Reads an address. Throws where the text is none, saying what was expected. */
export const address = (text: string): IpAddress => {
  const found = parseAddress(text);
  if (isLeft(found)) throw new Error(`"${text}" is not ${found.left.expected}`);
  return found.right;
};

/** `tcp 443`, `tcp 1024-65535`, `udp`, `icmp`, `icmp 8`, `all`: what a rule or an entry is about. */
export type TrafficText = string;

export type DrawnTraffic = {
  readonly protocol: ProtocolMatch;
  readonly ports: PortRange | null;
  readonly icmp: IcmpMatch | null;
};

const portsIn = (text: string | undefined): PortRange | null => {
  if (text === undefined) return null;
  const [from, to = from] = text.split('-').map(Number);
  if (from === undefined || to === undefined || Number.isNaN(from + to))
    throw new Error(`"${text}" is neither a port nor a range of ports such as 1024-65535`);
  return { from, to };
};

/** Reads `tcp 443`, `icmp 8`, `all` and the like. */
export const traffic = (text: TrafficText): DrawnTraffic => {
  const [name = '', detail] = text.split(' ');
  const protocol = parseProtocol(name);
  if (protocol === null)
    throw new Error(`"${name}" is no protocol: tcp, udp, icmp, icmpv6, all, or a number`);
  if (protocol !== ICMP && protocol !== ICMPV6) return { protocol, ports: portsIn(detail), icmp: null };
  const icmp = detail === undefined ? null : ({ type: Number(detail), code: 'any' } as const);
  return { protocol, ports: null, icmp };
};
