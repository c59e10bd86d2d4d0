import { compare } from '../address/ip-address.js';
import type { RouteDestination } from '../network/route-table.js';

/** Blocks by family, address and length, then prefix lists: a route table has no order, and each destination once. */
export const destinationOrder = (a: RouteDestination, b: RouteDestination): number => {
  if (a.kind === 'cidr' && b.kind === 'cidr')
    return compare(a.cidr.network, b.cidr.network) || a.cidr.prefixLength - b.cidr.prefixLength;
  if (a.kind === 'prefix-list' && b.kind === 'prefix-list') return a.id < b.id ? -1 : Number(a.id > b.id);
  return a.kind === 'cidr' ? -1 : 1;
};
