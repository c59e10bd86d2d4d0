import type { Finding } from '../diagnosis/finding/finding.js';
import type { Network } from '../network/network.js';
import { type Checkpoint, type Ends, type RoundTrip, roundTrip } from '../path/round-trip.js';
import { type EphemeralPorts, ephemeralPorts, sourcePortsToJudge } from '../path/source-ports.js';
import type { Packet } from '../traffic/packet.js';
import { hasPorts } from '../traffic/protocol.js';

/** The service: one initiator with every source port it may use, one responder, protocol and port. */
export type Unit = {
  readonly ends: Ends;
  readonly packet: Packet;
  readonly sourcePorts: EphemeralPorts | null;
  /** Places that the records show to be open, whatever the configuration given says. */
  readonly open: readonly Checkpoint[];
};

/** The service that a finding speaks of; null when neither of its ends is an interface of the configuration. */
export const unitOf = (network: Network, finding: Finding): Unit | null => {
  const [trip] = finding.trips;
  if (trip === undefined) return null;
  const { packet, initiator, responder } = trip;
  const sourcePorts = hasPorts(packet.protocol)
    ? ephemeralPorts(network, initiator, finding.group?.sourcePorts ?? [])
    : null;
  return { ends: { initiator, responder }, packet, sourcePorts, open: finding.disproved };
};

/** The round trips of the service, one for each class of source ports that filters tell apart. */
export const judge = (network: Network, { ends, packet, sourcePorts }: Unit): readonly RoundTrip[] => {
  const ports = sourcePorts === null ? [null] : sourcePortsToJudge(network, ends, sourcePorts.range);
  return ports.map((sourcePort) => roundTrip(network, ends, { ...packet, sourcePort }));
};
