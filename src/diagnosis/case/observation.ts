import { equals, type IpAddress } from '../../address/ip-address.js';
import { type Capture, captureAt } from '../../capture/traffic-type.js';
import { total } from '../../conversation/conversation.js';
import type { Correlation } from '../../conversation/correlation.js';
import { covers } from '../../conversation/coverage.js';
import type { Group, GroupSighting } from '../../conversation/group.js';
import { timeDelta } from '../../conversation/time-delta.js';
import { holdsPrivately, vpcHolds } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { Side } from '../../path/round-trip.js';
import { isTransitGatewayAttachment } from '../../resource/id.js';
import type { Leg } from '../../traffic/direction.js';
import { unsolicitedAt } from './unsolicited.js';

/** What one interface recorded of a group, and what its silence is worth. */
export type Observation = GroupSighting & {
  /** The end that the interface is; null when it is none, or neither configuration nor log tells. */
  readonly side: Side | null;
  /**
   * The interface is known and holds neither address, or shows itself to be on the way: a routed appliance, or a secondary
   * or pod address that was not listed. Its own filters judged the packet, and what they saw of it is not known.
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

export const holds = (it: NetworkInterface | undefined, address: IpAddress): boolean =>
  it !== undefined && holdsPrivately(address)(it);

const byDirection = (it: GroupSighting): Side | null => {
  const request = total(it.forward)?.flowDirection ?? null;
  const reply = total(it.reverse)?.flowDirection ?? null;
  if (request === 'egress' || reply === 'ingress') return 'initiator';
  return request === 'ingress' || reply === 'egress' ? 'responder' : null;
};

const sideOf = (network: Network, correlation: Correlation, group: Group, it: GroupSighting): Side | null => {
  if (isTransitGatewayAttachment(it.observationPoint)) return null;
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

/**
 * Whether the log reaches a delta beyond the conversation, on the side where the leg may stand, and skipped nothing. Of many
 * conversations one is enough, for they are all alike: the first to end, as who tries again until the log ends was not answered
 * all the time before; and the last to begin, as the log may have been begun in the midst of the first.
 */
const isCovered = (correlation: Correlation, it: GroupSighting, leg: Leg): boolean => {
  const coverage = correlation.coverage.get(it.observationPoint);
  const { start, end } = windowOf(it);
  const delta = timeDelta(end - start, correlation.maxAggregationInterval);
  const reach =
    leg === 'request' ? { start: it.lastStart - delta, end } : { start, end: it.firstEnd + delta };
  return coverage !== undefined && covers(reach)(coverage);
};

/**
 * Nobody speaks to the interface of a NAT gateway or transit gateway, but for those on the internet who try all addresses. Where a record shows its address as one end and a
 * machine of its own VPC as the other, the packets were for, or from, somebody else, whom only `pkt-dstaddr` and
 * `pkt-srcaddr` would show.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html#flow-log-example-nat
 */
const standsInBetween = (network: Network, own: NetworkInterface, group: Group): boolean => {
  const { initiator, responder } = group;
  if (own.type !== 'nat_gateway' && own.type !== 'transit_gateway') return false;
  if (holds(own, responder.address)) return unsolicitedAt(network, group) === null;
  return (
    holds(own, initiator.address) && own.vpcId !== null && vpcHolds(network, own.vpcId, responder.address)
  );
};

/** The addresses of a group are those of the machines that speak, as far as the interfaces that recorded it tell. */
export const showsBothEnds = (network: Network, group: Group): boolean =>
  !group.sightings.some(({ observationPoint }) => {
    const own = network.interfaces.get(observationPoint);
    return own !== undefined && standsInBetween(network, own, group);
  });

export const observe =
  (network: Network, correlation: Correlation, group: Group) =>
  (it: GroupSighting): Observation => {
    const capture = captureAt(network, it.observationPoint);
    const [request, reply] = [isCovered(correlation, it, 'request'), isCovered(correlation, it, 'reply')];
    const own = network.interfaces.get(it.observationPoint);
    const forwards =
      own !== undefined &&
      (standsInBetween(network, own, group) ||
        (!holds(own, group.initiator.address) && !holds(own, group.responder.address)));
    return {
      ...it,
      side: forwards ? null : sideOf(network, correlation, group, it),
      forwards,
      capture,
      covered: { request, reply },
      absenceCounts: { request: capture === 'all' && request, reply: capture === 'all' && reply },
    };
  };
