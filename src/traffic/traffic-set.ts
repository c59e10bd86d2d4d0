import * as Intervals from '../prelude/interval-set.js';
import { type ProductSet, productSets, times } from '../prelude/product-set.js';
import type { IcmpMatch } from './icmp.js';
import type { PortRange } from './ports.js';
import {
  awsName,
  hasPorts,
  ICMP,
  ICMPV6,
  isIcmp,
  type Protocol,
  type ProtocolMatch,
  TCP,
  UDP,
} from './protocol.js';

/**
 * What packets carry, addresses aside: protocol x source port x selector. The selector is the destination port of TCP
 * and UDP, and type x 256 + code of ICMP; protocols without such fields have 0 in both places.
 */
export type TrafficSet = ProductSet<Numbers, ProductSet<Numbers, Numbers>>;

export type Numbers = Intervals.IntervalSet<number>;

const numbers = Intervals.intervalSets<number>();
const precedes = (a: Numbers, b: Numbers): number => (a[0] ?? 0) - (b[0] ?? 0);
const portPairs = productSets({ first: numbers, rest: numbers, precedes });

export const trafficSets = productSets({ first: numbers, rest: portPairs, precedes });
export const { union, intersect, subtract, isSubset, isEmpty, witness, equals } = trafficSets;

export const EMPTY: TrafficSet = trafficSets.empty;

const ALL_NUMBERS: Numbers = [0, 65536];
const NONE: Numbers = [0, 1];
const WITH_PORTS: Numbers = Intervals.union(
  Intervals.interval(TCP, TCP + 1),
  Intervals.interval(UDP, UDP + 1),
);
const WITH_TYPES: Numbers = Intervals.union(
  Intervals.interval(ICMP, ICMP + 1),
  Intervals.interval(ICMPV6, ICMPV6 + 1),
);
const WITHOUT: Numbers = Intervals.subtract([0, 256], Intervals.union(WITH_PORTS, WITH_TYPES));

/** These protocols, all of one kind, with these numbers. */
export const product = (protocols: Numbers, sourcePorts: Numbers, selectors: Numbers): TrafficSet =>
  times(
    { first: numbers, rest: portPairs },
    protocols,
    times({ first: numbers, rest: numbers }, sourcePorts, selectors),
  );

export const ALL: TrafficSet = [
  product(WITH_PORTS, ALL_NUMBERS, ALL_NUMBERS),
  product(WITH_TYPES, NONE, ALL_NUMBERS),
  product(WITHOUT, NONE, NONE),
].reduce(union);

export const portSet = ({ from, to }: PortRange): Numbers => Intervals.interval(from, to + 1);

const icmpSet = ({ type, code }: IcmpMatch): Numbers => {
  const types = type === 'any' ? Array.from({ length: 256 }, (_, n) => n) : [type];
  const [from, end] = code === 'any' ? [0, 256] : [code, code + 1];
  return types.reduce<Numbers>(
    (set, one) => Intervals.union(set, Intervals.interval(one * 256 + from, one * 256 + end)),
    [],
  );
};

const one = (protocol: Protocol): Numbers => Intervals.interval(protocol, protocol + 1);

/** The traffic a rule or entry names: null ports and null ICMP mean every one. */
export const ofMatch = (rule: {
  readonly protocol: ProtocolMatch;
  readonly ports: PortRange | null;
  readonly icmp: IcmpMatch | null;
}): TrafficSet => {
  if (rule.protocol === 'all') return ALL;
  if (hasPorts(rule.protocol))
    return product(one(rule.protocol), ALL_NUMBERS, rule.ports === null ? ALL_NUMBERS : portSet(rule.ports));
  if (isIcmp(rule.protocol))
    return product(one(rule.protocol), NONE, rule.icmp === null ? ALL_NUMBERS : icmpSet(rule.icmp));
  return product(one(rule.protocol), NONE, NONE);
};

/** TCP or UDP between these ports. */
export const between = (protocol: Protocol, sourcePorts: Numbers, destinationPorts: Numbers): TrafficSet =>
  product(one(protocol), sourcePorts, destinationPorts);

/** ICMP of these selectors (type x 256 + code). */
export const ofSelectors = (protocol: Protocol, selectors: Numbers): TrafficSet =>
  product(one(protocol), NONE, selectors);

/** One protocol without ports or types. */
export const ofProtocol = (protocol: Protocol): TrafficSet => ofMatch({ protocol, ports: null, icmp: null });

/** One line of a traffic set: these protocols with these numbers. */
export type TrafficProduct = {
  readonly protocols: Numbers;
  readonly sourcePorts: Numbers;
  readonly selectors: Numbers;
};

export const products = (set: TrafficSet): readonly TrafficProduct[] =>
  set.flatMap(({ first, rest }) =>
    [WITH_PORTS, WITH_TYPES, WITHOUT]
      .flatMap((kind) =>
        rest.map((pair) => ({
          protocols: Intervals.intersect(first, kind),
          sourcePorts: pair.first,
          selectors: pair.rest,
        })),
      )
      .filter(({ protocols }) => protocols.length > 0),
  );

const ranges = (set: Numbers): string =>
  Intervals.intervals(set)
    .map(([from, end]) => (from === end - 1 ? String(from) : `${from}-${end - 1}`))
    .join(',');

const icmpText = (selectors: Numbers): string => {
  const types = Intervals.intervals(selectors).map(([from, end]) => {
    if (from % 256 === 0 && end % 256 === 0)
      return end - from === 256 ? String(from >> 8) : `${from >> 8}-${(end >> 8) - 1}`;
    const code = end - 1 === from ? '' : `-${(end - 1) >> 8} code ${(end - 1) & 255}`;
    return `${from >> 8} code ${from & 255}${code}`;
  });
  return `type ${types.join(', ')}`;
};

const isAll = (set: Numbers): boolean => Intervals.equals(set, ALL_NUMBERS);

const namesOf = (protocols: Numbers): string => {
  const [protocol = 0, end = 256] = protocols;
  if (Intervals.equals(protocols, WITHOUT)) return 'protocols without ports';
  if (!hasPorts(protocol) && !isIcmp(protocol))
    return protocols.length === 2 && end === protocol + 1
      ? `protocol ${protocol}`
      : `protocols ${ranges(protocols)}`;
  return [TCP, UDP, ICMP, ICMPV6]
    .filter((known) => Intervals.contains(protocols, known))
    .map(awsName)
    .join(',');
};

const printProduct = ({ protocols, sourcePorts, selectors }: TrafficProduct): string => {
  const [protocol = 0] = protocols;
  const names = namesOf(protocols);
  const selected = isAll(selectors) ? '' : ` ${isIcmp(protocol) ? icmpText(selectors) : ranges(selectors)}`;
  if (isIcmp(protocol)) return `${names}${selected}`;
  if (!hasPorts(protocol)) return names;
  return `${names}${selected}${isAll(sourcePorts) ? '' : ` from source ports ${ranges(sourcePorts)}`}`;
};

/** `tcp 443; udp 53 from source ports 1024-65535; icmp type 8`. */
export const print = (set: TrafficSet): string => {
  if (isEmpty(set)) return 'nothing';
  return equals(set, ALL) ? 'all traffic' : products(set).map(printProduct).join('; ');
};
