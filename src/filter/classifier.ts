import * as Addresses from '../address/address-set.js';
import type { IpAddress } from '../address/ip-address.js';
import * as Intervals from '../prelude/interval-set.js';
import type * as Peers from '../traffic/peer-set.js';
import type { Protocol } from '../traffic/protocol.js';
import {
  type AddressClasses,
  addressClasses,
  classOf,
  classOfIpv4,
  type Ipv4Classes,
  withBuckets,
} from './address-classes.js';
import { type TrafficClasses, trafficClasses, classOf as trafficClassOf } from './traffic-classes.js';

/**
 * Finds the first of a list of packet sets that holds a packet, without walking the list:
 * (a) addresses fall into classes that no set of the list can tell apart, and so does traffic;
 * (b) the class of each is found by bisection and by table look-up;
 * (c) the answer for a pair of classes is found once, when it is first asked for.
 */
export type Classifier = {
  readonly sets: readonly Peers.PeerSet[];
  readonly v4: Ipv4Classes;
  readonly v6: AddressClasses<bigint>;
  readonly traffic: TrafficClasses;
  /** By address class x traffic class: index of the first set, `sets.length` for none, or -1 while unknown. */
  readonly answers: Int16Array | Int32Array;
};

export const classifier = (sets: readonly Peers.PeerSet[]): Classifier => {
  const firsts = sets.flatMap((set) => set.map(({ first }) => first));
  const v4 = addressClasses(
    0,
    firsts.map((set) => set.v4),
    0,
  );
  const v6 = addressClasses(
    0n,
    firsts.map((set) => set.v6),
    v4.count,
  );
  const traffic = trafficClasses(sets.flatMap((set) => set.map(({ rest }) => rest)));
  // Half the width where it suffices: what limits the look-up is how much of this table the cache can hold.
  const Answers = sets.length < 2 ** 15 ? Int16Array : Int32Array;
  const answers = new Answers((v4.count + v6.count) * traffic.count).fill(-1);
  return { sets, v4: withBuckets(v4), v6, traffic, answers };
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
  const which = address.family === 4 ? classOfIpv4(v4, address.value) : classOf(v6, address.value);
  const cell = which * traffic.count + trafficClassOf(traffic, protocol, sourcePort, selector);
  const known = answers[cell] as number;
  if (known >= 0) return known;
  const found = sets.findIndex((set) => holds(set, address, protocol, sourcePort, selector));
  const answer = found < 0 ? sets.length : found;
  answers[cell] = answer;
  return answer;
};
