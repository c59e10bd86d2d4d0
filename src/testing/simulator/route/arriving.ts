import type { NetworkInterface } from '../../../network/network-interface.js';
import type { Datagram } from '../datagram.js';
import type { Running } from '../running.js';
import { owns } from './addresses.js';
import { balancerBehind, throughLoadBalancer } from './load-balancer.js';
import { gatewayBehind, throughNatGateway } from './nat-gateway.js';
import { passes } from './passing.js';
import { type Arrival, ended, lost, REJECTED, type Step } from './step.js';
import { endpointBehind, intoInterfaceEndpoint } from './vpc-endpoint.js';

/** A packet reaches an interface: network ACL of the subnet, groups, and the machine or gateway behind it. */
export const arrive = (run: Running, it: NetworkInterface, packet: Datagram, arrival: Arrival): Step => {
  if (!passes(run, { ...arrival, interface: it, direction: 'ingress', packet })) return REJECTED;
  const gateway = gatewayBehind(run.network(), it);
  if (gateway !== null) return throughNatGateway(run, gateway, it, packet);
  const balancer = balancerBehind(run.network(), it);
  if (balancer !== null) return throughLoadBalancer(run, balancer, it, packet);
  const endpoint = endpointBehind(run.network(), it);
  if (endpoint !== null) return intoInterfaceEndpoint(endpoint, it, packet);
  return owns(it, packet.header.destination)
    ? ended({ kind: 'delivered', to: { kind: 'interface', id: it.id }, packet })
    : lost('nobody-there');
};
