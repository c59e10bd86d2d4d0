import * as Addresses from '../address/address-set.js';
import { type AddressSet, addressSets, precedes } from '../address/address-set.js';
import type { Family } from '../address/ip-address.js';
import { type ProductSet, productSets, times } from '../prelude/product-set.js';
import type { Direction } from './direction.js';
import { between, type HeaderSet, union as unionHeaders } from './header-set.js';
import * as Traffic from './traffic-set.js';

/**
 * Packets as rules see them: the address at the other end x traffic. Rules never look at the interface's own address,
 * so interfaces with the same rules share one such set.
 */
export type PeerSet = ProductSet<AddressSet, Traffic.TrafficSet>;

const parts = { first: addressSets, rest: Traffic.trafficSets, precedes };

export const peerSets = productSets(parts);
export const { union, intersect, subtract, isSubset, isEmpty, witness, equals } = peerSets;

export const EMPTY: PeerSet = peerSets.empty;

export const of = (peers: AddressSet, traffic: Traffic.TrafficSet): PeerSet => times(parts, peers, traffic);

export const ALL: PeerSet = of(Addresses.ALL, Traffic.ALL);

/** The part of one family. */
export const family = (which: Family, set: PeerSet): PeerSet =>
  intersect(set, of(Addresses.allOf(which), Traffic.ALL));

/** The packets these are at an interface with these addresses: to it when they come in, from it when they go out. */
export const toHeaders = (direction: Direction, own: AddressSet, set: PeerSet): HeaderSet =>
  set
    .map(({ first, rest }) =>
      direction === 'ingress' ? between(first, own, rest) : between(own, first, rest),
    )
    .reduce(unionHeaders, []);

/** `tcp 443: 10.0.0.0/8`, one product a line. */
export const print = (set: PeerSet): string =>
  isEmpty(set)
    ? 'nothing'
    : set.map(({ first, rest }) => `${Traffic.print(rest)}: ${Addresses.print(first)}`).join('\n');
