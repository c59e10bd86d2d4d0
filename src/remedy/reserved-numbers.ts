import type { NetworkAclId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import type { Remedy } from './remedy.js';

/** Says which numbers of a network ACL are spoken for by other remedies of the same report. */
export type ReservedNumbers = (id: NetworkAclId, direction: Direction, number: number) => boolean;

/** A network ACL takes 20 entries by default; beyond this many, numbers are no longer what stands in the way. */
const MOST = 100;

/** Remembers the numbers that remedies propose or free, so that all of them can be made. */
export const numberReservations = () => {
  const taken = new Map<string, Set<number>>();
  const setOf = (id: NetworkAclId, direction: Direction): Set<number> => {
    const key = `${id} ${direction}`;
    const known = taken.get(key) ?? new Set<number>();
    taken.set(key, known);
    return known;
  };
  const isReserved: ReservedNumbers = (id, direction, number) => setOf(id, direction).has(number);
  return {
    isReserved,
    reserve: (remedies: readonly Remedy[]): void => {
      for (const change of remedies.flatMap(({ changes }) => changes)) {
        if (change.kind !== 'add-network-acl-entry' && change.kind !== 'delete-network-acl-entry') continue;
        const numbers = setOf(change.networkAclId, change.entry.direction);
        if (numbers.size < MOST) numbers.add(change.entry.number);
      }
    },
  };
};
