import * as Addresses from '../address/address-set.js';
import type { Peer, SecurityGroupRule } from '../network/security-group.js';
import { unionAll } from '../prelude/set-algebra.js';
import * as Peers from '../traffic/peer-set.js';
import * as Traffic from '../traffic/traffic-set.js';

/** Whether two peers are the same addresses whatever those are. */
const samePeer = (a: Peer, b: Peer): boolean => a.kind !== 'cidr' && a.kind === b.kind && a.id === b.id;

/**
 * What a rule is known to allow whoever belongs to the groups and prefix lists it names: a reference counts as every
 * address against rules with the same reference, and as none against others.
 */
const reach = (peer: Peer, rule: SecurityGroupRule): Peers.PeerSet => {
  const traffic = Traffic.ofMatch(rule);
  if (rule.peer.kind === 'cidr') return Peers.of(Addresses.ofCidr(rule.peer.cidr), traffic);
  return samePeer(peer, rule.peer) ? Peers.of(Addresses.ALL, traffic) : Peers.EMPTY;
};

/** Whether the others allow all that the rule allows, now and after any change of members or entries. */
export const isCovered = (rule: SecurityGroupRule, others: readonly SecurityGroupRule[]): boolean => {
  const peers = rule.peer.kind === 'cidr' ? Addresses.ofCidr(rule.peer.cidr) : Addresses.ALL;
  const allowed = unionAll(Peers.peerSets)(others.map((other) => reach(rule.peer, other)));
  return Peers.isSubset(Peers.of(peers, Traffic.ofMatch(rule)), allowed);
};
