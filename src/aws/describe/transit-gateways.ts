import * as v from 'valibot';
import { list, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';

/** AWS writes switches as `enable` and `disable`; null when the answer does not say. */
const isEnabled = (said: string | null | undefined): boolean | null =>
  said === null || said === undefined ? null : said === 'enable';

/** `describe-transit-gateways`. */
export const transitGateways = items({
  gives: 'transitGateways',
  schema: v.object({
    TransitGatewayId: text,
    OwnerId: optionalText,
    State: optionalText,
    Options: v.nullish(v.object({ SecurityGroupReferencingSupport: optionalText })),
  }),
  fragments: (it) => [
    fragment(
      'transitGateways',
      it.TransitGatewayId,
      stated({
        ownerId: it.OwnerId,
        state: it.State,
        securityGroupReferencing: isEnabled(it.Options?.SecurityGroupReferencingSupport),
      }),
    ),
  ],
});

/** `describe-transit-gateway-vpc-attachments`: subnets and options, but not the route table. */
export const transitGatewayVpcAttachments = items({
  gives: 'transitGatewayAttachments',
  schema: v.object({
    TransitGatewayAttachmentId: text,
    TransitGatewayId: optionalText,
    VpcId: optionalText,
    SubnetIds: list(text),
    State: optionalText,
    Options: v.nullish(
      v.object({ SecurityGroupReferencingSupport: optionalText, ApplianceModeSupport: optionalText }),
    ),
  }),
  fragments: (it) => [
    fragment('transitGatewayAttachments', it.TransitGatewayAttachmentId, {
      ...stated({
        transitGatewayId: it.TransitGatewayId,
        resourceId: it.VpcId,
        vpcId: it.VpcId,
        state: it.State,
        securityGroupReferencing: isEnabled(it.Options?.SecurityGroupReferencingSupport),
        applianceMode: isEnabled(it.Options?.ApplianceModeSupport),
      }),
      resourceType: 'vpc',
      subnetIds: [...it.SubnetIds].sort(),
    }),
  ],
});

/**
 * `describe-transit-gateway-attachments`: attachments of every kind with their route tables, but not their subnets.
 * An attachment without `Association` is associated with no table.
 */
export const transitGatewayAttachments = items({
  gives: 'transitGatewayAttachments',
  schema: v.object({
    TransitGatewayAttachmentId: text,
    TransitGatewayId: optionalText,
    ResourceType: text,
    ResourceId: optionalText,
    State: optionalText,
    Association: v.nullish(v.object({ TransitGatewayRouteTableId: optionalText, State: optionalText })),
  }),
  fragments: (it) => [
    fragment('transitGatewayAttachments', it.TransitGatewayAttachmentId, {
      ...stated({
        transitGatewayId: it.TransitGatewayId,
        resourceId: it.ResourceId,
        vpcId: it.ResourceType === 'vpc' ? it.ResourceId : null,
        state: it.State,
      }),
      resourceType: it.ResourceType,
      routeTableId: isUsed(it.Association?.State)
        ? (it.Association?.TransitGatewayRouteTableId ?? null)
        : null,
    }),
  ],
});

/** `disassociating` and `disassociated` associations are on their way out. */
export const isUsed = (state: string | null | undefined): boolean => !state?.startsWith('disassociat');
