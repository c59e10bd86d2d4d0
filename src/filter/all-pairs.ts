import * as Addresses from '../address/address-set.js';
import { type IpAddress, print } from '../address/ip-address.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { InterfaceId } from '../resource/id.js';
import { type Direction, opposite } from '../traffic/direction.js';
import { requestTraffic } from '../traffic/header-set.js';
import type * as Peers from '../traffic/peer-set.js';
import * as Traffic from '../traffic/traffic-set.js';
import type { Crossing } from './crossing.js';
import { networkAclPartition } from './network-acl-set.js';
import { passes } from './passing.js';
import { UNFILTERED_ANYWHERE } from './unfiltered-set.js';

/** What passes from one address to another for certain. */
export type PairTraffic = {
  readonly from: InterfaceId;
  readonly to: InterfaceId;
  readonly source: IpAddress;
  readonly destination: IpAddress;
  /** Requests that pass the filters of both ends. */
  readonly request: Traffic.TrafficSet;
  /** The part of them whose reply passes too. */
  readonly answered: Traffic.TrafficSet;
};

/** The ways between two interfaces; the same object for the same way, as sets are shared by it. */
export type CrossingOf = (from: NetworkInterface, to: NetworkInterface) => Crossing;

/** Interfaces with the same groups in the same subnet are filtered alike. */
const ruleSetOf = (it: NetworkInterface): string =>
  JSON.stringify([it.vpcId, it.subnetId, it.ownerId, it.securityGroupIds?.toSorted() ?? null]);

/** Remembers by the identity of two values: sets made once are asked for again and again. */
const memo = <A extends object, B, R>(make: (a: A, b: B) => R): ((a: A, b: B) => R) => {
  const known = new Map<A, Map<B, R>>();
  return (a, b) => {
    const row = known.get(a) ?? new Map<B, R>();
    known.set(a, row);
    const found = row.get(b) ?? make(a, b);
    row.set(b, found);
    return found;
  };
};

type Key = { readonly it: NetworkInterface; readonly direction: Direction; readonly ruleSet: string };

const keysOf = (interfaces: readonly NetworkInterface[]) => {
  const shared = new Map<string, Key>();
  const keys = new Map<NetworkInterface, Readonly<Record<Direction, Key>>>();
  for (const it of interfaces) {
    const key = (direction: Direction): Key => {
      const ruleSet = `${direction} ${ruleSetOf(it)}`;
      const found = shared.get(ruleSet) ?? { it, direction, ruleSet };
      shared.set(ruleSet, found);
      return found;
    };
    keys.set(it, { ingress: key('ingress'), egress: key('egress') });
  }
  return keys;
};

const filtered = Traffic.subtract(Traffic.ALL, UNFILTERED_ANYWHERE);

/** The traffic a set lets pass to or from one address: one of as many values as the set has products. */
const trafficOf = (set: Peers.PeerSet, address: IpAddress): Traffic.TrafficSet =>
  set.find(({ first }) => Addresses.contains(first, address))?.rest ?? Traffic.EMPTY;

/**
 * Every ordered pair of addresses of one family on different interfaces. With n addresses and r different rule sets
 * (groups, subnet, direction) the sets are made r times, looked up r x n times and intersected once for each pair of
 * different traffic; what is left for each of the n x n pairs is a look-up. Addresses are told apart by `print`.
 */
export function* allPairs(
  network: Network,
  interfaces: readonly NetworkInterface[],
  crossingOf: CrossingOf,
): Generator<PairTraffic> {
  const keys = keysOf(interfaces);
  const requestSets = memo((key: Key, way: Crossing) => passes(network, key.it, key.direction, way).allowed);
  const replySets = memo(
    (key: Key, way: Crossing) => networkAclPartition(network, key.it, key.direction, way).allowed,
  );
  const names = new Map<string, IpAddress>();
  const towards = memo((set: Peers.PeerSet, name: string) => trafficOf(set, names.get(name) as IpAddress));
  const meet = memo(Traffic.intersect);
  const answeredBy = memo((replies: Traffic.TrafficSet, requests: Traffic.TrafficSet) =>
    Traffic.intersect(requests, requestTraffic(replies)),
  );
  const ends = interfaces.flatMap((it) =>
    it.privateAddresses.map((address) => {
      const name = print(address);
      names.set(name, address);
      return { it, address, name, keys: keys.get(it) as Readonly<Record<Direction, Key>> };
    }),
  );
  type End = (typeof ends)[number];
  const between = (sets: typeof requestSets, from: End, to: End, way: Crossing, out: Direction) =>
    meet(
      meet(towards(sets(from.keys[out], way), to.name), filtered),
      towards(sets(to.keys[opposite(out)], way), from.name),
    );
  for (const from of ends)
    for (const to of ends) {
      if (from.it === to.it || from.address.family !== to.address.family) continue;
      const way = crossingOf(from.it, to.it);
      const request = between(requestSets, from, to, way, 'egress');
      const replies = between(replySets, to, from, way, 'egress');
      yield {
        from: from.it.id,
        to: to.it.id,
        source: from.address,
        destination: to.address,
        request,
        answered: answeredBy(replies, request),
      };
    }
}
