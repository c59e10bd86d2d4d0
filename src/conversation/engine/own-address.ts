import type { IpAddress } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';

/** Whether an address belongs to an observation point; null when that is not known. */
export type OwnsAddress = (observationPoint: string, address: IpAddress) => boolean | null;

/**
 * The interface's own address: the one all its records share. With a single pair of ends it is the private one, since a
 * flow log never shows the public IPv4 address of its own interface.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const ownAddress = (shared: readonly IpAddress[]): IpAddress | null => {
  if (shared.length === 1) return shared[0] ?? null;
  const inside = shared.filter(isPrivate);
  return inside.length === 1 ? (inside[0] ?? null) : null;
};
