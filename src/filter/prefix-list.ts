import type { Cidr } from '../address/cidr.js';
import type { Family } from '../address/ip-address.js';
import type { Network } from '../network/network.js';
import type { Gap } from '../problem/gap.js';
import type { PrefixListId } from '../resource/id.js';

/** The entries of a prefix list, or the call whose answer would tell them. */
export type KnownEntries =
  | { readonly known: true; readonly entries: readonly Cidr[] }
  /** `family` is the one that all entries have, where that at least is known. */
  | { readonly known: false; readonly family: Family | null; readonly gap: Gap };

/**
 * What a rule that names a prefix list means: the entries of its newest version. An empty list is known to mean nothing.
 * https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
 */
export const entriesOf = (network: Network, id: PrefixListId): KnownEntries => {
  const list = network.prefixLists.get(id);
  if (list !== undefined && list.entries !== null) return { known: true, entries: list.entries };
  const needs = `aws ec2 get-managed-prefix-list-entries --prefix-list-id ${id}`;
  return { known: false, family: list?.family ?? null, gap: { kind: 'prefix-list-entries', id, needs } };
};
