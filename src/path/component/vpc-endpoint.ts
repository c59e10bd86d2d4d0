import type { Network } from '../../network/network.js';
import type { VpcEndpoint } from '../../network/vpc-endpoint.js';
import { ICMP, ICMPV6, TCP } from '../../traffic/protocol.js';
import type { Carried } from '../carried.js';
import { undescribed } from '../holder.js';
import type { Move, Place } from '../place.js';
import { blockedBy } from '../routing-blocker.js';
import { componentStop } from './stop.js';

const endpointGap = (id: string) =>
  ({
    kind: 'vpc-endpoint',
    id,
    needs: `aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${id}`,
  }) as const;

const isUnavailable = (endpoint: VpcEndpoint | undefined): boolean =>
  endpoint?.state != null && endpoint.state.toLowerCase() !== 'available';

/** Connections to DynamoDB over a gateway endpoint are always tracked. */
const tracks = (endpoint: VpcEndpoint | undefined): boolean | 'unknown' => {
  if (endpoint === undefined || endpoint.serviceName === null) return 'unknown';
  return endpoint.serviceName.endsWith('.dynamodb');
};

const isEcho = ({ packet: { protocol, icmp } }: Carried): boolean =>
  (protocol === ICMP || protocol === ICMPV6) && (icmp === null || [0, 8, 128, 129].includes(icmp.type));

/**
 * A gateway endpoint is a route to the public addresses of S3 or DynamoDB, which take TCP and ICMP echo alone.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
const throughGatewayEndpoint = (
  endpoint: VpcEndpoint | undefined,
  { vpcId }: Place & { at: 'target' },
  id: string,
  carried: Carried,
): Move => {
  const stops = [componentStop('vpc-endpoint', id, carried, { tracks: tracks(endpoint) })];
  const refuse = (
    ...why: ['endpoint-not-available' | 'endpoint-protocol' | 'endpoint-not-from-this-vpc', string]
  ) => ({
    stops,
    carried,
    next: blockedBy('endpoint-cannot-carry', ...why, id, carried.packet),
  });
  if (isUnavailable(endpoint)) return refuse('endpoint-not-available', 'BAD_STATE');
  if (endpoint?.vpcId != null && vpcId !== null && endpoint.vpcId !== vpcId)
    return refuse('endpoint-not-from-this-vpc', 'DISCONNECTED_VPCS');
  if (carried.packet.protocol !== TCP && !isEcho(carried))
    return refuse('endpoint-protocol', 'VPCE_GATEWAY_PROTOCOL_RESTRICTION');
  return { stops, carried, next: { kind: 'left', through: 'vpc-endpoint', id } };
};

/**
 * An endpoint of a Gateway Load Balancer leads through appliances whose rules nobody described; the packet is followed
 * as if they gave it back unchanged. https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-load-balancer-endpoints.html
 */
const throughGatewayLoadBalancer = (
  network: Network,
  endpoint: VpcEndpoint,
  place: Place & { at: 'target' },
  carried: Carried,
): Move => {
  const subnetId = endpoint.subnetIds[0] ?? null;
  const described = endpoint.interfaceIds
    .map((one) => network.interfaces.get(one))
    .find((it) => it !== undefined);
  const it =
    described ?? undescribed(endpoint.id, 'gateway_load_balancer_endpoint', endpoint.vpcId, subnetId, []);
  const stop = { kind: 'interface', interface: it, carried, boundary: true } as const;
  return {
    stops: [
      { ...stop, direction: 'ingress' },
      componentStop('gateway-load-balancer-endpoint', endpoint.id, carried, {
        identity: 'lost',
        tracks: 'unknown',
      }),
      { ...stop, direction: 'egress', boundary: true },
    ],
    carried,
    next: { at: 'routing', vpcId: place.vpcId, subnetId: it.subnetId, tableId: null },
    doubts: [
      { reason: 'not-modelled', component: 'gateway-load-balancer-endpoint', id: endpoint.id, missing: [] },
    ],
  };
};

/** A route leads to an endpoint: to the prefix list of a gateway endpoint, or to appliances behind a load balancer. */
export const throughEndpoint = (
  network: Network,
  place: Extract<Place, { at: 'target' }>,
  id: string,
  carried: Carried,
): Move => {
  const endpoint = network.vpcEndpoints.get(id);
  if (endpoint?.type === 'gateway-load-balancer')
    return throughGatewayLoadBalancer(network, endpoint, place, carried);
  if (endpoint?.type === 'gateway' || (endpoint === undefined && place.byPrefixList))
    return throughGatewayEndpoint(endpoint, place, id, carried);
  return {
    stops: [componentStop('vpc-endpoint', id, carried, { tracks: 'unknown' })],
    carried,
    next: { kind: 'unknown' },
    doubts: [
      {
        reason: endpoint === undefined ? 'not-given' : 'not-modelled',
        component: 'vpc-endpoint',
        id,
        missing: endpoint === undefined ? [endpointGap(id)] : [],
      },
    ],
  };
};
