import type { TransitGatewayRoute } from '../../network/transit-gateway.js';
import { networkInterface } from './machines.js';
import { type Drawn, OWNER, piece } from './piece.js';
import { block } from './written.js';

/** An attachment: its id, VPC, subnet, and the address of its interface there. */
export type DrawnAttachment = {
  readonly id: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly address: string;
};

/** A route of a transit gateway: a block, and the attachment it leads to; null is a blackhole. */
export type DrawnGatewayRoute = readonly [block: string, attachmentId: string | null];

const attached = (gatewayId: string, tableId: string, it: DrawnAttachment): Drawn => [
  piece('transitGatewayAttachments', {
    id: it.id,
    transitGatewayId: gatewayId,
    resourceType: 'vpc',
    resourceId: it.vpcId,
    vpcId: it.vpcId,
    subnetIds: [it.subnetId],
    state: 'available',
    securityGroupReferencing: true,
    applianceMode: false,
    routeTableId: tableId,
  }),
  networkInterface(`eni-${it.id}`, it.subnetId, [it.address], {
    type: 'transit_gateway',
    requesterManaged: true,
    sourceDestCheck: false,
    description: `Network Interface for Transit Gateway Attachment ${it.id}`,
  }),
];

/** A transit gateway whose attachments all use one route table. */
export const transitGateway = (
  id: string,
  attachments: readonly DrawnAttachment[],
  routes: readonly DrawnGatewayRoute[],
  securityGroupReferencing = false,
): Drawn => {
  const tableId = id.replace(/^tgw-/, 'tgw-rtb-');
  return [
    piece('transitGateways', { id, ownerId: OWNER, state: 'available', securityGroupReferencing }),
    attachments.map((it) => attached(id, tableId, it)),
    piece('transitGatewayRouteTables', {
      id: tableId,
      transitGatewayId: id,
      routes: routes.map(
        ([cidr, attachmentId]): TransitGatewayRoute => ({
          destination: { kind: 'cidr', cidr: block(cidr) },
          type: 'static',
          state: attachmentId === null ? 'blackhole' : 'active',
          attachmentIds: attachmentId === null ? [] : [attachmentId],
        }),
      ),
      propagatingAttachmentIds: null,
    }),
  ];
};
