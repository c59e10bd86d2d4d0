import type { Cidr } from '../address/cidr.js';
import type {
  AccountId,
  PrefixListId,
  SubnetId,
  TransitGatewayAttachmentId,
  TransitGatewayId,
  TransitGatewayRouteTableId,
  VpcId,
} from '../resource/id.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGateway.html */
export type TransitGateway = {
  readonly id: TransitGatewayId;
  readonly ownerId: AccountId | null;
  readonly state: string | null;
  /** Off by default; references to groups need it here and at both attachments. Null when the answer did not say. */
  readonly securityGroupReferencing: boolean | null;
};

/**
 * An attachment: the only way in and out of a transit gateway. Of a VPC it has one subnet in each zone it serves.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
export type TransitGatewayAttachment = {
  readonly id: TransitGatewayAttachmentId;
  readonly transitGatewayId: TransitGatewayId | null;
  /** `vpc`, `vpn`, `direct-connect-gateway`, `peering`, `connect`, ...: as AWS answered. */
  readonly resourceType: string;
  /** The VPC, VPN connection, gateway or peer. */
  readonly resourceId: string | null;
  readonly vpcId: VpcId | null;
  /** Empty for what is not a VPC, or not said. */
  readonly subnetIds: readonly SubnetId[];
  readonly state: string | null;
  readonly securityGroupReferencing: boolean | null;
  readonly applianceMode: boolean | null;
  /** The table that routes what comes in here; null when it is not associated, `unknown` when no answer said. */
  readonly routeTableId: TransitGatewayRouteTableId | null | 'unknown';
};

/** A route table of a transit gateway, with the routes that search-transit-gateway-routes gave. */
export type TransitGatewayRouteTable = {
  readonly id: TransitGatewayRouteTableId;
  readonly transitGatewayId: TransitGatewayId | null;
  /** Null when the routes were not given: they are the answer of another call. */
  readonly routes: readonly TransitGatewayRoute[] | null;
  /** Attachments whose routes it takes over; null when get-transit-gateway-route-table-propagations was not given. */
  readonly propagatingAttachmentIds: readonly TransitGatewayAttachmentId[] | null;
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TransitGatewayRoute.html */
export type TransitGatewayRoute = {
  readonly destination:
    | { readonly kind: 'cidr'; readonly cidr: Cidr }
    | { readonly kind: 'prefix-list'; readonly id: PrefixListId };
  readonly type: 'static' | 'propagated' | null;
  readonly state: 'active' | 'blackhole' | null;
  readonly attachmentIds: readonly TransitGatewayAttachmentId[];
};
