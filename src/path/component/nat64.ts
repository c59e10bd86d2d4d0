import { covers } from '../../address/cidr.js';
import { ipv4, ipv6 } from '../../address/ip-address.js';
import { echoRequest } from '../../traffic/icmp.js';
import type { Packet } from '../../traffic/packet.js';
import { ICMP, ICMPV6 } from '../../traffic/protocol.js';
import type { Carried } from '../carried.js';

/** `64:ff9b::/96`, in whose last 32 bits an IPv4 address stands. https://www.rfc-editor.org/rfc/rfc6052 */
export const WELL_KNOWN_PREFIX = { network: ipv6(0x64ff9bn << 96n), prefixLength: 96 } as const;

/** A ping stays a ping; what becomes of other messages is not known. */
const messageOf = ({ icmp }: Packet): Packet['icmp'] =>
  icmp !== null && icmp.type === echoRequest(ICMPV6)?.type ? echoRequest(ICMP) : null;

/**
 * The IPv4 packet that a NAT gateway makes of an IPv6 one to `64:ff9b::/96`; null for every other packet. Its source is
 * the gateway's to set. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html
 */
export const nat64 = ({ packet, ports }: Carried): Carried | null => {
  const { destination, protocol } = packet;
  if (destination.family === 4 || !covers(destination)(WELL_KNOWN_PREFIX)) return null;
  const embedded = ipv4(Number(destination.value & 0xffff_ffffn));
  return {
    packet: {
      ...packet,
      destination: embedded,
      protocol: protocol === ICMPV6 ? ICMP : protocol,
      icmp: messageOf(packet),
    },
    ports,
  };
};
