import { covers } from '../../address/cidr.js';
import type { IpAddress } from '../../address/ip-address.js';
import { vpcHolds } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { TransitGatewayRoute, TransitGatewayRouteTable } from '../../network/transit-gateway.js';
import type { Gap } from '../../problem/gap.js';

type Routed =
  | { readonly kind: 'attachment'; readonly id: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'blackhole' }
  /** `likely`: the only attachment that propagates a block with the address, where the routes were not given. */
  | { readonly kind: 'unknown'; readonly missing: readonly Gap[]; readonly likely: string | null };

const lengthOf = (
  network: Network,
  { destination }: TransitGatewayRoute,
  address: IpAddress,
): number | 'unknown' => {
  const blocks =
    destination.kind === 'cidr' ? [destination.cidr] : network.prefixLists.get(destination.id)?.entries;
  if (blocks == null) return 'unknown';
  return Math.max(-1, ...blocks.filter(covers(address)).map(({ prefixLength }) => prefixLength));
};

const entriesGap = ({ destination }: TransitGatewayRoute): readonly Gap[] =>
  destination.kind === 'cidr'
    ? []
    : [
        {
          kind: 'prefix-list-entries',
          id: destination.id,
          needs: `aws ec2 get-managed-prefix-list-entries --prefix-list-id ${destination.id}`,
        },
      ];

/** A VPC propagates its blocks. https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html */
const propagatedBy = (
  network: Network,
  { propagatingAttachmentIds }: TransitGatewayRouteTable,
  address: IpAddress,
): string | null => {
  const [only, ...more] = (propagatingAttachmentIds ?? []).filter((id) => {
    const it = network.transitGatewayAttachments.get(id);
    const vpcId = it?.vpcId ?? it?.resourceId ?? null;
    return vpcId !== null && vpcHolds(network, vpcId, address);
  });
  return only !== undefined && more.length === 0 ? only : null;
};

/**
 * The longest prefix wins, and of equal ones the static route.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
export const choose = (network: Network, table: TransitGatewayRouteTable, address: IpAddress): Routed => {
  if (table.routes === null)
    return {
      kind: 'unknown',
      likely: propagatedBy(network, table, address),
      missing: [
        {
          kind: 'transit-gateway',
          id: table.id,
          needs: `aws ec2 search-transit-gateway-routes --transit-gateway-route-table-id ${table.id} --filters Name=state,Values=active,blackhole`,
        },
      ],
    };
  const matching = table.routes.flatMap((route) => {
    const length = lengthOf(network, route, address);
    return length === 'unknown' || length < 0 ? [] : [{ route, length }];
  });
  const unread = table.routes.filter((route) => lengthOf(network, route, address) === 'unknown');
  if (unread.length > 0) return { kind: 'unknown', missing: unread.flatMap(entriesGap), likely: null };
  const rank = ({ type }: TransitGatewayRoute) => (type === 'propagated' ? 1 : 0);
  const [best] = [...matching].sort((a, b) => b.length - a.length || rank(a.route) - rank(b.route));
  if (best === undefined) return { kind: 'none' };
  if (best.route.state === 'blackhole') return { kind: 'blackhole' };
  const equal = matching.filter((it) => it.length === best.length && rank(it.route) === rank(best.route));
  const ids = [...new Set(equal.flatMap(({ route }) => route.attachmentIds))];
  const [only, ...more] = ids;
  return only !== undefined && more.length === 0
    ? { kind: 'attachment', id: only }
    : { kind: 'unknown', missing: [], likely: null };
};
