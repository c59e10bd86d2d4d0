import type { Network } from '../network/network.js';
import type { SecurityGroup } from '../network/security-group.js';
import { ALL_PORTS, type PortRange } from '../traffic/ports.js';
import { type Protocol, TCP } from '../traffic/protocol.js';
import { mayBeService } from './address-partition.js';
import type { Ends } from './endpoint.js';
import type { Reach } from './reach.js';

/** Ports that mean something by themselves: 25 is restricted, DHCP is told by its ports, other services by their addresses too. */
const servicePorts = (
  network: Network,
  protocol: Protocol,
  { initiator, responder }: Ends,
): readonly number[] => [
  ...(protocol === TCP ? [25, 26] : [67, 69, 546, 548]),
  ...([initiator, responder].some(({ address }) => mayBeService(network, address))
    ? [53, 54, 1688, 1689]
    : []),
];

/** Ports at which any rule of these groups, entry, listener or service begins or ends. */
export const portParts = (
  network: Network,
  protocol: Protocol,
  ends: Ends,
  groups: readonly SecurityGroup[],
): readonly PortRange[] => {
  const rules = [
    ...groups.flatMap(({ ingress, egress }) => [...(ingress ?? []), ...(egress ?? [])]),
    ...[...network.networkAcls.values()].flatMap(({ entries }) => entries),
  ].flatMap(({ ports }) => (ports === null ? [] : [ports.from, ports.to + 1]));
  const listeners = [...network.loadBalancers.values()]
    .flatMap((balancer) => balancer.listeners ?? [])
    .flatMap(({ port }) => (port === null ? [] : [port, port + 1]));
  const starts = [...new Set([0, ...rules, ...listeners, ...servicePorts(network, protocol, ends)])]
    .filter((port) => port <= ALL_PORTS.to)
    .sort((a, b) => a - b);
  return starts.map((from, i) => ({ from, to: (starts[i + 1] ?? ALL_PORTS.to + 1) - 1 }));
};

/**
 * The groups whose rules may judge what goes the way of this packet at another port. The way is the same for every port,
 * but beyond a load balancer, where its listeners choose the targets.
 */
export const groupsOnTheWay = (
  network: Network,
  { ends, request, reply }: Reach,
): readonly SecurityGroup[] => {
  const stops = [...request.course.stops, ...(reply?.course.stops ?? [])];
  const isBalanced = stops.some(
    (stop) => stop.kind === 'component' && stop.component.endsWith('-load-balancer'),
  );
  if (isBalanced) return [...network.securityGroups.values()];
  const met = [
    ...stops.flatMap((stop) => (stop.kind === 'interface' ? [stop.interface] : [])),
    ...[ends.initiator, ends.responder].flatMap((end) => (end.kind === 'interface' ? [end.interface] : [])),
  ];
  const ids = new Set(met.flatMap(({ securityGroupIds }) => securityGroupIds ?? []));
  return [...ids].flatMap((id) => network.securityGroups.get(id) ?? []);
};
