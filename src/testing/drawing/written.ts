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
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === undefined || from > to || to > 65_535)
    throw new Error(`"${text}" is neither a port nor a range of ports such as 1024-65535`);
  return { from, to };
};

const typeIn = (text: string): number => {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 255)
    throw new Error(`"${text}" is no type of ICMP, 0 to 255`);
  return Number(text);
};

/** Reads `tcp 443`, `icmp 8`, `all` and the like. */
export const traffic = (text: TrafficText): DrawnTraffic => {
  const [name = '', detail] = text.split(' ');
  const protocol = parseProtocol(name);
  if (protocol === null)
    throw new Error(`"${name}" is no protocol: tcp, udp, icmp, icmpv6, all, or a number`);
  if (protocol !== ICMP && protocol !== ICMPV6) return { protocol, ports: portsIn(detail), icmp: null };
  return { protocol, ports: null, icmp: detail === undefined ? null : { type: typeIn(detail), code: 'any' } };
};
