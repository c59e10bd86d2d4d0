import { type IpAddress, print } from '../../../address/ip-address.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import { reportedFlags } from '../datagram.js';
import { owns } from '../route/addresses.js';
import type { Sighting } from '../sighting.js';
import type { Window } from './windows.js';

/** One record: a 5-tuple, one direction, one action, one interface, one window. */
export type Aggregate = Pick<
  Sighting,
  'interface' | 'direction' | 'action' | 'rejectReason' | 'trafficPath'
> & {
  readonly header: Sighting['packet']['header'];
  /** `srcaddr` and `dstaddr`. */
  readonly source: IpAddress;
  readonly destination: IpAddress;
  packets: number;
  bytes: number;
  flags: number;
  /** When its first and last packet were seen. */
  readonly first: number;
  last: number;
};

/**
 * "If traffic is sent to a network interface and the destination is not one of its IP addresses, the flow log displays the
 * primary private IPv4 address"; the same for the source of what leaves it, and for secondary addresses.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
const asShown = (it: NetworkInterface, address: IpAddress): IpAddress => {
  if (address.family === 6 && owns(it, address)) return address;
  return address.family === 4 && it.primaryIpv4 !== null ? it.primaryIpv4 : address;
};

const aggregateOf = (seen: Sighting): Aggregate => {
  const { header } = seen.packet;
  const isIn = seen.direction === 'ingress';
  return {
    interface: seen.interface,
    direction: seen.direction,
    action: seen.action,
    rejectReason: seen.rejectReason,
    trafficPath: seen.trafficPath,
    header,
    source: isIn ? header.source : asShown(seen.interface, header.source),
    destination: isIn ? asShown(seen.interface, header.destination) : header.destination,
    packets: 0,
    bytes: 0,
    flags: 0,
    first: seen.time,
    last: seen.time,
  };
};

const keyOf = ({ direction, action, rejectReason, trafficPath, packet: { header } }: Sighting): string =>
  [
    direction,
    action,
    rejectReason,
    trafficPath,
    header.protocol,
    print(header.source),
    header.sourcePort,
    print(header.destination),
    header.destinationPort,
  ].join(' ');

/**
 * What one interface writes of one window. Flags are OR-ed "during the aggregation interval".
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const aggregated = (sightings: readonly Sighting[], window: Window): readonly Aggregate[] => {
  const found = new Map<string, Aggregate>();
  for (const seen of sightings) {
    if (seen.time < window.from || seen.time >= window.to) continue;
    const one = found.get(keyOf(seen)) ?? aggregateOf(seen);
    found.set(keyOf(seen), one);
    one.packets++;
    one.bytes += seen.packet.bytes;
    one.flags |= reportedFlags(seen.packet);
    one.last = seen.time;
  }
  return [...found.values()];
};
