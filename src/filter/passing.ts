import * as Addresses from '../address/address-set.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { unionAll } from '../prelude/set-algebra.js';
import { type Direction, opposite } from '../traffic/direction.js';
import * as Headers from '../traffic/header-set.js';
import * as Peers from '../traffic/peer-set.js';
import * as Traffic from '../traffic/traffic-set.js';
import type { Crossing } from './crossing.js';
import { networkAclPartition } from './network-acl-set.js';
import { both, type Partition } from './partition.js';
import { securityGroupPartition } from './security-group-set.js';
import { UNFILTERED_ANYWHERE } from './unfiltered-set.js';

/** Packets by what filters say of them. */
export type HeaderPartition = {
  readonly allowed: Headers.HeaderSet;
  readonly denied: Headers.HeaderSet;
  readonly undetermined: Headers.HeaderSet;
};

export const ownAddresses = (it: NetworkInterface): Addresses.AddressSet =>
  unionAll(Addresses.addressSets)([
    ...it.privateAddresses.map(Addresses.ofAddress),
    ...it.prefixes.map(Addresses.ofCidr),
  ]);

const toHeaders = (it: NetworkInterface, direction: Direction, partition: Partition): HeaderPartition => {
  const own = ownAddresses(it);
  return {
    allowed: Peers.toHeaders(direction, own, partition.allowed),
    denied: Peers.toHeaders(direction, own, partition.denied),
    undetermined: Peers.toHeaders(direction, own, partition.undetermined),
  };
};

/** What the interface's security groups and its subnet's network ACL let pass of packets that open a connection. */
export const passes = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  crossing: Crossing,
): Partition =>
  both(
    securityGroupPartition(network, it, direction, crossing),
    networkAclPartition(network, it, direction, crossing),
  );

/** The requests that reach the interface. */
export const admits = (network: Network, it: NetworkInterface, crossing: Crossing): HeaderPartition =>
  toHeaders(it, 'ingress', passes(network, it, 'ingress', crossing));

/** The requests the interface can send. */
export const emits = (network: Network, it: NetworkInterface, crossing: Crossing): HeaderPartition =>
  toHeaders(it, 'egress', passes(network, it, 'egress', crossing));

/** One end of a conversation. */
export type End = { readonly it: NetworkInterface; readonly crossing: Crossing };

/** Requests between two interfaces by what becomes of them and of their replies. */
export type RequestAndReply = {
  /** Requests that pass both ends' filters. */
  readonly request: HeaderPartition;
  /** Passing requests whose reply passes too. */
  readonly answered: Headers.HeaderSet;
  /** Passing requests whose reply a network ACL drops: the trouble that no ping from one side shows. */
  readonly replyDies: Headers.HeaderSet;
  /** Passing requests that nothing answers: ICMP errors and replies. */
  readonly unanswered: Headers.HeaderSet;
  /** Passing requests whose reply cannot be judged. */
  readonly replyUndetermined: Headers.HeaderSet;
};

const bothEnds = (a: HeaderPartition, b: HeaderPartition): HeaderPartition => {
  const denied = Headers.union(a.denied, b.denied);
  return {
    allowed: Headers.intersect(a.allowed, b.allowed),
    denied,
    undetermined: Headers.subtract(Headers.union(a.undetermined, b.undetermined), denied),
  };
};

const within = (
  set: Headers.HeaderSet,
  { allowed, denied, undetermined }: HeaderPartition,
): HeaderPartition => ({
  allowed: Headers.intersect(set, allowed),
  denied: Headers.intersect(set, denied),
  undetermined: Headers.intersect(set, undetermined),
});

/** A reply meets network ACLs alone: the security groups that let the request pass let its reply pass too. */
const replyAt = (network: Network, { it, crossing }: End, requestDirection: Direction): HeaderPartition => {
  const direction = opposite(requestDirection);
  return toHeaders(it, direction, networkAclPartition(network, it, direction, crossing));
};

/**
 * What passes from one interface to another and back, filters alone: routes are the business of `path`. DHCP is left
 * out: no filter sees it, and neither end is Amazon's server.
 */
export const requestAndReply = (network: Network, from: End, to: End): RequestAndReply => {
  const filtered = Traffic.subtract(Traffic.ALL, UNFILTERED_ANYWHERE);
  const between = Headers.between(ownAddresses(from.it), ownAddresses(to.it), filtered);
  const request = within(
    between,
    bothEnds(
      within(between, emits(network, from.it, from.crossing)),
      within(between, admits(network, to.it, to.crossing)),
    ),
  );
  const back = Headers.between(ownAddresses(to.it), ownAddresses(from.it));
  const reply = bothEnds(
    within(back, replyAt(network, to, 'ingress')),
    within(back, replyAt(network, from, 'egress')),
  );
  const whose = (replies: Headers.HeaderSet) =>
    Headers.intersect(request.allowed, Headers.requestsOf(replies));
  return {
    request,
    answered: whose(reply.allowed),
    replyDies: whose(reply.denied),
    unanswered: Headers.intersect(request.allowed, Headers.UNANSWERED),
    replyUndetermined: whose(reply.undetermined),
  };
};
