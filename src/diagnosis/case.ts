import { equals, type IpAddress } from '../address/ip-address.js';
import { type Capture, captureAt } from '../capture/traffic-type.js';
import type { WasAccepted } from '../conversation/accepted-tuples.js';
import { type Flow, total } from '../conversation/conversation.js';
import type { Correlation } from '../conversation/correlation.js';
import { covers } from '../conversation/coverage.js';
import type { Group, GroupSighting } from '../conversation/group.js';
import { timeDelta } from '../conversation/time-delta.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { atInterface, type Endpoint, endpointOf } from '../path/endpoint.js';
import { type Ends, type RoundTrip, roundTrip, type Side } from '../path/round-trip.js';
import { sourcePortClasses } from '../path/source-ports.js';
import type { Leg } from '../traffic/direction.js';
import { hasPorts, isIcmp } from '../traffic/protocol.js';

/** What one interface recorded of a group, and what its silence is worth. */
export type Observation = GroupSighting & {
  /** The end that the interface is; null when neither configuration nor log tells. */
  readonly side: Side | null;
  /**
   * The interface is known and holds neither address: a routed appliance, or a secondary or pod address that was not
   * listed. Its own filters judged the packet, and what they saw of it is not known.
   */
  readonly forwards: boolean;
  readonly capture: Capture;
  /** A record of this leg that is missing here does not exist: the flow log keeps both actions and covers it. */
  readonly absenceCounts: Readonly<Record<Leg, boolean>>;
  /**
   * A record of this leg would have been seen, if it is kept at all: the log begins well before the conversation, where
   * its request may stand, or goes on past it, where a reply may.
   */
  readonly covered: Readonly<Record<Leg, boolean>>;
};

/** One group of conversations with all that is known about it: what causes are held against. */
export type Case = {
  readonly network: Network;
  readonly group: Group;
  readonly observations: readonly Observation[];
  /** Empty when neither end is an interface of the configuration. */
  readonly trips: readonly RoundTrip[];
  /** All was rejected here, and the same addresses and ports were accepted at the same interface in another conversation. */
  readonly wasAccepted: boolean;
};

export const flowOf = (it: GroupSighting, leg: Leg): Flow => (leg === 'request' ? it.forward : it.reverse);

const holds = (it: NetworkInterface | undefined, address: IpAddress): boolean =>
  it?.privateAddresses.some((own) => equals(own, address)) ?? false;

const byDirection = (it: GroupSighting): Side | null => {
  const request = total(it.forward)?.flowDirection ?? null;
  const reply = total(it.reverse)?.flowDirection ?? null;
  if (request === 'egress' || reply === 'ingress') return 'initiator';
  return request === 'ingress' || reply === 'egress' ? 'responder' : null;
};

const sideOf = (network: Network, correlation: Correlation, group: Group, it: GroupSighting): Side | null => {
  const own = network.interfaces.get(it.observationPoint);
  const [initiates, responds] = [holds(own, group.initiator.address), holds(own, group.responder.address)];
  if (initiates !== responds) return initiates ? 'initiator' : 'responder';
  const logged = byDirection(it);
  const address = logged === null ? correlation.ownAddress(it.observationPoint) : null;
  if (address === null) return logged;
  if (equals(address, group.initiator.address)) return 'initiator';
  return equals(address, group.responder.address) ? 'responder' : null;
};

const windowOf = (it: GroupSighting): { readonly start: number; readonly end: number } => {
  const tallies = [total(it.forward), total(it.reverse)].filter((tally) => tally !== null);
  return {
    start: Math.min(...tallies.map((tally) => tally.firstSeen)),
    end: Math.max(...tallies.map((tally) => tally.lastSeen)),
  };
};

/** Whether the log reaches a delta beyond the conversation, on the side where the leg may stand, and skipped nothing. */
const isCovered = (correlation: Correlation, it: GroupSighting, leg: Leg): boolean => {
  const coverage = correlation.coverage.get(it.observationPoint);
  const { start, end } = windowOf(it);
  const delta = timeDelta(end - start, correlation.maxAggregationInterval);
  const reach = leg === 'request' ? { start: start - delta, end } : { start, end: end + delta };
  return coverage !== undefined && covers(reach)(coverage);
};

const observe =
  (network: Network, correlation: Correlation, group: Group) =>
  (it: GroupSighting): Observation => {
    const capture = captureAt(network, it.observationPoint);
    const [request, reply] = [isCovered(correlation, it, 'request'), isCovered(correlation, it, 'reply')];
    const own = network.interfaces.get(it.observationPoint);
    return {
      ...it,
      side: sideOf(network, correlation, group, it),
      forwards:
        own !== undefined && !holds(own, group.initiator.address) && !holds(own, group.responder.address),
      capture,
      covered: { request, reply },
      absenceCounts: { request: capture === 'all' && request, reply: capture === 'all' && reply },
    };
  };

const endAt = (
  network: Network,
  observations: readonly Observation[],
  side: Side,
  address: IpAddress,
): Endpoint => {
  const interfaces = observations.map((it) => ({ it, own: network.interfaces.get(it.observationPoint) }));
  const recorded = interfaces.find(({ it, own }) => it.side === side && holds(own, address))?.own;
  if (recorded !== undefined) return atInterface(address, recorded);
  const vpcId = interfaces.find(({ own }) => own !== undefined)?.own?.vpcId ?? null;
  return endpointOf(network, address, vpcId);
};

/** The round trips of a group, one for each class of source ports that filters tell apart. */
export const tripsOf = (network: Network, group: Group, ends: Ends): readonly RoundTrip[] => {
  const packetFrom = (sourcePort: number | null) => ({
    source: group.initiator.address,
    destination: group.responder.address,
    protocol: group.protocol,
    sourcePort,
    destinationPort: isIcmp(group.protocol) ? null : group.responder.port,
    icmp: null,
  });
  const ports = group.sourcePorts.length === 0 ? [null] : sourcePortClasses(network, ends, group.sourcePorts);
  return ports.map((port) => roundTrip(network, ends, packetFrom(port)));
};

const isRejectedOnly = ({ sightings }: Group): boolean =>
  sightings.every(({ forward, reverse }) => forward.ACCEPT === null && reverse.ACCEPT === null);

/** Enough ports to know: a group of thousands of rejections is no late packet. */
const PORTS_LOOKED_AT = 100;

const someAccepted = ({ protocol, initiator, responder, sourcePorts, sightings }: Group, was: WasAccepted) =>
  sightings.some(({ observationPoint }) =>
    sourcePorts
      .slice(0, PORTS_LOOKED_AT)
      .some((port) => was(observationPoint, protocol, { ...initiator, port }, responder)),
  );

/** Puts together what the log and the configuration say of a group. */
export const caseOf = (network: Network, correlation: Correlation, group: Group): Case => {
  const observations = group.sightings.map(observe(network, correlation, group));
  const ends: Ends = {
    initiator: endAt(network, observations, 'initiator', group.initiator.address),
    responder: endAt(network, observations, 'responder', group.responder.address),
  };
  const known = ends.initiator.kind === 'interface' || ends.responder.kind === 'interface';
  return {
    network,
    group,
    observations,
    trips: known ? tripsOf(network, group, ends) : [],
    wasAccepted:
      isRejectedOnly(group) && hasPorts(group.protocol) && someAccepted(group, correlation.wasAccepted),
  };
};
