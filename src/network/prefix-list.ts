import type { Cidr } from '../address/cidr.js';
import type { Family } from '../address/ip-address.js';
import type { AccountId, PrefixListId } from '../resource/id.js';

/**
 * A prefix list. Rules and routes always use its newest version.
 * https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html
 */
export type PrefixList = {
  readonly id: PrefixListId;
  /** `com.amazonaws.eu-west-1.s3`, ...; null when only its entries were given. */
  readonly name: string | null;
  /** `AWS` for the lists that AWS keeps. */
  readonly ownerId: AccountId | null;
  readonly family: Family | null;
  /** How many entries it counts for in a quota; null for lists of AWS. */
  readonly maxEntries: number | null;
  /** Null when only the list was described: its entries are the answer of another call. */
  readonly entries: readonly Cidr[] | null;
};
