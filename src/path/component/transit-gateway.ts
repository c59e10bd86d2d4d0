import { covers } from '../../address/cidr.js';
import type { IpAddress } from '../../address/ip-address.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type {
  TransitGatewayAttachment,
  TransitGatewayRoute,
  TransitGatewayRouteTable,
} from '../../network/transit-gateway.js';
import type { Gap } from '../../problem/gap.js';
import type { SubnetId } from '../../resource/id.js';
import type { Carried } from '../carried.js';
import { holdersIn, undescribed, zoneOf } from '../holder.js';
import type { Doubt, Move, PeerIdentity, Place, Stop, Travel } from '../place.js';
import { blockedBy, type RoutingReason } from '../routing-blocker.js';
import { componentStop } from './stop.js';

type Target = Place & { at: 'target' };

const doubt = (id: string, reason: Doubt['reason'], missing: readonly Gap[]): Doubt => ({
  reason,
  component: 'transit-gateway',
  id,
  missing,
});

const attachmentsGap = (id: string): Gap => ({
  kind: 'transit-gateway',
  id,
  needs: `aws ec2 describe-transit-gateway-vpc-attachments --filters Name=transit-gateway-id,Values=${id}`,
});

const attachmentGap = (id: string): Gap => ({
  kind: 'transit-gateway',
  id,
  needs: `aws ec2 describe-transit-gateway-attachments --transit-gateway-attachment-ids ${id}`,
});

const attachmentOf = (network: Network, id: string, vpcId: string): TransitGatewayAttachment | undefined =>
  [...network.transitGatewayAttachments.values()].find(
    (it) => it.transitGatewayId === id && it.resourceType === 'vpc' && (it.vpcId ?? it.resourceId) === vpcId,
  );

const isUsable = ({ state }: TransitGatewayAttachment): boolean =>
  state === null || ['available', 'modifying'].includes(state.toLowerCase());

/** The interface of an attachment in a subnet; it carries no security group. */
const attachmentInterface = (network: Network, attachment: TransitGatewayAttachment, subnetId: SubnetId) =>
  [...network.interfaces.values()].find((it) => it.subnetId === subnetId && it.type === 'transit_gateway') ??
  undescribed(attachment.id, 'transit_gateway', attachment.vpcId ?? attachment.resourceId, subnetId, []);

type Routed =
  | { readonly kind: 'attachment'; readonly id: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'blackhole' }
  | { readonly kind: 'unknown'; readonly missing: readonly Gap[] };

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

/**
 * The longest prefix wins, and of equal ones the static route.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html
 */
