import { equals, type IpAddress } from '../../address/ip-address.js';
import { captureAt } from '../../capture/traffic-type.js';
import type { Correlation } from '../../conversation/correlation.js';
import { covers } from '../../conversation/coverage.js';
import type { Group } from '../../conversation/group.js';
import { timeDelta } from '../../conversation/time-delta.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { MaskedEnd } from '../../path/masked-end.js';
import type { Ends, Side } from '../../path/round-trip.js';
import type { InterfaceId } from '../../resource/id.js';
import { someAccepted } from './accepted-before.js';

/** An end whose interface is known and recorded nothing of the group. */
export type Unseen = {
  readonly side: Side;
  readonly interface: NetworkInterface;
  /** Some record of it is in the log. */
  readonly isInLog: boolean;
  /**
   * Had the packets come there under these addresses, there would be a record: the flow log keeps both actions, the log
   * covers the interface all the while, and its records show this address.
   */
  readonly absenceCounts: boolean;
};

/** Records show the primary private IPv4 address: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html */
const isShown = (it: NetworkInterface, address: IpAddress): boolean =>
  address.family === 6 || (it.primaryIpv4 !== null && equals(it.primaryIpv4, address));

const isCovered = (correlation: Correlation, { firstSeen, lastSeen }: Group, id: string): boolean => {
  const coverage = correlation.coverage.get(id);
  const delta = timeDelta(lastSeen - firstSeen, correlation.maxAggregationInterval);
  return coverage !== undefined && covers({ start: firstSeen - delta, end: lastSeen + delta })(coverage);
};

/**
 * Whether all that crossed this interface while the group was recorded is in the log: its flow log keeps both actions, and
 * the log covers it.
 */
export const isWatched =
  (network: Network, correlation: Correlation, group: Group) =>
  (id: InterfaceId): boolean =>
    captureAt(network, id) === 'all' && isCovered(correlation, group, id);

const wasSeenThere = (correlation: Correlation, group: Group, id: string): boolean =>
  someAccepted(group, (_, protocol, a, b) => correlation.wasAccepted(id, protocol, a, b));

/** The end at this side, when its interface recorded nothing of the group. */
export const unseenAt = (
  network: Network,
  correlation: Correlation,
  group: Group,
  ends: Ends,
  side: Side,
  masked: readonly MaskedEnd[],
): readonly Unseen[] => {
  const end = ends[side];
  if (end.kind === 'outside') return [];
  const { interface: it, address } = end;
  if (group.sightings.some(({ observationPoint }) => observationPoint === it.id)) return [];
  const absenceCounts =
    isWatched(network, correlation, group)(it.id) &&
    isShown(it, address) &&
    masked.every((one) => one.side === side) &&
    !wasSeenThere(correlation, group, it.id);
  return [{ side, interface: it, isInLog: correlation.coverage.has(it.id), absenceCounts }];
};
