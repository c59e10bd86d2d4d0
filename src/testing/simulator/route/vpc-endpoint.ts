import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { VpcEndpoint } from '../../../network/vpc-endpoint.js';
import type { VpcEndpointId, VpcId } from '../../../resource/id.js';
import { ICMP, ICMPV6, TCP } from '../../../traffic/protocol.js';
import type { Datagram } from '../datagram.js';
import type { Running } from '../running.js';
import { ended, lost, type Step } from './step.js';

/** The interface endpoint that an interface belongs to; null: it is an interface of something else. */
export const endpointBehind = (network: Network, it: NetworkInterface): VpcEndpoint | null =>
  [...network.vpcEndpoints.values()].find(
    ({ type, interfaceIds }) => type === 'interface' && interfaceIds.includes(it.id),
  ) ?? null;

/**
 * "Connections made through DynamoDB gateway endpoints" are always tracked, those to S3 are not among them.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export const tracksAtEndpoint = (network: Network, id: VpcEndpointId): boolean =>
  network.vpcEndpoints.get(id)?.serviceName?.endsWith('.dynamodb') === true;

const isPing = ({ header: { protocol, icmp } }: Datagram): boolean =>
  protocol === ICMP && (icmp?.type === 8 || icmp?.type === 0);

/**
 * A gateway endpoint is a route to the public addresses of a service, which takes packets from private addresses of its
 * own VPC and answers to them. Nothing gets in by it.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export const overGatewayEndpoint = (
  run: Running,
  vpcId: VpcId | null,
  id: VpcEndpointId,
  packet: Datagram,
): Step => {
  const network = run.network();
  const endpoint = network.vpcEndpoints.get(id);
  if (endpoint?.type !== 'gateway') return lost('not-simulated');
  if (endpoint.vpcId !== vpcId || endpoint.state !== 'available') return lost('endpoint');
  if (packet.header.protocol !== TCP && !isPing(packet)) return lost('endpoint');
  run.returns.remember(packet.header, { vpcId, isAutomaticallyTracked: tracksAtEndpoint(network, id) });
  const to = { kind: 'outside', address: packet.header.destination } as const;
  return ended({ kind: 'delivered', to, packet });
};

/**
 * What reaches the interface of an endpoint goes on to the service: not before the service has accepted the endpoint, and
 * no ping. https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export const intoInterfaceEndpoint = (
  endpoint: VpcEndpoint,
  it: NetworkInterface,
  packet: Datagram,
): Step => {
  const { protocol } = packet.header;
  if (endpoint.state !== 'available' || protocol === ICMP || protocol === ICMPV6) return lost('endpoint');
  return ended({ kind: 'delivered', to: { kind: 'interface', id: it.id }, packet });
};
