import type { Cidr } from '../../address/cidr.js';
import type { IpAddress } from '../../address/ip-address.js';
import type { AddressMask } from './address-mask.js';

/** What stands in the place of each kind of name. The same name always gives the same. */
export type Renaming = {
  /** `sg-0a1b2c3d4e5f60718`; what follows the last hyphen is replaced. */
  readonly id: (id: string) => string;
  /** Twelve digits. */
  readonly account: (account: string) => string;
  /** A name that somebody chose. */
  readonly name: (name: string) => string;
  readonly address: (address: IpAddress) => IpAddress;
  readonly cidr: (cidr: Cidr) => Cidr;
};

/** All names that there are. */
export type Names = {
  readonly ids: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
};

/** A renaming that changes nothing and takes down what it is asked. */
export const collector = (): { readonly renaming: Renaming; readonly names: () => Names } => {
  const [ids, accounts, names] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const into = (set: Set<string>) => (text: string) => {
    set.add(text);
    return text;
  };
  return {
    renaming: {
      id: into(ids),
      account: into(accounts),
      name: into(names),
      address: (address) => address,
      cidr: (cidr) => cidr,
    },
    names: () => ({ ids, accounts, names }),
  };
};

const kindOf = (id: string): string => id.slice(0, id.lastIndexOf('-') + 1);

/** Ids of one kind are numbered in their order, and as long as the longest of them was. */
const numberedIds = (ids: ReadonlySet<string>): ReadonlyMap<string, string> => {
  const kinds = new Map<string, string[]>();
  for (const id of [...ids].sort()) kinds.set(kindOf(id), [...(kinds.get(kindOf(id)) ?? []), id]);
  return new Map(
    [...kinds].flatMap(([kind, all]) => {
      const length = Math.max(...all.map((id) => id.length - kind.length), String(all.length).length);
      return all.map((id, i) => [id, `${kind}${String(i + 1).padStart(length, '0')}`] as const);
    }),
  );
};

const numbered = (all: ReadonlySet<string>, form: (n: number) => string): ReadonlyMap<string, string> =>
  new Map([...all].sort().map((name, i) => [name, form(i + 1)]));

const FIRST_ACCOUNT = 100_000_000_000;

/** Numbers in the place of names, in the order of the names; addresses by a mask. */
export const renamingOf = ({ ids, accounts, names }: Names, mask: AddressMask): Renaming => {
  const masked = {
    id: numberedIds(ids),
    account: numbered(accounts, (n) => String(FIRST_ACCOUNT + n)),
    name: numbered(names, (n) => `name-${n}`),
  };
  const look = (map: ReadonlyMap<string, string>) => (text: string) => {
    const found = map.get(text);
    if (found === undefined) throw new Error('a name that was not collected');
    return found;
  };
  return {
    id: look(masked.id),
    account: look(masked.account),
    name: look(masked.name),
    ...mask,
  };
};
