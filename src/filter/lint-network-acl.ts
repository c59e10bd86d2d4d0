import type { Family } from '../address/ip-address.js';
import type { Network } from '../network/network.js';
import type { NetworkAcl, NetworkAclEntry } from '../network/network-acl.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { NetworkAclId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import * as Peers from '../traffic/peer-set.js';
import { fewest } from './cover.js';
import { type EntryShare, shares } from './network-acl-set.js';

/**
 * An entry that could go. Shadowed: entries before it match all that it matches, so it never decides. Redundant: it
 * decides, but what it decides would get the same outcome from the entries after it.
 */
export type EntryFinding = {
  readonly kind: 'shadowed-entry' | 'redundant-entry';
  readonly networkAclId: NetworkAclId;
  readonly direction: Direction;
  readonly entry: NetworkAclEntry;
  /** The proof: these entries take all of `packets`, which it matches (shadowed) or decides (redundant). */
  readonly coveredBy: readonly NetworkAclEntry[];
  readonly packets: Peers.PeerSet;
};

const unionOf = unionAll(Peers.peerSets);

const shadowing = (before: readonly EntryShare[], { matches }: EntryShare): readonly NetworkAclEntry[] =>
  fewest(before, (some) => Peers.isSubset(matches, unionOf(some.map((share) => share.matches)))).map(
    ({ entry }) => entry,
  );

/** What the entries after it would say of a set: the entries that take parts of it, in order. */
const heirs = (after: readonly EntryShare[], set: Peers.PeerSet): readonly NetworkAclEntry[] => {
  let left = set;
  return after.flatMap(({ entry, matches }) => {
    const taken = Peers.intersect(left, matches);
    left = Peers.subtract(left, taken);
    return Peers.isEmpty(taken) ? [] : [entry];
  });
};

const lintEntry = (
  acl: NetworkAcl,
  direction: Direction,
  all: readonly EntryShare[],
  index: number,
): readonly EntryFinding[] => {
  const share = all[index] as EntryShare;
  const at = { networkAclId: acl.id, direction, entry: share.entry };
  if (Peers.isEmpty(share.decides)) {
    const coveredBy = shadowing(all.slice(0, index), share);
    return [{ kind: 'shadowed-entry', ...at, coveredBy, packets: share.matches }];
  }
  const coveredBy = heirs(all.slice(index + 1), share.decides);
  return coveredBy.every((entry) => entry.action === share.entry.action)
    ? [{ kind: 'redundant-entry', ...at, coveredBy, packets: share.decides }]
    : [];
};

/**
 * Entries of one list that could go, each taken alone. The final deny is AWS's own and stays. Of a list with an entry
 * that could not be read only shadowed entries are certain: the unread one may stand between an entry and its heirs.
 */
export const lintEntries = (
  network: Network,
  acl: NetworkAcl,
  direction: Direction,
  family: Family,
): readonly EntryFinding[] => {
  const all = shares(acl, direction, family);
  const isUnread = network.gaps.some((gap) => gap.kind === 'unmodelled-rule' && gap.id === acl.id);
  return all
    .slice(0, -1)
    .flatMap((_, index) => lintEntry(acl, direction, all, index))
    .filter(({ kind }) => kind === 'shadowed-entry' || !isUnread);
};
