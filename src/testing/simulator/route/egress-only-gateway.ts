import { isPrivate } from '../../../address/special-ranges.js';
import type { GatewayId, VpcId } from '../../../resource/id.js';
import type { Datagram } from '../datagram.js';
import type { Running } from '../running.js';
import { ended, lost, type Step } from './step.js';

/**
 * "An egress-only internet gateway is stateful: it forwards traffic from the instances in the subnet to the internet or
 * other AWS services, and then sends the response back to the instances." It is for IPv6 alone.
 * https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
 */
export const outThroughEgressOnlyGateway = (
  run: Running,
  vpcId: VpcId | null,
  id: GatewayId,
  packet: Datagram,
): Step => {
  const { source, destination } = packet.header;
  const gateway = run.network().internetGateways.get(id);
  if (gateway === undefined || vpcId === null || !gateway.vpcIds.includes(vpcId))
    return lost('gateway-not-attached');
  if (source.family === 4 || isPrivate(destination)) return lost('private-destination');
  run.returns.remember(packet.header, { vpcId, isAutomaticallyTracked: true });
  return ended({ kind: 'delivered', to: { kind: 'outside', address: destination }, packet });
};
