import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { SecurityGroupRule } from '../network/security-group.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { Direction } from '../traffic/direction.js';
import * as Peers from '../traffic/peer-set.js';
import * as Traffic from '../traffic/traffic-set.js';
import { attachedRules } from './attached-rules.js';
import type { Crossing } from './crossing.js';
import { ALL_ALLOWED, ALL_UNDETERMINED, fromAllows, type Partition } from './partition.js';
import { peerAddresses } from './peer-addresses.js';
import { partitionUnlessUnfiltered } from './unfiltered-set.js';

/** The packets one rule allows: for certain, and possibly. */
export const ruleSet = (
  network: Network,
  it: NetworkInterface,
  crossing: Crossing,
  rule: SecurityGroupRule,
): { readonly certain: Peers.PeerSet; readonly possible: Peers.PeerSet } => {
  const { certain, possible } = peerAddresses(network, it, crossing, rule.peer);
  const traffic = Traffic.ofMatch(rule);
  return { certain: Peers.of(certain, traffic), possible: Peers.of(possible, traffic) };
};

const byRules = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  crossing: Crossing,
): Partition => {
  if (it.securityGroupIds === null) return ALL_UNDETERMINED;
  if (it.securityGroupIds.length === 0) return ALL_ALLOWED;
  const { rules, missing } = attachedRules(network, it.securityGroupIds, direction);
  const sets = rules.map(({ rule }) => ruleSet(network, it, crossing, rule));
  const certain = unionAll(Peers.peerSets)(sets.map((set) => set.certain));
  const possible = unionAll(Peers.peerSets)(sets.map((set) => set.possible));
  return fromAllows(certain, missing.length > 0 ? Peers.ALL : possible);
};

/** `judgeSecurityGroups` for every packet at once. */
export const securityGroupPartition = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  crossing: Crossing,
): Partition => partitionUnlessUnfiltered(network, it, direction, byRules(network, it, direction, crossing));
