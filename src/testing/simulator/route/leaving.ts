import { host } from '../../../address/cidr.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { Route } from '../../../network/route-table.js';
import type { Datagram } from '../datagram.js';
import type { Link } from '../filter/security-groups.js';
import type { Running } from '../running.js';
import { holderIn, owns, publicAddressOf } from './addresses.js';
import { backToNode } from './load-balancer.js';
import { gatewayBehind } from './nat-gateway.js';
import { isNeverLogged } from './never-logged.js';
import { filtersAllow, type Passing, passes, seePublicAccess } from './passing.js';
import { blocksOut } from './public-access.js';
import { routeTo } from './route-table.js';
import { ended, lost, REJECTED, type Step } from './step.js';
import { tracksOver } from './tracking.js';
import { transitGatewayLink } from './transit-gateway.js';

const linkOver = (run: Running, it: NetworkInterface, route: Route | null): Link =>
  route?.target.kind === 'transit-gateway'
    ? transitGatewayLink(run.network(), route.target.id, it.vpcId)
    : 'plain';

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html, `traffic-path`. */
const pathOver = (run: Running, route: Route | null): number | null => {
  switch (route?.target.kind) {
    case 'local':
      return 1;
    case 'vpc-peering-connection':
      return 4;
    case 'internet-gateway':
      return run.silences.pathToTheInternet;
    case 'vpc-endpoint':
      return run.silences.pathToTheInternet === 2 ? 2 : 7;
    case 'nat-gateway':
    case 'transit-gateway':
    case 'egress-only-internet-gateway':
      return run.silences.pathToGateways;
    default:
      return null;
  }
};

/** Why a packet that passed the filters gets no further than its own subnet; null: it does. */
const deadEnd = (run: Running, it: NetworkInterface, route: Route | null, packet: Datagram) => {
  if (route === null) return lost('no-route');
  if (route.state === 'blackhole') return lost('blackhole');
  const isToInternet = route.target.kind === 'internet-gateway';
  const { source } = packet.header;
  if (isToInternet && publicAddressOf(run.network(), it.vpcId, source) === null)
    return lost('no-public-address');
  return null;
};

const leadsToInternet = (route: Route | null): boolean =>
  route?.target.kind === 'internet-gateway' || route?.target.kind === 'egress-only-internet-gateway';

/** Block Public Access holds a packet back that the filters let pass. */
const stayInside = (run: Running, passing: Passing, route: Route | null): Step => {
  if (!filtersAllow(run, passing)) {
    passes(run, passing, pathOver(run, route));
    return REJECTED;
  }
  seePublicAccess(run, passing, pathOver(run, route));
  return lost('public-access');
};

/**
 * "Instances in the peered VPC can respond to requests from the NAT gateway without a route back": what answers one goes
 * over the peering connection that it came by.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
const backToNatGateway = (run: Running, it: NetworkInterface, packet: Datagram): Route | null => {
  const network = run.network();
  const { destination } = packet.header;
  const gateway = [...network.interfaces.values()].find(
    (other) => gatewayBehind(network, other) !== null && owns(other, destination),
  );
  const peering = [...network.peeringConnections.values()].find(
    ({ status, requester, accepter }) =>
      status === 'active' &&
      [requester.vpcId, accepter.vpcId].includes(it.vpcId) &&
      [requester.vpcId, accepter.vpcId].includes(gateway?.vpcId ?? null),
  );
  if (gateway === undefined || gateway.vpcId === it.vpcId || peering === undefined) return null;
  return {
    destination: { kind: 'cidr', cidr: host(destination) },
    target: { kind: 'vpc-peering-connection', id: peering.id },
    state: 'active',
    origin: null,
  };
};

/** Back to the node of the load balancer that the request came by. */
const toNode = (run: Running, from: NetworkInterface, node: NetworkInterface, packet: Datagram): Step => {
  const way = {
    crossesSubnet: from.subnetId !== node.subnetId,
    link: 'plain',
    isAutomaticallyTracked: true,
  } as const;
  if (!passes(run, { ...way, interface: from, direction: 'egress', packet }, 1)) return REJECTED;
  return { does: 'arrive', interface: node, packet, arrival: way };
};

/**
 * A packet leaves an interface: groups, network ACL of the subnet, route table of the subnet. What an interface of a NAT
 * gateway or transit gateway sends need not come from its own address.
 */
export const leave = (run: Running, it: NetworkInterface, packet: Datagram, forwards: boolean): Step => {
  const network = run.network();
  const { source, destination } = packet.header;
  if (isNeverLogged(network, it, packet.header)) return ended({ kind: 'served' });
  // What a machine says to itself never leaves it.
  if (!forwards && owns(it, destination)) return ended({ kind: 'served' });
  if (!forwards && it.sourceDestCheck !== false && !owns(it, source)) return lost('source-check');
  const node = backToNode(run, it, packet);
  if (node !== null) return toNode(run, it, node, packet);
  const route = routeTo(network, it.subnetId, destination) ?? backToNatGateway(run, it, packet);
  const isNear =
    route?.target.kind === 'local' && holderIn(network, it.vpcId, destination)?.subnetId === it.subnetId;
  const link = linkOver(run, it, route);
  const passing = {
    interface: it,
    direction: 'egress',
    packet,
    crossesSubnet: !isNear,
    link,
    isAutomaticallyTracked: tracksOver(network, it, route, destination),
  } as const;
  const end = deadEnd(run, it, route, packet);
  if (end !== null && !run.silences.recordsWithoutRoute && filtersAllow(run, passing)) return end;
  if (leadsToInternet(route) && end === null && blocksOut(network, it))
    return stayInside(run, passing, route);
  if (!passes(run, passing, pathOver(run, route))) return REJECTED;
  if (end !== null || route === null) return end ?? lost('no-route');
  return { does: 'follow', spot: it, route, packet, link };
};
