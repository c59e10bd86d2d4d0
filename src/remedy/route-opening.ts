import * as Addresses from '../address/address-set.js';
import type { Cidr } from '../address/cidr.js';
import { routeTableOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { Route } from '../network/route-table.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { RouteTableId } from '../resource/id.js';
import * as Headers from '../traffic/header-set.js';
import { addressesOf } from './subnet-addresses.js';

const union = unionAll(Addresses.addressSets);

const blocksOf = (network: Network, { destination }: Route): readonly Cidr[] =>
  destination.kind === 'cidr' ? [destination.cidr] : (network.prefixLists.get(destination.id)?.entries ?? []);

/** What other routes of the table take before a block, as they are longer. */
const taken = (network: Network, routes: readonly Route[], { network: base, prefixLength }: Cidr) =>
  union(
    routes
      .flatMap((route) => blocksOf(network, route))
      .filter((it) => it.network.family === base.family && it.prefixLength > prefixLength)
      .map(Addresses.ofCidr),
  );

/** Everything that the subnets of a route table may send over a route, which went nowhere before. */
export const openedByRoute = (network: Network, id: RouteTableId, route: Route): Headers.HeaderSet => {
  const table = network.routeTables.get(id);
  if (table === undefined) return Headers.EMPTY;
  const sources = [...network.subnets.values()]
    .filter((it) => routeTableOf(network, it.id)?.id === id)
    .map((it) => addressesOf(network, it.id));
  const destinations = blocksOf(network, route).map((block) =>
    Addresses.subtract(Addresses.ofCidr(block), taken(network, table.routes, block)),
  );
  return Headers.between(union(sources), union(destinations));
};
