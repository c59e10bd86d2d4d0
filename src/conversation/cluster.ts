import { addFlows, type Flow, NO_FLOW } from './conversation.js';
import type { Sighting } from './sighting.js';

/** Records of one key that belong together in time. `left` and `right` are the parties in the key's own order. */
export type Cluster = {
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** How far a further record may lie from this cluster and still belong to it, in seconds. */
  readonly delta: number;
  readonly fromLeft: Flow;
  readonly fromRight: Flow;
};

export const clusterOf = (sighting: Sighting, fromLeft: boolean, delta: number): Cluster => {
  const flow: Flow = { ...NO_FLOW, [sighting.action]: sighting.tally };
  return {
    firstSeen: sighting.tally.firstSeen,
    lastSeen: sighting.tally.lastSeen,
    delta,
    fromLeft: fromLeft ? flow : NO_FLOW,
    fromRight: fromLeft ? NO_FLOW : flow,
  };
};

const areClose = (a: Cluster, b: Cluster): boolean => {
  const delta = Math.max(a.delta, b.delta);
  return a.firstSeen <= b.lastSeen + delta && b.firstSeen <= a.lastSeen + delta;
};

const merge = (a: Cluster, b: Cluster): Cluster => ({
  firstSeen: Math.min(a.firstSeen, b.firstSeen),
  lastSeen: Math.max(a.lastSeen, b.lastSeen),
  delta: Math.max(a.delta, b.delta),
  fromLeft: addFlows(a.fromLeft, b.fromLeft),
  fromRight: addFlows(a.fromRight, b.fromRight),
});

/**
 * Adds a cluster to disjoint ones. Merging only ever widens a cluster, and a wider one is close to at least as much, so
 * the result does not depend on the order in which records come.
 */
export const include = (clusters: readonly Cluster[], added: Cluster): readonly Cluster[] => {
  const close = clusters.filter((it) => areClose(it, added));
  if (close.length === 0) return [...clusters, added];
  const rest = clusters.filter((it) => !areClose(it, added));
  return include(rest, close.reduce(merge, added));
};
