import { type Packet, reply } from '../traffic/packet.js';
import type { PortRange } from '../traffic/ports.js';

/**
 * The ports that whoever opened the connection may use: source ports of the request, destination ports of the reply.
 * `of` is the component that chose them anew (a NAT gateway, a load balancer); null is the initiator itself.
 */
export type InitiatorPorts = { readonly ranges: readonly PortRange[]; readonly of: string | null };

/** A packet as it is at one place of its way; the port that `ports` tells of is one of them. */
export type Carried = { readonly packet: Packet; readonly ports: InitiatorPorts | null };

/** The answer to what is carried, with the initiator's ports at the other end. */
export const answer = ({ packet, ports }: Carried): Carried => ({ packet: reply(packet), ports });

export const withSource = ({ packet, ports }: Carried, source: Packet['source']): Carried => ({
  packet: { ...packet, source },
  ports,
});

export const withDestination = ({ packet, ports }: Carried, destination: Packet['destination']): Carried => ({
  packet: { ...packet, destination },
  ports,
});

/** The same packet from a source port that `of` chooses: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
export const withNewPorts = ({ packet, ports }: Carried, range: PortRange, of: string): Carried =>
  ports === null
    ? { packet, ports }
    : { packet: { ...packet, sourcePort: range.from }, ports: { ranges: [range], of } };
