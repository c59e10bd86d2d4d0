import type { IpAddress } from '../address/ip-address.js';
import type { Direction } from './direction.js';
import { type IcmpTypeCode, replyTo } from './icmp.js';
import type { Protocol } from './protocol.js';

/**
 * The header fields that filters look at. Null means *not known*: ports of a protocol without ports are null too,
 * and no rule asks for them. A flow log never knows `icmp`.
 */
export type Packet = {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly protocol: Protocol;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  readonly icmp: IcmpTypeCode | null;
};

/** The packet that answers this one: ends swapped, the ICMP type turned into its reply where it has one. */
export const reply = (request: Packet): Packet => ({
  source: request.destination,
  destination: request.source,
  protocol: request.protocol,
  sourcePort: request.destinationPort,
  destinationPort: request.sourcePort,
  icmp: request.icmp === null ? null : replyTo(request.protocol, request.icmp),
});

/** The end that rules look at: the source of a packet that comes in, the destination of one that goes out. */
export const peerAddress = (direction: Direction, packet: Packet): IpAddress =>
  direction === 'ingress' ? packet.source : packet.destination;
