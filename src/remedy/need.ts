import * as Addresses from '../address/address-set.js';
import type { NearMiss } from '../filter/verdict.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { PathCheckpoint } from '../path/path-checkpoint.js';
import type { Checkpoint } from '../path/round-trip.js';
import type { Direction } from '../traffic/direction.js';
import * as Headers from '../traffic/header-set.js';
import { type Packet, reply } from '../traffic/packet.js';
import { onePort, type PortRange } from '../traffic/ports.js';
import { hasPorts } from '../traffic/protocol.js';
import * as Traffic from '../traffic/traffic-set.js';

/** What one filter has to let pass. */
export type Need = {
  readonly interface: NetworkInterface;
  readonly direction: Direction;
  readonly filter: 'security-groups' | 'network-acl';
  /** The packet as it comes there. */
  readonly packet: Packet;
  /** The ports it goes to: one of the service, or all that the initiator may use; null for protocols without. */
  readonly ports: PortRange | null;
  readonly nearest: readonly NearMiss[];
};

const portsOf = (packet: Packet, ephemeral: PortRange | null): PortRange | null => {
  if (!hasPorts(packet.protocol)) return null;
  if (ephemeral !== null) return ephemeral;
  return packet.destinationPort === null ? null : onePort(packet.destinationPort);
};

/** What a denial of a round trip needs; `sourcePorts` are the initiator's. */
export const needAt = (at: Checkpoint, request: Packet, sourcePorts: PortRange | null): Need => {
  const packet = at.leg === 'request' ? request : reply(request);
  const { interface: it, direction, filter, verdict } = at;
  const ports = portsOf(packet, at.leg === 'reply' ? sourcePorts : null);
  return { interface: it, direction, filter, packet, ports, nearest: verdict.nearest };
};

/** What a denial on a walked way needs: there a NAT gateway or a load balancer may have chosen addresses and ports. */
export const needOnPath = ({ carried, leg, ...at }: PathCheckpoint): Need => {
  const { interface: it, direction, filter, verdict } = at;
  const [range] = leg === 'reply' ? (carried.ports?.ranges ?? []) : [];
  const ports = portsOf(carried.packet, range ?? null);
  return { interface: it, direction, filter, packet: carried.packet, ports, nearest: verdict.nearest };
};

/** The packets themselves. No rule can name the port that a packet comes from, so it is left open. */
export const askedBy = ({ packet, ports }: Pick<Need, 'packet' | 'ports'>): Headers.HeaderSet =>
  Headers.between(
    Addresses.ofAddress(packet.source),
    Addresses.ofAddress(packet.destination),
    Traffic.ofMatch({ protocol: packet.protocol, ports, icmp: packet.icmp }),
  );
