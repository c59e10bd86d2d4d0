import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { Route } from '../../../network/route-table.js';
import { holderIn } from './addresses.js';
import { balancerBehind } from './load-balancer.js';
import { gatewayBehind } from './nat-gateway.js';
import { endpointBehind, tracksAtEndpoint } from './vpc-endpoint.js';

/**
 * Connections through some components are tracked whatever the rules: egress-only internet gateways, NAT gateways, Network
 * Load Balancers, interface endpoints, gateway endpoints of DynamoDB.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export const tracksAlways = (network: Network, it: NetworkInterface): boolean =>
  gatewayBehind(network, it) !== null ||
  endpointBehind(network, it) !== null ||
  balancerBehind(network, it) !== null;

/** Whether it is so for what leaves an interface over a route. */
export const tracksOver = (
  network: Network,
  it: NetworkInterface,
  route: Route | null,
  to: Parameters<typeof holderIn>[2],
): boolean => {
  switch (route?.target.kind) {
    case 'nat-gateway':
    case 'egress-only-internet-gateway':
      return true;
    case 'vpc-endpoint':
      return tracksAtEndpoint(network, route.target.id);
    case 'local': {
      const peer = holderIn(network, it.vpcId, to);
      return tracksAlways(network, it) || (peer !== null && tracksAlways(network, peer));
    }
    default:
      return false;
  }
};
