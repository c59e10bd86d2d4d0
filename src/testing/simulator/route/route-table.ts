import { type Cidr, covers } from '../../../address/cidr.js';
import type { IpAddress } from '../../../address/ip-address.js';
import type { Network } from '../../../network/network.js';
import type { Route, RouteTable } from '../../../network/route-table.js';
import type { SubnetId } from '../../../resource/id.js';

/**
 * "If you don't explicitly associate a subnet with a particular route table, the subnet is implicitly associated with the
 * main route table."
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
export const routeTableAt = (network: Network, subnetId: SubnetId | null): RouteTable | null => {
  const tables = [...network.routeTables.values()];
  const own = tables.find((table) => subnetId !== null && table.subnetIds.includes(subnetId));
  const vpcId = subnetId === null ? null : (network.subnets.get(subnetId)?.vpcId ?? null);
  return own ?? tables.find((table) => table.isMain && table.vpcId === vpcId) ?? null;
};

const blocksOf = (network: Network, { destination }: Route): readonly Cidr[] =>
  destination.kind === 'cidr' ? [destination.cidr] : (network.prefixLists.get(destination.id)?.entries ?? []);

/** Static routes before routes of prefix lists before propagated ones, where the prefixes are equally long. */
const priority = ({ destination, origin }: Route): number =>
  origin === 'propagated' ? 2 : destination.kind === 'prefix-list' ? 1 : 0;

/**
 * "We use the most specific route that matches the traffic to determine how to route it (longest prefix match)."
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export const routeTo = (network: Network, subnetId: SubnetId | null, to: IpAddress): Route | null => {
  const candidates = (routeTableAt(network, subnetId)?.routes ?? [])
    .filter(({ state }) => state !== 'filtered')
    .flatMap((route) =>
      blocksOf(network, route)
        .filter(covers(to))
        .map((block) => ({ route, length: block.prefixLength })),
    );
  candidates.sort((a, b) => b.length - a.length || priority(a.route) - priority(b.route));
  return candidates[0]?.route ?? null;
};
