import { print } from '../../address/ip-address.js';
import type { Carried } from '../../path/carried.js';

/** A packet on its way; `sourcePorts` or `destinationPorts` stand for ports that the initiator may choose. */
export const packetJson = ({ packet, ports }: Carried) => ({
  source: print(packet.source),
  destination: print(packet.destination),
  protocol: packet.protocol,
  sourcePort: packet.sourcePort,
  destinationPort: packet.destinationPort,
  icmp: packet.icmp,
  initiatorPorts: ports === null ? null : ports.ranges.map(({ from, to }) => [from, to]),
});
