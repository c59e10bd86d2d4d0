import * as Peers from '../traffic/peer-set.js';

/** What a filter says of all packets at once: every packet is in exactly one of the three. */
export type Partition = {
  readonly allowed: Peers.PeerSet;
  readonly denied: Peers.PeerSet;
  readonly undetermined: Peers.PeerSet;
};

export const ALL_ALLOWED: Partition = { allowed: Peers.ALL, denied: Peers.EMPTY, undetermined: Peers.EMPTY };
export const ALL_UNDETERMINED: Partition = {
  allowed: Peers.EMPTY,
  denied: Peers.EMPTY,
  undetermined: Peers.ALL,
};

/** Allowed for certain, and what may be allowed beyond that; the rest is denied. */
export const fromAllows = (certain: Peers.PeerSet, possible: Peers.PeerSet): Partition => ({
  allowed: certain,
  undetermined: Peers.subtract(possible, certain),
  denied: Peers.subtract(Peers.ALL, Peers.union(certain, possible)),
});

/** What passes two filters: either denial denies, whatever the other one would say. */
export const both = (a: Partition, b: Partition): Partition => {
  const allowed = Peers.intersect(a.allowed, b.allowed);
  const denied = Peers.union(a.denied, b.denied);
  return {
    allowed,
    denied,
    undetermined: Peers.subtract(Peers.union(a.undetermined, b.undetermined), denied),
  };
};
