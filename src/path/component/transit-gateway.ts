import type { Network } from '../../network/network.js';
import type { TransitGatewayAttachment } from '../../network/transit-gateway.js';
import type { Gap } from '../../problem/gap.js';
import type { VpcId } from '../../resource/id.js';
import type { Carried } from '../carried.js';
import { zoneOf } from '../holder.js';
import type { Doubt, Move, PeerIdentity, Place, Stop } from '../place.js';
import { blockedBy, type RoutingReason } from '../routing-blocker.js';
import { componentStop } from './stop.js';
import {
  attachmentGap,
  attachmentInterface,
  attachmentOf,
  attachmentsGap,
  carriers,
  entering,
  isUsable,
  matters,
} from './transit-gateway-attachment.js';
import { choose } from './transit-gateway-route.js';

type Target = Place & { at: 'target' };

const doubt = (id: string, reason: Doubt['reason'], missing: readonly Gap[]): Doubt => ({
  reason,
  component: 'transit-gateway',
  id,
  missing,
});

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

/**
 * Attachments that lead out to a network of the user's own. A peering attachment leads to another transit gateway, whose
 * tables decide, and one of a network function to a firewall.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayAttachment.html
 */
const EXITS: readonly string[] = [
  'vpn',
  'vpn-concentrator',
  'client-vpn',
  'direct-connect-gateway',
  'connect',
];

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
  if (EXITS.includes(to.resourceType))
    return { stops: seen, carried, next: { kind: 'left', through: 'transit-gateway-attachment', id: to.id } };
  if (to.resourceType !== 'vpc') {
    const beyond = { ...doubt(to.id, 'not-modelled', []), component: 'transit-gateway-attachment' } as const;
    return { stops: seen, carried, next: { kind: 'unknown' }, doubts: [beyond] };
  }
  const vpcId = to.vpcId ?? to.resourceId;
  // In appliance mode the gateway chooses one zone for the life of a flow, whatever zone it comes from.
  const choices = to.applianceMode === true ? to.subnetIds : carriers(network, to, zone);
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
    doubts: matters(network, choices) ? [doubt(to.id, 'ambiguous', [])] : [],
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
  if (choice.kind === 'unknown') {
    const likely = choice.likely === null ? undefined : network.transitGatewayAttachments.get(choice.likely);
    if (likely === undefined) return unknown(choice.missing);
    const move = outOf(network, id, from, likely, stops, carried, zone);
    return { ...move, doubts: [doubt(table.id, 'not-given', choice.missing), ...(move.doubts ?? [])] };
  }
  if (choice.kind === 'none')
    return stopped('transit-gateway-has-no-route', 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT', table.id);
  if (choice.kind === 'blackhole')
    return stopped('transit-gateway-route-is-blackhole', 'TGW_RTB_BAD_STATE_ROUTE', table.id);
  const to = network.transitGatewayAttachments.get(choice.id);
  return to === undefined
    ? unknown([attachmentGap(choice.id)])
    : outOf(network, id, from, to, stops, carried, zone);
};

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
  const guessed = !zonesKnown && matters(network, from.subnetIds);
  return guessed ? { ...move, doubts: [doubt(from.id, 'ambiguous', []), ...(move.doubts ?? [])] } : move;
};

/**
 * What comes from outside over a transit gateway: in at the attachment to which the gateway sends what goes back, by the
 * route table of the VPC's own attachment. Null where that is not known.
 */
export const fromOutside = (network: Network, id: string, vpcId: VpcId, carried: Carried): Move | null => {
  const own = attachmentOf(network, id, vpcId);
  const table =
    own?.routeTableId == null ? undefined : network.transitGatewayRouteTables.get(own.routeTableId);
  const choice = table === undefined ? null : choose(network, table, carried.packet.source);
  return choice?.kind === 'attachment'
    ? {
        stops: [],
        carried,
        next: { at: 'out-of-attachment', attachmentId: choice.id },
        assumes: ['enters-where-replies-leave'],
      }
    : null;
};

/** What comes in over a VPN or Direct Connect attachment. */
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
