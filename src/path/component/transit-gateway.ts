import type { Network } from '../../network/network.js';
import type { Gap } from '../../problem/gap.js';
import type { SubnetId, VpcId } from '../../resource/id.js';
import type { Carried } from '../carried.js';
import { zoneOf } from '../holder.js';
import type { Move, Place } from '../place.js';
import { blockedBy, type RoutingReason } from '../routing-blocker.js';
import { componentStop } from './stop.js';
import {
  attachmentGap,
  attachmentOf,
  attachmentsGap,
  entering,
  hasUnlisted,
  isUsable,
} from './transit-gateway-attachment.js';
import { choose } from './transit-gateway-route.js';
import { doubt, routed } from './transit-gateway-routing.js';

/** Without the zones nobody knows whether the attachment is in that of the sender. */
const zonesGap = (subnetIds: readonly (SubnetId | null)[]): Gap => ({
  kind: 'subnet',
  id: subnetIds.join(', '),
  needs: `aws ec2 describe-subnets --subnet-ids ${subnetIds.join(' ')}`,
});

type Target = Place & { at: 'target' };

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
  const none = network.given.has('transitGatewayAttachments') && !hasUnlisted(network, place.vpcId);
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
  const near = zone === null ? [] : from.subnetIds.filter((it) => zoneOf(network, it) === zone);
  const zoneless = [place.subnetId, ...from.subnetIds].filter(
    (it) => it !== null && zoneOf(network, it) === null,
  );
  const isNearKnown = near.length > 0 || zoneless.length === 0;
  if (isNearKnown && from.subnetIds.length > 0 && near.length === 0)
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
  return isNearKnown
    ? move
    : { ...move, doubts: [doubt(from.id, 'not-given', [zonesGap(zoneless)]), ...(move.doubts ?? [])] };
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
