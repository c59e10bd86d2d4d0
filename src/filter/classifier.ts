import * as Addresses from '../address/address-set.js';
import type { IpAddress } from '../address/ip-address.js';
import * as Intervals from '../prelude/interval-set.js';
import type * as Peers from '../traffic/peer-set.js';
import { ICMP, ICMPV6, type Protocol, TCP, UDP } from '../traffic/protocol.js';
import * as Traffic from '../traffic/traffic-set.js';

/**
 * Finds the first of a list of packet sets that holds a packet, without walking the list:
 * (a) addresses fall into classes that no set of the list can tell apart, and so does traffic;
 * (b) a class of each is found by bisection and by table look-up;
 * (c) the answer for a pair of classes is found once, when it is first asked for.
 */
export type Classifier = {
  readonly sets: readonly Peers.PeerSet[];
  readonly v4: AddressClasses<number>;
  readonly v6: AddressClasses<bigint>;
  readonly traffic: TrafficClasses;
  /** By address class x traffic class: index of the first set, `sets.length` for none, or -1 while unknown. */
  readonly answers: Int32Array;
};

/** Class of the stretch that begins at each boundary; `samples` holds one address of every class. */
type AddressClasses<N> = {
  readonly boundaries: readonly N[];
  readonly classes: Int32Array;
  readonly samples: ReadonlyMap<number, N>;
};

/** The protocols that rules can look into; every other one is a class by itself. */
const LOOKED_INTO = [TCP, UDP, ICMP, ICMPV6];

/** Traffic class = `base` + source class x `width` + selector class, by protocol. */
type TrafficClasses = {
  readonly count: number;
  readonly base: Int32Array;
  readonly tables: readonly (PortClasses | null)[];
};

type PortClasses = {
  readonly width: number;
  readonly source: Uint16Array;
  readonly selector: Uint16Array;
  readonly sources: readonly number[];
  readonly selectors: readonly number[];
};

const sorted = <N extends number | bigint>(values: Iterable<N>): readonly N[] =>
  [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** Splits classes by one set after the other: addresses stay together only while every set has both or neither. */
const addressClasses = <N extends number | bigint>(
  zero: N,
  sets: readonly Intervals.IntervalSet<N>[],
  firstClass: number,
): AddressClasses<N> => {
  const boundaries = sorted([zero, ...sets.flat()]);
  const position = new Map(boundaries.map((boundary, i) => [boundary, i]));
  const classes = new Int32Array(boundaries.length);
  let next = 1;
  for (const set of sets) {
    const renamed = new Map<number, number>();
    for (const [from, end] of Intervals.intervals(set))
      for (let i = position.get(from) as number; i < (position.get(end) as number); i++) {
        const old = classes[i] as number;
        const renamedTo = renamed.get(old) ?? next++;
        renamed.set(old, renamedTo);
        classes[i] = renamedTo;
      }
  }
  return named(boundaries, classes, firstClass);
};

const named = <N extends number | bigint>(
  boundaries: readonly N[],
  classes: Int32Array,
  firstClass: number,
): AddressClasses<N> => {
  const names = new Map<number, number>();
  const samples = new Map<number, N>();
  const dense = classes.map((old, i) => {
    const name = names.get(old) ?? firstClass + names.size;
    names.set(old, name);
    if (!samples.has(name)) samples.set(name, boundaries[i] as N);
    return name;
  });
  return { boundaries, classes: dense, samples };
};

const ONE_STRETCH = new Uint16Array(65536);

/** Number of the stretch between two boundaries, by value; `starts` holds the first value of each. */
const tableOf = (starts: readonly number[]): Uint16Array => {
  if (starts.length === 1) return ONE_STRETCH;
  const table = new Uint16Array(65536);
  starts.forEach((start, i) => {
    table.fill(i, start, starts[i + 1] ?? 65536);
  });
  return table;
};

const portClasses = (products: readonly Traffic.TrafficProduct[]): PortClasses => {
  const starts = (pick: (product: Traffic.TrafficProduct) => Traffic.Numbers) =>
    sorted([0, ...products.flatMap(pick)]).filter((start) => start < 65536);
  const sources = starts(({ sourcePorts }) => sourcePorts);
  const selectors = starts(({ selectors: some }) => some);
  return {
    width: selectors.length,
    source: tableOf(sources),
    selector: tableOf(selectors),
    sources,
    selectors,
  };
};

const trafficClasses = (sets: readonly Traffic.TrafficSet[]): TrafficClasses => {
  const products = sets.flatMap(Traffic.products);
  const base = new Int32Array(256);
  const tables: (PortClasses | null)[] = Array.from({ length: 256 }, () => null);
  let count = 0;
  for (let protocol = 0; protocol < 256; protocol++) {
    base[protocol] = count;
    const looked = LOOKED_INTO.includes(protocol)
      ? portClasses(products.filter((one) => Intervals.contains(one.protocols, protocol)))
      : null;
    tables[protocol] = looked;
    count += looked === null ? 1 : looked.sources.length * looked.width;
  }
  return { count, base, tables };
};

export const classifier = (sets: readonly Peers.PeerSet[]): Classifier => {
  const firsts = sets.flatMap((set) => set.map(({ first }) => first));
  const distinct = [...new Map(firsts.map((first) => [Addresses.print(first), first])).values()];
  const v4 = addressClasses(
    0,
    distinct.map((set) => set.v4),
    0,
  );
  const v6 = addressClasses(
    0n,
    distinct.map((set) => set.v6),
    v4.samples.size,
  );
  const traffic = trafficClasses(sets.flatMap((set) => set.map(({ rest }) => rest)));
  const answers = new Int32Array((v4.samples.size + v6.samples.size) * traffic.count).fill(-1);
  return { sets, v4, v6, traffic, answers };
};

const classOf = <N extends number | bigint>({ boundaries, classes }: AddressClasses<N>, value: N): number => {
  let low = 0;
  let high = boundaries.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((boundaries[middle] as N) <= value) low = middle;
    else high = middle;
  }
  return classes[low] as number;
};

const trafficClass = (
  { base, tables }: TrafficClasses,
  protocol: Protocol,
  sourcePort: number,
  selector: number,
): number => {
  const table = tables[protocol] ?? null;
  const first = base[protocol] as number;
  return table === null
    ? first
    : first + (table.source[sourcePort] as number) * table.width + (table.selector[selector] as number);
};

const holds = (
  set: Peers.PeerSet,
  address: IpAddress,
  protocol: Protocol,
  sourcePort: number,
  selector: number,
): boolean => {
  const traffic = set.find(({ first }) => Addresses.contains(first, address))?.rest ?? [];
  const pairs = traffic.find(({ first }) => Intervals.contains(first, protocol))?.rest ?? [];
  const selectors = pairs.find(({ first }) => Intervals.contains(first, sourcePort))?.rest ?? [];
  return Intervals.contains(selectors, selector);
};

/** The first set that holds this packet, seen from the peer's address; `sets.length` if none does. */
export const firstHolding = (
  { sets, v4, v6, traffic, answers }: Classifier,
  address: IpAddress,
  protocol: Protocol,
  sourcePort: number,
  selector: number,
): number => {
  const which = address.family === 4 ? classOf(v4, address.value) : classOf(v6, address.value);
  const cell = which * traffic.count + trafficClass(traffic, protocol, sourcePort, selector);
  const known = answers[cell] as number;
  if (known >= 0) return known;
  const found = sets.findIndex((set) => holds(set, address, protocol, sourcePort, selector));
  const answer = found < 0 ? sets.length : found;
  answers[cell] = answer;
  return answer;
};
