import type { IpAddress } from '../address/ip-address.js';
import type { InterfaceId, NatGatewayId, RouteTableId, SubnetId, VpcId } from '../resource/id.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NatGateway.html */
export type NatGateway = {
  readonly id: NatGatewayId;
  readonly vpcId: VpcId | null;
  /** Null for a regional gateway, which lies in no subnet. */
  readonly subnetId: SubnetId | null;
  readonly connectivity: 'public' | 'private';
  readonly availability: 'zonal' | 'regional';
  /** A regional gateway has a route table of its own. */
  readonly routeTableId: RouteTableId | null;
  /** `available`, `pending`, `failed`, `deleting`, `deleted`: as AWS answered. */
  readonly state: string | null;
  readonly addresses: readonly NatGatewayAddress[];
};

export type NatGatewayAddress = {
  readonly interfaceId: InterfaceId | null;
  readonly privateAddress: IpAddress | null;
  readonly publicAddress: IpAddress | null;
  readonly availabilityZone: string | null;
};
