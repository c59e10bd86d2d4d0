import { type Cidr, covers } from '../address/cidr.js';
import { type IpAddress, print } from '../address/ip-address.js';
import { isPrivate } from '../address/special-ranges.js';
import { routeTableOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { Route, RouteTable, RouteTarget } from '../network/route-table.js';
import { distinct, type Gap } from '../problem/gap.js';
import type { GatewayId, SubnetId, VpcId } from '../resource/id.js';

/** What a route table says of an address. */
export type RouteChoice =
  | { readonly kind: 'route'; readonly route: Route; readonly cidr: Cidr }
  | { readonly kind: 'no-route' }
  /** Prefix lists whose entries are not known, or of which AWS picks one. */
  | { readonly kind: 'unknown'; readonly missing: readonly Gap[] };

type Candidate = { readonly route: Route; readonly cidr: Cidr };

const tablesGap = (vpcId: VpcId | null): Gap => ({
  kind: 'route-table',
  id: vpcId,
  needs:
    vpcId === null
      ? 'aws ec2 describe-route-tables'
      : `aws ec2 describe-route-tables --filters Name=vpc-id,Values=${vpcId}`,
});

/** The table of a subnet, or what would tell it. */
export const subnetTable = (
  network: Network,
  vpcId: VpcId | null,
  subnetId: SubnetId | null,
): RouteTable | Gap =>
  (subnetId === null ? undefined : routeTableOf(network, subnetId, vpcId ?? undefined)) ?? tablesGap(vpcId);

/** The table that steers what comes in through a gateway, if it has one. */
export const gatewayRouteTableOf = (network: Network, gatewayId: GatewayId): RouteTable | undefined =>
  [...network.routeTables.values()].find((it) => it.gatewayIds.includes(gatewayId));

export const isGap = (it: RouteTable | Gap): it is Gap => 'needs' in it;

const entriesGap = (id: string): Gap => ({
  kind: 'prefix-list-entries',
  id,
  needs: `aws ec2 get-managed-prefix-list-entries --prefix-list-id ${id}`,
});

const listOf = (network: Network, { destination }: Route) =>
  destination.kind === 'prefix-list' ? network.prefixLists.get(destination.id) : undefined;

const blocksOf = (network: Network, route: Route): readonly Cidr[] =>
  route.destination.kind === 'cidr' ? [route.destination.cidr] : (listOf(network, route)?.entries ?? []);

/** Lists of gateway endpoints hold public addresses of their service alone. */
const mayHold = (network: Network, route: Route, address: IpAddress): boolean => {
  if (route.destination.kind === 'cidr') return false;
  const list = listOf(network, route);
  if (list?.entries != null) return false;
  if (list?.family != null && list.family !== address.family) return false;
  return route.target.kind !== 'vpc-endpoint' || !isPrivate(address);
};

/** Among routes of one length: written routes, then prefix lists, then what was propagated. */
const rankOf = ({ destination, target, origin }: Route): number => {
  if (target.kind === 'local') return 0;
  if (origin === 'propagated' || origin === 'advertisement') return 3;
  return destination.kind === 'prefix-list' ? 2 : 1;
};

export const sameTarget = (a: RouteTarget, b: RouteTarget): boolean =>
  a.kind === b.kind && (a.kind === 'local' || b.kind === 'local' || a.id === b.id);

const beats = (a: Candidate, b: Candidate): number =>
  b.cidr.prefixLength - a.cidr.prefixLength || rankOf(a.route) - rankOf(b.route);

const inUse = ({ state }: Route): boolean => state !== 'filtered';

/**
 * The longest prefix wins; of equal ones a written route, then a prefix list, then a propagated one. A blackhole route
 * keeps its place: no shorter route takes over (inferred from its being listed).
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export const chooseRoute = (network: Network, table: RouteTable, address: IpAddress): RouteChoice => {
  const routes = table.routes.filter(inUse);
  const matching = routes
    .flatMap((route) =>
      blocksOf(network, route)
        .filter(covers(address))
        .map((cidr): Candidate => ({ route, cidr })),
    )
    .sort(beats);
  const [best] = matching;
  const couldBe = routes.filter(
    (route) =>
      mayHold(network, route, address) &&
      (best === undefined ||
        !sameTarget(route.target, best.route.target) ||
        route.state !== best.route.state),
  );
  if (couldBe.length > 0 && best?.cidr.prefixLength !== (address.family === 4 ? 32 : 128))
    return {
      kind: 'unknown',
      missing: distinct(
        couldBe.flatMap(({ destination }) =>
          destination.kind === 'prefix-list' ? [entriesGap(destination.id)] : [],
        ),
      ),
    };
  if (best === undefined) return { kind: 'no-route' };
  const rivals = matching.filter((it) => beats(it, best) === 0);
  // "If multiple prefix lists overlap with different targets, we randomly choose which route takes priority."
  return rivals.every(
    (it) => sameTarget(it.route.target, best.route.target) && it.route.state === best.route.state,
  )
    ? { kind: 'route', ...best }
    : { kind: 'unknown', missing: [] };
};

/** The gap of an address that no interface of the input holds. */
export const holderGap = (address: IpAddress, vpcId: VpcId | null): Gap => ({
  kind: 'interface',
  id: print(address),
  needs: `aws ec2 describe-network-interfaces --filters ${
    address.family === 4 ? 'Name=addresses.private-ip-address' : 'Name=ipv6-addresses.ipv6-address'
  },Values=${print(address)}${vpcId === null ? '' : ` Name=vpc-id,Values=${vpcId}`}`,
});
