import * as v from 'valibot';
import { cidr, inAddressOrder, list, optionalInteger, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items, rowsOfSubject } from '../reader.js';

const FAMILIES = { IPv4: 4, IPv6: 6 } as const;

/** `describe-managed-prefix-lists`; the older `describe-prefix-lists` gives the entries of AWS's own lists along. */
export const prefixLists = items({
  gives: 'prefixLists',
  schema: v.object({
    PrefixListId: text,
    PrefixListName: optionalText,
    OwnerId: optionalText,
    AddressFamily: v.nullish(v.picklist(['IPv4', 'IPv6'])),
    MaxEntries: optionalInteger,
    Cidrs: v.nullish(list(cidr)),
  }),
  fragments: (it) => [
    fragment(
      'prefixLists',
      it.PrefixListId,
      stated({
        name: it.PrefixListName,
        ownerId: it.OwnerId,
        family: it.AddressFamily && FAMILIES[it.AddressFamily],
        maxEntries: it.MaxEntries,
        entries: it.Cidrs && inAddressOrder(it.Cidrs),
      }),
    ),
  ],
});

/** `get-managed-prefix-list-entries`, which does not name its list. */
export const prefixListEntries = rowsOfSubject({
  schema: v.object({ Cidr: cidr }),
  fragments: ({ Cidr }, id) => [fragment('prefixLists', id, { entries: [Cidr] })],
  empty: (id) => [fragment('prefixLists', id, { entries: [] })],
});
