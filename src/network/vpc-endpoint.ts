import type {
  InterfaceId,
  RouteTableId,
  SecurityGroupId,
  SubnetId,
  VpcEndpointId,
  VpcId,
} from '../resource/id.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html */
export type VpcEndpoint = {
  readonly id: VpcEndpointId;
  /** `other` is a resource or service-network endpoint. */
  readonly type: 'interface' | 'gateway' | 'gateway-load-balancer' | 'other';
  readonly vpcId: VpcId | null;
  readonly serviceName: string | null;
  /** `available`, `pending`, `failed`, ...: in lower case, as AWS's answers are in either. */
  readonly state: string | null;
  readonly routeTableIds: readonly RouteTableId[];
  readonly subnetIds: readonly SubnetId[];
  readonly securityGroupIds: readonly SecurityGroupId[];
  readonly interfaceIds: readonly InterfaceId[];
};
