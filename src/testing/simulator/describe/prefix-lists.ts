import { print } from '../../../address/cidr.js';
import type { Network } from '../../../network/network.js';
import { said } from './addresses.js';

/** `aws ec2 describe-managed-prefix-lists`. */
export const describeManagedPrefixLists = ({ prefixLists }: Network) => ({
  PrefixLists: [...prefixLists.values()].map((it) =>
    said({
      PrefixListId: it.id,
      PrefixListName: it.name,
      OwnerId: it.ownerId,
      AddressFamily: it.family === null ? null : `IPv${it.family}`,
      MaxEntries: it.maxEntries,
    }),
  ),
});

/** `aws ec2 get-managed-prefix-list-entries`, once for each list: the answer does not name it, its file has to. */
export const getManagedPrefixListEntries = ({
  prefixLists,
}: Network): readonly (readonly [string, unknown])[] =>
  [...prefixLists.values()].flatMap(({ id, entries }) =>
    entries === null ? [] : [[id, { Entries: entries.map((Cidr) => ({ Cidr: print(Cidr) })) }] as const],
  );
