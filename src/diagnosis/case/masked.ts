import * as Addresses from '../../address/address-set.js';
import { equals } from '../../address/ip-address.js';
import type { Correlation } from '../../conversation/correlation.js';
import type { Group } from '../../conversation/group.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { preservesClientsAt } from '../../path/behind-load-balancer.js';
import type { MaskedEnd } from '../../path/masked-end.js';
import type { Ends, Side } from '../../path/round-trip.js';
import { unionAll } from '../../prelude/set-algebra.js';
import type { Gap } from '../../problem/gap.js';

/** The request's record shows the end, and this field what it stands for. */
const fieldFor = (side: Side): Gap => {
  const id = side === 'initiator' ? 'pkt-srcaddr' : 'pkt-dstaddr';
  return { kind: 'record-field', id, needs: `${id} in the log format` };
};

export const maskedEnd = (side: Side, others: Addresses.AddressSet): MaskedEnd => ({
  side,
  others,
  gap: fieldFor(side),
});

/** A host that sends and receives for others, as an appliance or the node of pods does, has this switched off. */
const forwardsForOthers = ({ sourceDestCheck, instanceId }: NetworkInterface): boolean =>
  sourceDestCheck === false && instanceId !== null;

/**
 * Whether packets of others leave with their own source here, too: "client IP preservation" of a Network Load Balancer.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
const sendsForOthers = (network: Network, side: Side, it: NetworkInterface): boolean =>
  forwardsForOthers(it) || (side === 'initiator' && preservesClientsAt(network, it));

/** The IPv4 addresses of an interface, those of delegated prefixes among them. */
export const ownAddresses = ({ privateAddresses, prefixes }: NetworkInterface): Addresses.AddressSet =>
  Addresses.ofFamily(
    4,
    unionAll(Addresses.addressSets)([
      ...privateAddresses.map(Addresses.ofAddress),
      ...prefixes.map(Addresses.ofCidr),
    ]),
  );

/** What packets of this interface may have for its primary address in a record. */
const othersOf = (network: Network, side: Side, it: NetworkInterface): Addresses.AddressSet => {
  const primary = it.primaryIpv4;
  if (primary === null) return Addresses.EMPTY;
  const all = sendsForOthers(network, side, it) ? Addresses.ALL_IPV4 : ownAddresses(it);
  return Addresses.subtract(all, Addresses.ofAddress(primary));
};

const SIDES: readonly Side[] = ['initiator', 'responder'];

/**
 * The ends of which nothing but records of their own interface tell, in a format without the packet's addresses: such
 * records show the primary private IPv4 address where packets had another one.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
export const maskedEnds = (
  network: Network,
  correlation: Pick<Correlation, 'namesPackets'>,
  { sightings }: Group,
  ends: Ends,
): readonly MaskedEnd[] =>
  SIDES.flatMap((side) => {
    const end = ends[side];
    if (end.kind === 'outside' || correlation.namesPackets(end.interface.id)) return [];
    const { id, primaryIpv4 } = end.interface;
    if (primaryIpv4 === null || !equals(primaryIpv4, end.address)) return [];
    if (sightings.some((at) => at.observationPoint !== id || at.standsIn)) return [];
    const others = othersOf(network, side, end.interface);
    return Addresses.isEmpty(others) ? [] : [maskedEnd(side, others)];
  });
