import { familyOf } from '../address/cidr.js';
import type { IpAddress } from '../address/ip-address.js';
import { lintEntries } from '../filter/lint-network-acl.js';
import type { Network } from '../network/network.js';
import type { NetworkAcl, NetworkAclEntry } from '../network/network-acl.js';
import { peerAddress } from '../traffic/packet.js';
import type { Change } from './change.js';
import type { Need } from './need.js';
import type { ReservedNumbers } from './reserved-numbers.js';

/**
 * Entries per network ACL, for each direction and family, the final deny included. It can be raised to 40.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
export const DEFAULT_QUOTA = 20;
const HIGHEST_QUOTA = 40;

/** The address that an entry is about. */
export const peerOf = ({ direction, packet }: Need): IpAddress => peerAddress(direction, packet);

/** The entries that count with the new one. */
export const counted = (acl: NetworkAcl, need: Need): number =>
  acl.entries.filter((it) => it.direction === need.direction && familyOf(it.cidr) === peerOf(need).family)
    .length;

/**
 * An entry that could go without a change of what passes, where the list is full: best one that never decides, then one that
 * allows; a deny that somebody wrote and that denies the packets in question stays. Of a list between the default quota and the
 * highest nobody knows whether it is full.
 */
export const needlessIn = (
  network: Network,
  acl: NetworkAcl,
  need: Need,
  denying: readonly NetworkAclEntry[],
  isReserved: ReservedNumbers,
): readonly Change[] => {
  const entries = counted(acl, need);
  if (entries !== DEFAULT_QUOTA && entries < HIGHEST_QUOTA) return [];
  const found = lintEntries(network, acl, need.direction, peerOf(need).family).filter(
    ({ entry }) =>
      !isReserved(acl.id, need.direction, entry.number) &&
      !denying.some(({ number }) => number === entry.number),
  );
  const needless =
    found.find(({ kind }) => kind === 'shadowed-entry') ??
    found.find(({ entry }) => entry.action === 'allow') ??
    found[0];
  return needless === undefined
    ? []
    : [
        {
          kind: 'delete-network-acl-entry',
          networkAclId: acl.id,
          direction: need.direction,
          entry: needless.entry,
        },
      ];
};

/** Moves the unbroken run of entries that starts at `number` up by one, last first, so that `number` becomes free. */
export const makeRoom = (
  acl: NetworkAcl,
  { direction }: Need,
  taken: ReadonlyMap<number, NetworkAclEntry>,
  number: number,
): readonly Change[] => {
  const run: NetworkAclEntry[] = [];
  for (let at = taken.get(number); at !== undefined; at = taken.get(at.number + 1)) run.unshift(at);
  return run.map((entry) => ({
    kind: 'renumber-network-acl-entry',
    networkAclId: acl.id,
    direction,
    entry,
    to: entry.number + 1,
  }));
};
