import type { Network } from '../../network/network.js';
import type { TransitGatewayAttachment } from '../../network/transit-gateway.js';
import type { Gap } from '../../problem/gap.js';
import type { Carried } from '../carried.js';
import type { Doubt, Move, PeerIdentity, Stop } from '../place.js';
import { blockedBy, type RoutingReason } from '../routing-blocker.js';
import { componentStop } from './stop.js';
import {
  attachmentGap,
  attachmentInterface,
  attachmentsGap,
  carriers,
  isUsable,
  matters,
} from './transit-gateway-attachment.js';
import { choose } from './transit-gateway-route.js';

export const doubt = (id: string, reason: Doubt['reason'], missing: readonly Gap[]): Doubt => ({
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

/** What comes in at an attachment goes where the route table says that the attachment is associated with. */
export const routed = (
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
