import { print } from '../../../address/cidr.js';
import type { Network } from '../../../network/network.js';
import type { TransitGatewayRoute } from '../../../network/transit-gateway.js';
import { said } from './addresses.js';

const enabled = (it: boolean | null): string | null => (it === null ? null : it ? 'enable' : 'disable');

/** `aws ec2 describe-transit-gateways`. */
export const describeTransitGateways = ({ transitGateways }: Network) => ({
  TransitGateways: [...transitGateways.values()].map((it) =>
    said({
      TransitGatewayId: it.id,
      OwnerId: it.ownerId,
      State: it.state,
      Options: said({ SecurityGroupReferencingSupport: enabled(it.securityGroupReferencing) }),
    }),
  ),
});

/** `aws ec2 describe-transit-gateway-vpc-attachments`. */
export const describeTransitGatewayVpcAttachments = ({ transitGatewayAttachments }: Network) => ({
  TransitGatewayVpcAttachments: [...transitGatewayAttachments.values()]
    .filter(({ resourceType }) => resourceType === 'vpc')
    .map((it) =>
      said({
        TransitGatewayAttachmentId: it.id,
        TransitGatewayId: it.transitGatewayId,
        VpcId: it.vpcId,
        State: it.state,
        SubnetIds: it.subnetIds,
        Options: said({
          SecurityGroupReferencingSupport: enabled(it.securityGroupReferencing),
          ApplianceModeSupport: enabled(it.applianceMode),
        }),
      }),
    ),
});

/** `aws ec2 describe-transit-gateway-attachments`. */
export const describeTransitGatewayAttachments = ({ transitGatewayAttachments }: Network) => ({
  TransitGatewayAttachments: [...transitGatewayAttachments.values()].map((it) =>
    said({
      TransitGatewayAttachmentId: it.id,
      TransitGatewayId: it.transitGatewayId,
      ResourceType: it.resourceType,
      ResourceId: it.resourceId,
      State: it.state,
      Association:
        it.routeTableId === null
          ? null
          : { TransitGatewayRouteTableId: it.routeTableId, State: 'associated' },
    }),
  ),
});

/** `aws ec2 describe-transit-gateway-route-tables`. */
export const describeTransitGatewayRouteTables = ({ transitGatewayRouteTables }: Network) => ({
  TransitGatewayRouteTables: [...transitGatewayRouteTables.values()].map((it) =>
    said({
      TransitGatewayRouteTableId: it.id,
      TransitGatewayId: it.transitGatewayId,
      State: 'available',
    }),
  ),
});

const route = (it: TransitGatewayRoute) =>
  said({
    DestinationCidrBlock: it.destination.kind === 'cidr' ? print(it.destination.cidr) : null,
    PrefixListId: it.destination.kind === 'prefix-list' ? it.destination.id : null,
    Type: it.type,
    State: it.state,
    TransitGatewayAttachments: it.attachmentIds.map((TransitGatewayAttachmentId) => ({
      TransitGatewayAttachmentId,
    })),
  });

/** `aws ec2 search-transit-gateway-routes`, once for each table: the answer does not name it, its file has to. */
export const searchTransitGatewayRoutes = ({
  transitGatewayRouteTables,
}: Network): readonly (readonly [string, unknown])[] =>
  [...transitGatewayRouteTables.values()].flatMap(({ id, routes }) =>
    routes === null ? [] : [[id, { Routes: routes.map(route), AdditionalRoutesAvailable: false }] as const],
  );
