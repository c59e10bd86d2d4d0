import type { IpAddress } from '../../address/ip-address.js';
import { type UnexpectedRecord, unexpectedRecord } from '../../capture/never-logged/unexpected-record.js';
import type { Flow } from '../../conversation/conversation.js';
import type { Correlation } from '../../conversation/correlation.js';
import type { Group, GroupSighting } from '../../conversation/group.js';
import type { Network } from '../../network/network.js';
import { atInterface, type Endpoint, endpointOf } from '../../path/endpoint.js';
import type { MaskedEnd } from '../../path/masked-end.js';
import { type Ends, type RoundTrip, roundTrip, type Side } from '../../path/round-trip.js';
import { sourcePortClasses } from '../../path/source-ports.js';
import type { InterfaceId } from '../../resource/id.js';
import type { Leg } from '../../traffic/direction.js';
import { hasPorts, isIcmp } from '../../traffic/protocol.js';
import { type Past, pastOf } from './accepted-before.js';
import { maskedEnds } from './masked.js';
import { holds, type Observation, observe, showsBothEnds } from './observation.js';
import { type Pauses, pausesOf } from './pauses.js';
import { NO_SURROUNDINGS, type Surroundings } from './surroundings.js';
import { isWatched, type Unseen, unseenAt } from './unseen.js';
import { unsolicitedAt } from './unsolicited.js';

/** One group of conversations with all that is known about it: what causes are held against. */
export type Case = {
  readonly network: Network;
  readonly group: Group;
  readonly ends: Ends;
  readonly observations: readonly Observation[];
  readonly unseen: readonly Unseen[];
  /** The ends whose packets may have had another address than the one shown. */
  readonly masked: readonly MaskedEnd[];
  /** Whether whatever crossed this interface then stands in the log. */
  readonly isWatched: (it: InterfaceId) => boolean;
  /** Empty when neither end is an interface of the configuration. */
  readonly trips: readonly RoundTrip[];
  /** On how many addresses and ports the initiator was rejected, if it was never let in; else 0. */
  readonly targetsOfSender: number;
  /** How many public addresses the log shows that were rejected each time. */
  readonly strangers: number;
  /** The NAT gateway that somebody on the internet tried to speak to, which takes nothing from there unasked; else null. */
  readonly unsolicited: string | null;
  /** All was rejected here, and the same addresses and ports were accepted at the same interface before; else null. */
  readonly past: Past | null;
  /** Records name the initiator as a health checker of Route 53. */
  readonly isHealthChecker: boolean;
  /** After the last rejection a new conversation of the same service between the same ends went well: no rule denies it. */
  readonly servedAfterwards: boolean;
  /** How long its connections were silent in between; all 0 where they are none of TCP. */
  readonly pauses: Pauses;
  /** The records show traffic that AWS says is never logged. */
  readonly unexpected: UnexpectedRecord | null;
};

export const flowOf = (it: GroupSighting, leg: Leg): Flow => (leg === 'request' ? it.forward : it.reverse);

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
export const tripsOf = (
  network: Network,
  group: Group,
  ends: Ends,
  masked: readonly MaskedEnd[],
): readonly RoundTrip[] => {
  const packetFrom = (sourcePort: number | null) => ({
    source: group.initiator.address,
    destination: group.responder.address,
    protocol: group.protocol,
    sourcePort,
    destinationPort: isIcmp(group.protocol) ? null : group.responder.port,
    icmp: null,
  });
  const ports = group.sourcePorts.length === 0 ? [null] : sourcePortClasses(network, ends, group.sourcePorts);
  return ports.map((port) => roundTrip(network, ends, packetFrom(port), masked));
};

/** At the first observation point whose records AWS says cannot be. */
const unexpectedAt = (network: Network, group: Group): UnexpectedRecord | null => {
  const { initiator, responder, protocol, sightings, sourcePorts } = group;
  // Of many ports the highest: it is the least likely to be that of a service.
  const sourcePort = sourcePorts.at(-1) ?? initiator.port;
  for (const { observationPoint } of sightings) {
    const found = unexpectedRecord(network, {
      source: initiator.address,
      destination: responder.address,
      protocol,
      port: responder.port,
      sourcePort,
      interfaceId: observationPoint,
    });
    if (found !== null) return found;
  }
  return null;
};

const SIDES: readonly Side[] = ['initiator', 'responder'];

/** Seconds. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html */
export const NAT_GATEWAY_IDLE_TIMEOUT = 350;

/** What recorded the group may be this end, under another id than the one that its address has here. */
const isAt =
  (side: Side) =>
  (at: Observation): boolean =>
    !at.forwards && (at.side === side || at.side === null);

/**
 * An interface of which nothing was given shows an address of its own in place of an end. Where another one shows itself as
 * that end, it is on the way; where several show themselves in its place, no record tells which of them is the end.
 */
const betweenTheEnds =
  (network: Network, all: readonly Observation[]) =>
  (at: Observation): Observation => {
    if (!at.standsIn || at.side === null || network.interfaces.has(at.observationPoint)) return at;
    const beside = all.filter((other) => other !== at && other.side === at.side);
    if (beside.some(({ standsIn }) => !standsIn)) return { ...at, side: null, forwards: true };
    return beside.length > 0 ? { ...at, side: null } : at;
  };

/** Unix seconds; infinite where nothing was rejected. */
const lastRejected = ({ sightings }: Group): number => {
  const rejected = sightings.flatMap(({ forward, reverse }) => [forward.REJECT, reverse.REJECT]);
  const ends = rejected.flatMap((tally) => (tally === null ? [] : [tally.lastSeen]));
  return ends.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...ends);
};

/** Puts together what the log and the configuration say of a group. */
export const caseOf = (
  network: Network,
  correlation: Correlation,
  group: Group,
  { senders, served }: Surroundings = NO_SURROUNDINGS,
): Case => {
  const seen = group.sightings.map(observe(network, correlation, group));
  const observations = seen.map(betweenTheEnds(network, seen));
  const ends: Ends = {
    initiator: endAt(network, observations, 'initiator', group.initiator.address),
    responder: endAt(network, observations, 'responder', group.responder.address),
  };
  const areEnds = showsBothEnds(network, group);
  const known = areEnds && (ends.initiator.kind === 'interface' || ends.responder.kind === 'interface');
  const masked = maskedEnds(network, correlation, group, ends);
  const unrecorded = areEnds ? SIDES.filter((side) => !observations.some(isAt(side))) : [];
  return {
    network,
    group,
    ends,
    observations,
    unseen: unrecorded.flatMap((side) => unseenAt(network, correlation, group, ends, side, masked)),
    masked,
    isWatched: isWatched(network, correlation, group),
    trips: known ? tripsOf(network, group, ends, masked) : [],
    pauses: pausesOf(group, correlation, NAT_GATEWAY_IDLE_TIMEOUT),
    unexpected: unexpectedAt(network, group),
    targetsOfSender: senders.targetsOf(group.initiator.address),
    strangers: senders.strangers,
    isHealthChecker: correlation.isHealthChecker(group.initiator.address),
    unsolicited: unsolicitedAt(network, group),
    servedAfterwards: (served(group) ?? 0) > lastRejected(group),
    past: hasPorts(group.protocol) ? pastOf(group, correlation) : null,
  };
};
