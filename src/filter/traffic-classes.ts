import * as Intervals from '../prelude/interval-set.js';
import { ICMP, ICMPV6, type Protocol, TCP, UDP } from '../traffic/protocol.js';
import * as Traffic from '../traffic/traffic-set.js';

/**
 * Traffic in classes that none of some sets can tell apart: protocol, stretch of source ports, stretch of destination
 * ports or ICMP types.
 */
export type TrafficClasses = {
  readonly count: number;
  /** The first class of each protocol. */
  readonly base: Int32Array;
  readonly tables: readonly (PortClasses | null)[];
};

/** Class = base + number of the source stretch x `width` + number of the selector stretch. */
type PortClasses = {
  readonly count: number;
  readonly width: number;
  readonly source: Uint16Array;
  readonly selector: Uint16Array;
};

/** The protocols that rules can look into; every other one is a class by itself. */
const LOOKED_INTO = [TCP, UDP, ICMP, ICMPV6];

const ONE_STRETCH = new Uint16Array(65536);

/** Number of the stretch by value; `starts` holds the first value of each. */
const tableOf = (starts: readonly number[]): Uint16Array => {
  if (starts.length === 1) return ONE_STRETCH;
  const table = new Uint16Array(65536);
  starts.forEach((start, i) => {
    table.fill(i, start, starts[i + 1] ?? 65536);
  });
  return table;
};

const startsOf = (sets: readonly Traffic.Numbers[]): readonly number[] =>
  [...new Set([0, ...sets.flat()])].filter((start) => start < 65536).sort((a, b) => a - b);

const portClasses = (products: readonly Traffic.TrafficProduct[]): PortClasses => {
  const sources = startsOf(products.map(({ sourcePorts }) => sourcePorts));
  const selectors = startsOf(products.map((product) => product.selectors));
  return {
    count: sources.length * selectors.length,
    width: selectors.length,
    source: tableOf(sources),
    selector: tableOf(selectors),
  };
};

export const trafficClasses = (sets: readonly Traffic.TrafficSet[]): TrafficClasses => {
  const products = sets.flatMap(Traffic.products);
  const base = new Int32Array(256);
  const tables: (PortClasses | null)[] = [];
  let count = 0;
  for (let protocol = 0; protocol < 256; protocol++) {
    base[protocol] = count;
    const table = LOOKED_INTO.includes(protocol)
      ? portClasses(products.filter((one) => Intervals.contains(one.protocols, protocol)))
      : null;
    tables.push(table);
    count += table?.count ?? 1;
  }
  return { count, base, tables };
};

export const classOf = (
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
