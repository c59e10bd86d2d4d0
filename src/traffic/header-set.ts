import * as Addresses from '../address/address-set.js';
import {
  type AddressSet,
  ALL_IPV4,
  ALL_IPV6,
  addressSets,
  precedes,
  print as printAddresses,
  equals as sameAddresses,
} from '../address/address-set.js';
import * as Intervals from '../prelude/interval-set.js';
import { type ProductSet, productSets, times } from '../prelude/product-set.js';
import { type SetAlgebra, unionAll } from '../prelude/set-algebra.js';
import { replyTo } from './icmp.js';
import type { Packet } from './packet.js';
import { hasPorts, ICMP, ICMPV6, isIcmp } from './protocol.js';
import * as Traffic from './traffic-set.js';

/** A set of packets: sources x destinations x traffic, in a canonical form, so equal sets are equal values. */
export type HeaderSet = ProductSet<AddressSet, ProductSet<AddressSet, Traffic.TrafficSet>>;

const byDestination = { first: addressSets, rest: Traffic.trafficSets, precedes };
const destinationsAndTraffic = productSets(byDestination);
const bySource = { first: addressSets, rest: destinationsAndTraffic, precedes };
const products = productSets(bySource);

export const { union, intersect, subtract, isSubset, isEmpty, equals } = products;
export const EMPTY: HeaderSet = products.empty;

/** The packets of `traffic` between these addresses. Both ends of a packet are of one family; mixed pairs are left out. */
export const between = (
  sources: AddressSet,
  destinations: AddressSet,
  traffic: Traffic.TrafficSet = Traffic.ALL,
): HeaderSet =>
  ([4, 6] as const)
    .map((family) =>
      times(
        bySource,
        Addresses.ofFamily(family, sources),
        times(byDestination, Addresses.ofFamily(family, destinations), traffic),
      ),
    )
    .reduce(union);

export const ALL: HeaderSet = union(between(ALL_IPV4, ALL_IPV4), between(ALL_IPV6, ALL_IPV6));

/** Packets of this traffic, whatever their addresses. */
export const ofTraffic = (traffic: Traffic.TrafficSet): HeaderSet =>
  between(Addresses.ALL, Addresses.ALL, traffic);

const traffic = (packet: Packet): readonly [protocol: number, sourcePort: number, selector: number] => {
  if (hasPorts(packet.protocol))
    return [packet.protocol, packet.sourcePort ?? 0, packet.destinationPort ?? 0];
  const { type, code } = packet.icmp ?? { type: 0, code: 0 };
  return [packet.protocol, 0, isIcmp(packet.protocol) ? type * 256 + code : 0];
};

const at = <A, B>(set: ProductSet<A, B>, holds: (first: A) => boolean): B | undefined =>
  set.find(({ first }) => holds(first))?.rest;

/** Whether a packet, all of whose fields are known, is in the set. */
export const contains = (set: HeaderSet, packet: Packet): boolean => {
  const [protocol, sourcePort, selector] = traffic(packet);
  const destinations = at(set, (sources) => Addresses.contains(sources, packet.source)) ?? [];
  const carried = at(destinations, (one) => Addresses.contains(one, packet.destination)) ?? [];
  const pairs = at(carried, (protocols) => Intervals.contains(protocols, protocol)) ?? [];
  const selectors = at(pairs, (ports) => Intervals.contains(ports, sourcePort)) ?? [];
  return Intervals.contains(selectors, selector);
};

/** Some packet of the set, always the same one; null when the set is empty. */
export const witness = (set: HeaderSet): Packet | null => {
  const found = products.witness(set);
  if (found === null) return null;
  const [source, [destination, [protocol, [sourcePort, selector]]]] = found;
  const ports = hasPorts(protocol);
  return {
    source,
    destination,
    protocol,
    sourcePort: ports ? sourcePort : null,
    destinationPort: ports ? selector : null,
    icmp: isIcmp(protocol) ? { type: selector >> 8, code: selector & 255 } : null,
  };
};

/** The algebra of header sets: union, intersection, difference and what follows from them. */
export const headerSets: SetAlgebra<HeaderSet, Packet> = { ...products, witness };

/** One product of a header set. */
export type HeaderProduct = {
  readonly sources: AddressSet;
  readonly destinations: AddressSet;
  readonly traffic: Traffic.TrafficSet;
};

export const toProducts = (set: HeaderSet): readonly HeaderProduct[] =>
  set.flatMap(({ first, rest }) =>
    rest.map((product) => ({ sources: first, destinations: product.first, traffic: product.rest })),
  );

/** `tcp 443 from 10.0.0.0/8 to 10.0.1.10`, one product a line. */
export const print = (set: HeaderSet): string => {
  const anywhere = (all: AddressSet) =>
    sameAddresses(all, ALL_IPV4) || sameAddresses(all, ALL_IPV6) || sameAddresses(all, Addresses.ALL);
  const end = (word: string, all: AddressSet, other: AddressSet) =>
    anywhere(all) && !anywhere(other) ? '' : ` ${word} ${printAddresses(all)}`;
  if (isEmpty(set)) return 'nothing';
  return toProducts(set)
    .map(
      ({ sources, destinations, traffic: carried }) =>
        `${Traffic.print(carried)}${end('from', sources, destinations)}${end('to', destinations, sources)}`,
    )
    .join('\n');
};

/** Selectors of the requests whose answer has a selector of `answers`, and of all requests, by ICMP protocol. */
const icmpRequests = (protocol: number, isAnswer: (selector: number) => boolean): Traffic.Numbers =>
  Array.from({ length: 256 }, (_, type) => ({ type, answer: replyTo(protocol, { type, code: 0 }) }))
    .filter(({ answer }) => answer !== null && isAnswer(answer.type * 256 + answer.code))
    .reduce<Traffic.Numbers>((set, { type }) => Intervals.union(set, [type * 256, type * 256 + 256]), []);

const requestProduct = ({
  protocols,
  sourcePorts,
  selectors,
}: Traffic.TrafficProduct): Traffic.TrafficSet => {
  const [protocol = 0] = protocols;
  if (hasPorts(protocol)) return Traffic.product(protocols, selectors, sourcePorts);
  if (!isIcmp(protocol)) return Traffic.product(protocols, sourcePorts, selectors);
  const isAnswer = (selector: number) => Intervals.contains(selectors, selector);
  return [ICMP, ICMPV6]
    .filter((one) => Intervals.contains(protocols, one))
    .map((one) => Traffic.ofSelectors(one, icmpRequests(one, isAnswer)))
    .reduce(Traffic.union, Traffic.EMPTY);
};

/** The requests whose answers carry this traffic. */
export const requestTraffic = (answers: Traffic.TrafficSet): Traffic.TrafficSet =>
  unionAll(Traffic.trafficSets)(Traffic.products(answers).map(requestProduct));

/** The requests whose answers are in `answers`: ends and ports swapped, ICMP types turned back to their requests. */
export const requestsOf = (answers: HeaderSet): HeaderSet =>
  unionAll(headerSets)(
    toProducts(answers).map(({ sources, destinations, traffic: carried }) =>
      between(destinations, sources, requestTraffic(carried)),
    ),
  );

/** Packets that nothing answers: ICMP errors and replies. */
export const UNANSWERED: HeaderSet = subtract(
  ofTraffic([ICMP, ICMPV6].map(Traffic.ofProtocol).reduce(Traffic.union)),
  requestsOf(ALL),
);
