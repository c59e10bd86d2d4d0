import * as Addresses from '../address/address-set.js';
import type { Network } from '../network/network.js';
import type { Peer, SecurityGroupRule } from '../network/security-group.js';
import { unionAll } from '../prelude/set-algebra.js';
import * as Peers from '../traffic/peer-set.js';
import * as Traffic from '../traffic/traffic-set.js';
import { entriesOf } from './prefix-list.js';

/** As few of them as still cover, found by leaving out one after the other. */
export const fewest = <T>(all: readonly T[], covers: (some: readonly T[]) => boolean): readonly T[] =>
  all.reduce((kept, one) => {
    const without = kept.filter((other) => other !== one);
    return covers(without) ? without : kept;
  }, all);

/** The addresses a peer is known to stand for; null when only its name is known. */
export type Meaning = (peer: Peer) => Addresses.AddressSet | null;

/** What holds whatever the members of groups and the entries of prefix lists are. */
export const always: Meaning = (peer) => (peer.kind === 'cidr' ? Addresses.ofCidr(peer.cidr) : null);

/** What holds as long as prefix lists have the entries they have now. */
export const now =
  (network: Network): Meaning =>
  (peer) => {
    if (peer.kind !== 'prefix-list') return always(peer);
    const list = entriesOf(network, peer.id);
    return list.known ? unionAll(Addresses.addressSets)(list.entries.map(Addresses.ofCidr)) : null;
  };

const sameName = (a: Peer, b: Peer): boolean => a.kind !== 'cidr' && a.kind === b.kind && a.id === b.id;

/** What a rule allows of a peer: a name counts as every address against the same name, and as none against others. */
const reach = (meaning: Meaning, peer: Peer, rule: SecurityGroupRule): Peers.PeerSet => {
  const traffic = Traffic.ofMatch(rule);
  if (sameName(peer, rule.peer)) return Peers.of(Addresses.ALL, traffic);
  return Peers.of(meaning(rule.peer) ?? Addresses.EMPTY, traffic);
};

/** Whether the others allow all that the rule allows, by what peers are known to mean. */
export const isCovered = (
  meaning: Meaning,
  rule: SecurityGroupRule,
  others: readonly SecurityGroupRule[],
): boolean => {
  const peers = meaning(rule.peer) ?? Addresses.ALL;
  const allowed = unionAll(Peers.peerSets)(others.map((other) => reach(meaning, rule.peer, other)));
  return Peers.isSubset(Peers.of(peers, Traffic.ofMatch(rule)), allowed);
};
