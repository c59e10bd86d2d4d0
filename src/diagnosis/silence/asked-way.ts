import { print } from '../../address/ip-address.js';
import { type Way, wayAlongRoutes } from '../../capture/absence/way.js';
import type { AskedTraffic } from '../../capture/never-logged/likeness.js';
import type { Network } from '../../network/network.js';
import { endpointOf } from '../../path/endpoint.js';
import { areEnds, findEnds } from '../../path/named-end.js';
import { reach } from '../../path/reach.js';
import { type RoundTrip, roundTrip } from '../../path/round-trip.js';
import type { Packet } from '../../traffic/packet.js';
import { hasPorts, TCP } from '../../traffic/protocol.js';

/** The packet that was asked for, if the question names enough of one. */
export const packetOf = ({
  source,
  destination,
  protocol: named,
  port,
  sourcePort,
}: AskedTraffic): Packet | null => {
  const protocol = named ?? (port === null ? null : TCP);
  if (source === null || destination === null || protocol === null) return null;
  if (hasPorts(protocol) && port === null) return null;
  return { source, destination, protocol, sourcePort, destinationPort: port, icmp: null };
};

/** What the filters at the two ends say of it; null when neither is an interface of the input. */
export const tripOf = (network: Network, packet: Packet): RoundTrip | null => {
  const vpcOf = (it: ReturnType<typeof endpointOf>) => (it.kind === 'interface' ? it.interface.vpcId : null);
  const first = endpointOf(network, packet.source, null);
  const responder = endpointOf(network, packet.destination, vpcOf(first));
  const initiator = first.kind === 'interface' ? first : endpointOf(network, packet.source, vpcOf(responder));
  if (initiator.kind === 'outside' && responder.kind === 'outside') return null;
  return roundTrip(network, { initiator, responder }, packet);
};

/** Its way along the routes; null where none are given, or the ends are not known. */
export const routedWay = (network: Network, packet: Packet): Way | null => {
  if (network.routeTables.size === 0) return null;
  const [from, to] = [packet.source, packet.destination].map(
    (address) => ({ kind: 'address', address }) as const,
  );
  if (from === undefined || to === undefined) return null;
  const ends = findEnds(network, from, to, print);
  if (!areEnds(ends)) return null;
  const { sourcePort: port } = packet;
  const sourcePorts = port === null ? null : { from: port, to: port };
  const asked = { ...packet, source: ends.initiator.address, destination: ends.responder.address };
  return wayAlongRoutes(network, reach(network, { ends, packet: asked, sourcePorts }));
};
