import { equals, type IpAddress } from '../../../address/ip-address.js';
import type { Listener, LoadBalancer, TargetGroup } from '../../../network/load-balancer.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import { reply } from '../../../traffic/packet.js';
import { TCP, UDP } from '../../../traffic/protocol.js';
import { type Datagram, opens } from '../datagram.js';
import type { Running } from '../running.js';
import { owns } from './addresses.js';
import type { Balanced } from './balancing-table.js';
import { lost, type Step } from './step.js';

/** The Network Load Balancer that an interface is a node of; null: it is an interface of something else. */
export const balancerBehind = (network: Network, { description }: NetworkInterface): LoadBalancer | null =>
  [...network.loadBalancers.values()].find(
    ({ id, type }) => type === 'network' && description === `ELB ${id.split(':loadbalancer/')[1]}`,
  ) ?? null;

const CARRIES: Readonly<Record<string, readonly number[]>> = { TCP: [TCP], UDP: [UDP], TCP_UDP: [TCP, UDP] };

const listenerFor = ({ listeners }: LoadBalancer, { header }: Datagram): Listener | null =>
  (listeners ?? []).find(
    ({ port, protocol }) =>
      port === header.destinationPort && (CARRIES[protocol ?? ''] ?? []).includes(header.protocol),
  ) ?? null;

type Destination = { readonly address: IpAddress; readonly port: number };

/** The targets in service that a node may take: those of its own zone, unless cross-zone load balancing is on. */
const targetsOf = (network: Network, node: NetworkInterface, group: TargetGroup): readonly Destination[] =>
  (group.targets ?? [])
    .filter(({ state }) => state === 'healthy')
    .filter((it) => group.crossZone === true || it.availabilityZone === node.availabilityZone)
    .flatMap(({ id, address, port }) => {
      const instance = [...network.interfaces.values()].find(({ instanceId }) => instanceId === id);
      const at = address ?? instance?.primaryIpv4 ?? null;
      return at === null ? [] : [{ address: at, port: port ?? group.port ?? 0 }];
    });

/**
 * "Client IP preservation is always enabled for UDP"; for TCP it is an attribute of the target group.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
const keepsClient = (group: TargetGroup, { header }: Datagram): boolean =>
  header.protocol === UDP || group.preservesClientIp === true;

const chosen = (
  run: Running,
  balancer: LoadBalancer,
  node: NetworkInterface,
  packet: Datagram,
): Balanced | null => {
  const network = run.network();
  const group = network.targetGroups.get(listenerFor(balancer, packet)?.targetGroupIds[0] ?? '');
  const targets = group === undefined ? [] : targetsOf(network, node, group);
  if (group === undefined || targets.length === 0 || node.primaryIpv4 === null) return null;
  const { address: destination, port: destinationPort } = run.chance.pick(targets);
  const isClientKept = keepsClient(group, packet);
  const { header } = packet;
  // "Requests that loop back" fail where the target would see its own address.
  if (isClientKept && equals(header.source, destination)) return null;
  const source = isClientKept
    ? { source: header.source, sourcePort: header.sourcePort }
    : { source: node.primaryIpv4, sourcePort: run.chance.integer(1024, 65_535) };
  return {
    node: node.id,
    before: header,
    after: { ...header, ...source, destination, destinationPort },
    isClientKept,
  };
};

const mayOpen = (packet: Datagram): boolean => packet.header.protocol !== TCP || opens(packet);

/**
 * A node sends what clients ask to a target of the listener, from its own address or from theirs, and the answer back as its
 * own. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html
 */
export const throughLoadBalancer = (
  run: Running,
  balancer: LoadBalancer,
  node: NetworkInterface,
  packet: Datagram,
): Step => {
  const sentOn = (header: Datagram['header']): Step => ({
    does: 'leave',
    interface: node,
    packet: { ...packet, header },
    forwards: true,
  });
  const answer = run.balanced.answered(packet.header);
  if (answer !== null) return sentOn(reply(answer.before));
  if (!owns(node, packet.header.destination)) return lost('load-balancer');
  const known = run.balanced.asked(packet.header);
  if (known !== null) return sentOn(known.after);
  const made = mayOpen(packet) ? chosen(run, balancer, node, packet) : null;
  if (made === null) return lost('load-balancer');
  run.balanced.open(made);
  return sentOn(made.after);
};

/** What a target answers to a client whose address it saw goes to the node, whatever its routes say. */
export const backToNode = (
  run: Running,
  from: NetworkInterface,
  packet: Datagram,
): NetworkInterface | null => {
  const answer = run.balanced.answered(packet.header);
  if (answer === null || !answer.isClientKept || answer.node === from.id) return null;
  return run.network().interfaces.get(answer.node) ?? null;
};
