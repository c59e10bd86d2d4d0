import { equals, type IpAddress } from '../address/ip-address.js';
import { isPrivate } from '../address/special-ranges.js';

/** The addresses that every record of an observation point had so far; at most two. */
export type OwnAddresses = readonly IpAddress[];

/** Keeps what the next record shares too. An interface that forwards for others ends with none. */
export const narrow = (seen: OwnAddresses | null, ends: readonly [IpAddress, IpAddress]): OwnAddresses => {
  if (seen === null) return ends;
  // Families apart: a dual-stack interface has an address of each, and neither refutes the other.
  const comparable = seen.some((it) => it.family === ends[0].family);
  return comparable ? seen.filter((it) => ends.some((end) => equals(it, end))) : seen;
};

/**
 * The interface's own address: the one all its records share. With a single pair of ends it is the private one, since a
 * flow log never shows the public IPv4 address of its own interface.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const ownAddress = (seen: OwnAddresses): IpAddress | null => {
  if (seen.length === 1) return seen[0] ?? null;
  const inside = seen.filter(isPrivate);
  return inside.length === 1 ? (inside[0] ?? null) : null;
};
