import type { Family, IpAddress } from '../../address/ip-address.js';
import { nothingSeen, type Seen, see } from '../../record/coverage.js';
import type { Ipv6Numbers } from './ipv6-numbers.js';
import { ownAddress } from './own-address.js';

/**
 * What is known of each observation point: how far its records reach, what they cover, and which addresses all of them
 * share. Points are numbers.
 */
export type ObservationPoints = {
  readonly points: Point[];
  /** The latest watermark of all. */
  latest: number;
};

export type Point = {
  /** The latest end of any record: nothing much earlier is still to come. 0 before the first record. */
  watermark: number;
  /** An end so far ahead of all others that it takes a second one to be believed; 0 is none. */
  leap: number;
  /** A single record set the watermark: nothing confirms it yet. */
  isAlone: boolean;
  /** Some record had a window of ten minutes. */
  isLong: boolean;
  /** How many windows of ten minutes each flow log has, and how many others; only where there may be several. */
  readonly logs: { readonly log: number; long: number; short: number }[];
  /** Some record named no packet's addresses: it may show one of the interface's in place of another. */
  isPlain: boolean;
  /** A record came since the last sweep. */
  isFresh: boolean;
  readonly seen: Seen;
  readonly own4: Shared;
  readonly own6: Shared;
};

/** The addresses that every record so far had, at most two, and how many of them there are; -1 before the first record. */
type Shared = { a: number; b: number; size: number };

/** A record whose end lies further ahead than this is believed only when another one confirms it. */
const LEAP = 86_400;

const newPoint = (): Point => ({
  watermark: 0,
  leap: 0,
  isAlone: false,
  isLong: false,
  logs: [],
  isPlain: false,
  isFresh: false,
  seen: nothingSeen(),
  own4: { a: 0, b: 0, size: -1 },
  own6: { a: 0, b: 0, size: -1 },
});

export const observationPoints = (): ObservationPoints => ({ points: [], latest: 0 });

export const pointAt = ({ points }: ObservationPoints, number: number): Point => {
  while (points.length <= number) points.push(newPoint());
  return points[number] as Point;
};

/** Notes that a record of this window and status (0 OK, 1 NODATA, 2 SKIPDATA) exists. */
export const cover = (
  all: ObservationPoints,
  it: Point,
  start: number,
  end: number,
  status: number,
): void => {
  it.isFresh = true;
  see(it.seen, start, end, status);
  if (end > it.watermark) advance(all, it, end);
  else if (it.isAlone) confirm(all, it, end);
};

/** One damaged time far ahead must not close everything: the mark follows only when a second record lies as far ahead. */
const advance = (all: ObservationPoints, it: Point, end: number): void => {
  it.isAlone = it.watermark === 0;
  const leaps = !it.isAlone && end > it.watermark + LEAP;
  if (leaps && it.leap === 0) {
    it.leap = end;
    return;
  }
  it.watermark = leaps ? Math.min(it.leap, end) : end;
  it.leap = 0;
  if (!it.isAlone && it.watermark > all.latest) all.latest = it.watermark;
};

/** The second record of a point decides whether the first one was a leap itself. */
const confirm = (all: ObservationPoints, it: Point, end: number): void => {
  it.isAlone = false;
  if (end + LEAP < it.watermark) {
    it.leap = it.watermark;
    it.watermark = end;
  }
  if (it.watermark > all.latest) all.latest = it.watermark;
};

const keep = (shared: Shared, x: number, y: number): void => {
  if (shared.size === 0) return;
  if (shared.size < 0) {
    shared.a = x;
    shared.b = y;
    shared.size = x === y ? 1 : 2;
    return;
  }
  const [a, b] = [shared.a === x || shared.a === y, shared.b === x || shared.b === y];
  if (shared.size === 2 && a && b) return;
  if (!a && shared.size === 2 && b) shared.a = shared.b;
  shared.size = a || (shared.size === 2 && b) ? 1 : 0;
};

/** Notes the two ends of a record. Families apart: a dual-stack interface has an address of each. */
export const noteEnds = (it: Point, family: number, x: number, y: number): void =>
  keep(family === 4 ? it.own4 : it.own6, x, y);

/** Notes the window of a flow log's record. */
export const noteWindow = ({ logs }: Point, log: number, isLong: boolean): void => {
  const known = logs.find((it) => it.log === log);
  if (known === undefined) logs.push({ log, long: Number(isLong), short: Number(!isLong) });
  else if (isLong) known.long++;
  else known.short++;
};

/** Most windows of a flow log are of ten minutes; the first one of those can be shorter. */
export const isCoarseAt = ({ logs }: Point, log: number): boolean => {
  const known = logs.find((it) => it.log === log);
  return known !== undefined && known.long > known.short;
};

const addressesOf = ({ a, b, size }: Shared, address: (value: number) => IpAddress): readonly IpAddress[] =>
  [a, b].slice(0, Math.max(0, size)).map(address);

/** The point's own address, as far as its records tell. */
export const ownAddressAt = (it: Point, family: Family | null, ipv6: Ipv6Numbers): IpAddress | null => {
  const four = ownAddress(addressesOf(it.own4, (value) => ({ family: 4, value })));
  const six = ownAddress(addressesOf(it.own6, (value) => ({ family: 6, value: ipv6.valueOf(value) })));
  return family === 4 ? four : family === 6 ? six : (four ?? six);
};

/** The numbers of IPv6 addresses that points still need. */
export const ipv6InUse = ({ points }: ObservationPoints): readonly number[] =>
  points.flatMap(({ own6: { a, b, size } }) => [a, b].slice(0, Math.max(0, size)));

/** Gives those addresses their new numbers. */
export const renumberIpv6 = ({ points }: ObservationPoints, renumbered: Uint32Array): void => {
  for (const { own6 } of points) {
    own6.a = renumbered[own6.a] ?? 0;
    own6.b = renumbered[own6.b] ?? 0;
  }
};