const choose = (network: Network, table: TransitGatewayRouteTable, address: IpAddress): Routed => {
  if (table.routes === null)
    return {
      kind: 'unknown',
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
  if (unread.length > 0) return { kind: 'unknown', missing: unread.flatMap(entriesGap) };
  const rank = ({ type }: TransitGatewayRoute) => (type === 'propagated' ? 1 : 0);
  const [best] = [...matching].sort((a, b) => b.length - a.length || rank(a.route) - rank(b.route));
  if (best === undefined) return { kind: 'none' };
  if (best.route.state === 'blackhole') return { kind: 'blackhole' };
  const equal = matching.filter((it) => it.length === best.length && rank(it.route) === rank(best.route));
  const ids = [...new Set(equal.flatMap(({ route }) => route.attachmentIds))];
  const [only, ...more] = ids;
  return only !== undefined && more.length === 0
    ? { kind: 'attachment', id: only }
    : { kind: 'unknown', missing: [] };
};

/**
 * Rules may refer to groups beyond a transit gateway only inbound, and only if the gateway and both attachments allow it.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
const identityOver = (
  network: Network,
  id: string,
  attachments: readonly TransitGatewayAttachment[],
): Readonly<Record<'ingress' | 'egress', PeerIdentity>> => {
  const switches = [
    network.transitGateways.get(id)?.securityGroupReferencing ?? null,
    ...attachments.map((it) => it.securityGroupReferencing),
  ];
  const ingress = switches.includes(false) ? 'lost' : switches.includes(null) ? 'unknown' : 'kept';
  return { egress: 'lost', ingress };
};

/** Subnets of an attachment that may carry it: the one in the zone it comes from, else any. */
const carriers = (network: Network, { subnetIds }: TransitGatewayAttachment, zone: string | null) => {
  const near = zone === null ? [] : subnetIds.filter((it) => zoneOf(network, it) === zone);
  return near.length > 0 ? near : subnetIds;
};

const gatewayStop = (
  network: Network,
  id: string,
  carried: Carried,
  attachments: readonly TransitGatewayAttachment[],
) =>
  componentStop('transit-gateway', id, carried, {
    peerGroups: identityOver(network, id, attachments),
    tracks: 'unknown',
  });

/** Through the attachment of the destination's VPC: its subnet's network ACL and routes, then the VPC. */
const outOf = (
  network: Network,
  id: string,
  from: TransitGatewayAttachment,
  to: TransitGatewayAttachment,
  stops: readonly Stop[],
  carried: Carried,
  zone: string | null,
): Move => {
  const seen = [
    ...stops,
    gatewayStop(network, id, carried, [from, to]),
    componentStop('transit-gateway-attachment', to.id, carried, { identity: 'kept' }),
  ];
  const stopped = (reason: RoutingReason, code: string) => ({
    stops: seen,
    carried,
    next: blockedBy('transit-gateway-does-not-forward', reason, code, to.id, carried.packet),
  });
  if (!isUsable(to)) return stopped('attachment-not-available', 'BAD_STATE_ATTACHMENT');
  if (to.resourceType !== 'vpc')
    return { stops: seen, carried, next: { kind: 'left', through: 'transit-gateway-attachment', id: to.id } };
  const vpcId = to.vpcId ?? to.resourceId;
  const choices = carriers(network, to, zone);
  const [subnetId] = choices;
  if (vpcId === null || subnetId === undefined)
    return {
      stops: seen,
      carried,
      next: { kind: 'unknown' },
      doubts: [doubt(id, 'not-given', [attachmentsGap(id)])],
    };
  return {
    stops: seen,
    carried,
    next: {
      at: 'from-attachment',
      interface: attachmentInterface(network, to, subnetId),
    },
    doubts: choices.length > 1 ? [doubt(to.id, 'ambiguous', [])] : [],
  };
};

const routed = (
  network: Network,
  id: string,
  from: TransitGatewayAttachment,
  stops: readonly Stop[],
  carried: Carried,
  zone: string | null,
): Move => {
  const stopped = (reason: RoutingReason, code: string, component: string) => ({
    stops: [...stops, gatewayStop(network, id, carried, [from])],
    carried,
    next: blockedBy('transit-gateway-does-not-forward', reason, code, component, carried.packet),
  });
  const unknown = (missing: readonly Gap[]): Move => ({
    stops: [...stops, gatewayStop(network, id, carried, [from])],
    carried,
    next: { kind: 'unknown' },
    doubts: [doubt(id, missing.length > 0 ? 'not-given' : 'ambiguous', missing)],
  });
  if (from.routeTableId === null)
    return stopped('attachment-not-associated', 'TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION', from.id);
  if (from.routeTableId === 'unknown') return unknown([attachmentGap(from.id)]);
  const table = network.transitGatewayRouteTables.get(from.routeTableId) ?? {
    id: from.routeTableId,
    transitGatewayId: id,
    routes: null,
    propagatingAttachmentIds: null,
  };
  const choice = choose(network, table, carried.packet.destination);
  if (choice.kind === 'unknown') return unknown(choice.missing);
  if (choice.kind === 'none')
    return stopped('transit-gateway-has-no-route', 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT', table.id);
  if (choice.kind === 'blackhole')
    return stopped('transit-gateway-route-is-blackhole', 'TGW_RTB_BAD_STATE_ROUTE', table.id);
  const to = network.transitGatewayAttachments.get(choice.id);
  return to === undefined
    ? unknown([attachmentGap(choice.id)])
    : outOf(network, id, from, to, stops, carried, zone);
};

/** Going in, the network ACL of the attachment's subnet is asked even where the sender is in that subnet. */
const entering = (network: Network, from: TransitGatewayAttachment, subnetId: SubnetId, carried: Carried) => [
  {
    kind: 'interface',
    interface: attachmentInterface(network, from, subnetId),
    direction: 'ingress',
    carried,
    boundary: true,
  } as const,
  componentStop('transit-gateway-attachment', from.id, carried, { identity: 'kept' }),
];

/**
 * A route leads to a transit gateway. Its attachment must be in the sender's zone and associated with a route table
 * that leads on. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export const throughTransitGateway = (
  network: Network,
  place: Target,
  id: string,
  carried: Carried,
): Move => {
  const from = place.vpcId === null ? undefined : attachmentOf(network, id, place.vpcId);
  const none = network.given.has('transitGatewayAttachments');
  const bare = [componentStop('transit-gateway', id, carried, { identity: 'unknown', tracks: 'unknown' })];
  const stopped = (reason: RoutingReason, code: string, component: string): Move => ({
    stops: bare,
    carried,
    next: blockedBy('transit-gateway-does-not-forward', reason, code, component, carried.packet),
  });
  if (from === undefined)
    return none
      ? stopped('attachment-missing', 'BAD_STATE_ATTACHMENT', id)
      : {
          stops: bare,
          carried,
          next: { kind: 'unknown' },
          doubts: [doubt(id, 'not-given', [attachmentsGap(id)])],
        };
  if (!isUsable(from)) return stopped('attachment-not-available', 'BAD_STATE_ATTACHMENT', from.id);
  const zone = zoneOf(network, place.subnetId);
  const near = from.subnetIds.filter((it) => zoneOf(network, it) === zone);
  const zonesKnown = zone !== null && from.subnetIds.every((it) => zoneOf(network, it) !== null);
  if (zonesKnown && from.subnetIds.length > 0 && near.length === 0)
    return stopped('attachment-not-in-zone', 'TGW_ROUTE_AZ_RESTRICTION', from.id);
  const subnetId = near[0] ?? from.subnetIds[0];
  const move = routed(
    network,
    id,
    from,
    subnetId === undefined ? [] : entering(network, from, subnetId, carried),
    carried,
    zone,
  );
  const guessed = !zonesKnown && from.subnetIds.length > 1;
  return guessed ? { ...move, doubts: [doubt(from.id, 'ambiguous', []), ...(move.doubts ?? [])] } : move;
};

/**
 * Out of a transit gateway the network ACL of the attachment's subnet is asked, and its routes; not where the
 * destination is in that very subnet. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export const fromAttachment = (travel: Travel, it: NetworkInterface, carried: Carried): Move => {
  const { network } = travel;
  const holders = it.vpcId === null ? [] : holdersIn(network, it.vpcId, carried.packet.destination);
  const near = holders.find(({ subnetId }) => subnetId === it.subnetId);
  if (near !== undefined)
    return { stops: [], carried, next: { at: 'arriving', interface: near, boundary: false, sent: false } };
  return {
    stops: [{ kind: 'interface', interface: it, direction: 'egress', carried, boundary: true }],
    carried,
    next: { at: 'routing', vpcId: it.vpcId, subnetId: it.subnetId, tableId: null },
  };
};

/** An answer that comes back over a VPN or Direct Connect attachment. */
export const comingOut = (network: Network, attachmentId: string, carried: Carried): Move => {
  const from = network.transitGatewayAttachments.get(attachmentId);
  const stops = [componentStop('transit-gateway-attachment', attachmentId, carried, { identity: 'kept' })];
  return from?.transitGatewayId == null
    ? {
        stops,
        carried,
        next: { kind: 'unknown' },
        doubts: [doubt(attachmentId, 'not-given', [attachmentGap(attachmentId)])],
      }
    : routed(network, from.transitGatewayId, from, stops, carried, null);
};
