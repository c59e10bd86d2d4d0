import { blockOf, type Cidr, print } from '../address/cidr.js';
import type { IpAddress } from '../address/ip-address.js';
import type { NetworkInterface } from './network-interface.js';

/** Who holds delegated prefixes, by block; a look-up costs one step for each length of prefix in use, which are few. */
export type PrefixHolders = {
  readonly lengths: ReadonlySet<string>;
  readonly byBlock: ReadonlyMap<string, readonly NetworkInterface[]>;
};

const lengthOf = ({ network: { family }, prefixLength }: Cidr): string => `${family}/${prefixLength}`;

export const prefixHolders = (interfaces: readonly NetworkInterface[]): PrefixHolders => {
  const byBlock = new Map<string, NetworkInterface[]>();
  const lengths = new Set<string>();
  for (const it of interfaces)
    for (const prefix of it.prefixes) {
      lengths.add(lengthOf(prefix));
      const known = byBlock.get(print(prefix));
      if (known === undefined) byBlock.set(print(prefix), [it]);
      else known.push(it);
    }
  return { lengths, byBlock };
};

/** The interfaces that hold a delegated prefix with this address in it. */
export const holdersOf = (
  { lengths, byBlock }: PrefixHolders,
  address: IpAddress,
): readonly NetworkInterface[] =>
  [...lengths]
    .filter((length) => length.startsWith(`${address.family}/`))
    .flatMap((length) => byBlock.get(print(blockOf(address, Number(length.slice(2))))) ?? []);
