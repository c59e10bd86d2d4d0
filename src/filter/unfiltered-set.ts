import * as Addresses from '../address/address-set.js';
import { type IpAddress, parse } from '../address/ip-address.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import * as Intervals from '../prelude/interval-set.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { Direction } from '../traffic/direction.js';
import * as Peers from '../traffic/peer-set.js';
import { hasPorts, type Protocol, TCP, UDP } from '../traffic/protocol.js';
import * as Traffic from '../traffic/traffic-set.js';
import type { Partition } from './partition.js';
import {
  possibleAmazonDns,
  reservedAddresses,
  UNFILTERED_SERVICES,
  type UnfilteredService,
} from './unfiltered-service.js';

const addressSet = (addresses: readonly IpAddress[]): Addresses.AddressSet =>
  unionAll(Addresses.addressSets)(addresses.map(Addresses.ofAddress));

const fixed = (texts: readonly string[]): readonly IpAddress[] =>
  texts.flatMap((text) => {
    const address = parse(text);
    return address._tag === 'Right' ? [address.right] : [];
  });

const ALL_PORTS: Traffic.Numbers = [0, 65536];

/** TCP or UDP whose port at the far end is one of these. */
const withPeerPorts = (
  direction: Direction,
  protocol: Protocol,
  ports: Traffic.Numbers,
): Traffic.TrafficSet =>
  direction === 'ingress'
    ? Traffic.between(protocol, ports, ALL_PORTS)
    : Traffic.between(protocol, ALL_PORTS, ports);

const trafficOf = (direction: Direction, service: UnfilteredService): Traffic.TrafficSet => {
  if (service.protocols === null || service.ports === null) return Traffic.ALL;
  const set = service.ports
    .map((port) => Traffic.portSet({ from: port, to: port }))
    .reduce<Traffic.Numbers>(Intervals.union, []);
  return service.protocols
    .filter(hasPorts)
    .map((protocol) =>
      service.addresses === 'any'
        ? Traffic.between(protocol, set, set)
        : withPeerPorts(direction, protocol, set),
    )
    .reduce(Traffic.union, Traffic.EMPTY);
};

/** Traffic that no filter sees whatever its addresses. */
export const UNFILTERED_ANYWHERE: Traffic.TrafficSet = (UNFILTERED_SERVICES as readonly UnfilteredService[])
  .filter((service) => service.addresses === 'any')
  .map((service) => trafficOf('ingress', service))
  .reduce(Traffic.union, Traffic.EMPTY);

/** All traffic between the interface and services that no filter sees. */
export const unfilteredSet = (network: Network, it: NetworkInterface, direction: Direction): Peers.PeerSet =>
  unionAll(Peers.peerSets)(
    (UNFILTERED_SERVICES as readonly UnfilteredService[]).map((service) => {
      const addresses =
        service.addresses === 'any'
          ? Addresses.ALL
          : addressSet([...fixed(service.addresses), ...reservedAddresses(network, it, service)]);
      return Peers.of(addresses, trafficOf(direction, service));
    }),
  );

export const possibleDnsSet = (network: Network, it: NetworkInterface, direction: Direction): Peers.PeerSet =>
  Peers.of(
    addressSet(possibleAmazonDns(network, it)),
    [TCP, UDP].map((protocol) => withPeerPorts(direction, protocol, [53, 54])).reduce(Traffic.union),
  );

/** The filter's partition, with the traffic it never sees moved to `allowed`. */
export const partitionUnlessUnfiltered = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  partition: Partition,
): Partition => {
  const unfiltered = unfilteredSet(network, it, direction);
  const denied = Peers.subtract(partition.denied, unfiltered);
  const maybeUnfiltered = Peers.intersect(denied, possibleDnsSet(network, it, direction));
  return {
    allowed: Peers.union(partition.allowed, unfiltered),
    denied: Peers.subtract(denied, maybeUnfiltered),
    undetermined: Peers.union(Peers.subtract(partition.undetermined, unfiltered), maybeUnfiltered),
  };
};
