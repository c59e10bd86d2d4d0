import type { Route } from '../../../network/route-table.js';
import type { Datagram } from '../datagram.js';
import type { Link } from '../filter/security-groups.js';
import type { Running } from '../running.js';
import { holderIn } from './addresses.js';
import { outThroughEgressOnlyGateway } from './egress-only-gateway.js';
import { outThroughInternetGateway } from './internet-gateway.js';
import { intoNatGateway } from './nat-gateway.js';
import { overPeering } from './peering.js';
import { lost, type Spot, type Step } from './step.js';
import { tracksAlways } from './tracking.js';
import { overTransitGateway } from './transit-gateway.js';
import { overGatewayEndpoint } from './vpc-endpoint.js';

const locally = (run: Running, { vpcId, subnetId }: Spot, packet: Datagram, link: Link): Step => {
  const network = run.network();
  const to = holderIn(network, vpcId, packet.header.destination);
  if (to === null) return lost('nobody-there');
  const from = holderIn(network, vpcId, packet.header.source);
  const arrival = {
    crossesSubnet: to.subnetId !== subnetId,
    link,
    isAutomaticallyTracked: [from, to].some((it) => it !== null && tracksAlways(network, it)),
  };
  return { does: 'arrive', interface: to, packet, arrival };
};

/** A packet takes a route. */
export const follow = (run: Running, spot: Spot, route: Route, packet: Datagram, link: Link): Step => {
  if (route.state === 'blackhole') return lost('blackhole');
  switch (route.target.kind) {
    case 'local':
      return locally(run, spot, packet, link);
    case 'internet-gateway':
      return outThroughInternetGateway(run, spot.vpcId, route.target.id, packet);
    case 'egress-only-internet-gateway':
      return outThroughEgressOnlyGateway(run, spot.vpcId, route.target.id, packet);
    case 'vpc-endpoint':
      return overGatewayEndpoint(run, spot.vpcId, route.target.id, packet);
    case 'nat-gateway':
      return intoNatGateway(run, spot, route.target.id, packet);
    case 'vpc-peering-connection':
      return overPeering(run, spot.vpcId, route.target.id, packet);
    case 'transit-gateway':
      return overTransitGateway(run, spot, route.target.id, packet);
    default:
      return lost('not-simulated');
  }
};
