import type { Network } from '../../../network/network.js';
import type { VpcEndpoint } from '../../../network/vpc-endpoint.js';
import { said } from './addresses.js';

const TYPES: Readonly<Record<VpcEndpoint['type'], string>> = {
  interface: 'Interface',
  gateway: 'Gateway',
  'gateway-load-balancer': 'GatewayLoadBalancer',
  other: 'Resource',
};

/** `aws ec2 describe-vpc-endpoints`. */
export const describeVpcEndpoints = ({ vpcEndpoints }: Network) => ({
  VpcEndpoints: [...vpcEndpoints.values()].map((it) =>
    said({
      VpcEndpointId: it.id,
      VpcEndpointType: TYPES[it.type],
      VpcId: it.vpcId,
      ServiceName: it.serviceName,
      State: it.state,
      RouteTableIds: it.routeTableIds,
      SubnetIds: it.subnetIds,
      Groups: it.securityGroupIds.map((GroupId) => ({ GroupId })),
      NetworkInterfaceIds: it.interfaceIds,
    }),
  ),
});
