import { equals, type IpAddress } from '../../address/ip-address.js';
import type { Target, TargetGroup } from '../../network/load-balancer.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { Gap } from '../../problem/gap.js';
import type { SecurityGroupId } from '../../resource/id.js';
import { EPHEMERAL_ANY } from '../../traffic/ports.js';
import { type Carried, withNewPorts, withSource } from '../carried.js';
import { holdersIn } from '../holder.js';
import type { Move, PeerIdentity, Stop, Travel } from '../place.js';
import type { BalancerAt } from './load-balancer-at.js';
import { gap, halted, isHalt, refused } from './load-balancer-halt.js';
import { listenerFor } from './load-balancer-listener.js';
import { addressOf, type Chosen, chooseTarget } from './load-balancer-target.js';
import { lostReply } from './nat-gateway.js';
import { componentStop } from './stop.js';

/**
 * On by default for instances, and always for UDP; off by default for addresses reached over TCP or TLS.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export const preservesClient = ({ preservesClientIp, targetType, protocol }: TargetGroup): boolean => {
  if (preservesClientIp !== null) return preservesClientIp;
  if (targetType === 'instance' || targetType === 'alb') return true;
  return ['UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC'].includes((protocol ?? '').toUpperCase());
};

/**
 * With groups of its own a Network Load Balancer is known to targets by these, whatever the source address.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
export const identityBehind = (
  it: NetworkInterface,
  at: BalancerAt,
): Extract<PeerIdentity, 'lost' | readonly SecurityGroupId[]> => {
  const groups = at.balancer?.securityGroupIds ?? it.securityGroupIds ?? [];
  return groups.length > 0 ? groups : 'lost';
};

const sourceOf = (it: NetworkInterface, family: 4 | 6): IpAddress | null =>
  family === 4
    ? (it.primaryIpv4 ?? it.privateAddresses.find((one) => one.family === 4) ?? null)
    : (it.privateAddresses.find((one) => one.family === 6) ?? null);

const healthCheckPortOf = ({ healthCheckPort }: TargetGroup, { packet }: Carried): number | null =>
  healthCheckPort === 'traffic-port' ? packet.destinationPort : healthCheckPort;

/** The call that gives the interfaces of a target which is named and has no address. */
const interfacesCall = ({ targetType }: TargetGroup, { id }: Target): string =>
  targetType === 'alb'
    ? `aws ec2 describe-network-interfaces --filters "Name=description,Values=ELB ${id.replace(/^.*:loadbalancer\//, '')}"`
    : `aws ec2 describe-network-interfaces --filters Name=attachment.instance-id,Values=${id}`;

/** What is missing of the two addresses between which the load balancer speaks. */
const missingGap = (
  it: NetworkInterface,
  group: TargetGroup,
  target: Target,
  destination: IpAddress | null,
): Gap =>
  destination === null
    ? gap(target.id, interfacesCall(group, target))
    : gap(it.id, `aws ec2 describe-network-interfaces --network-interface-ids ${it.id}`);

const forward = (
  travel: Travel,
  it: NetworkInterface,
  at: BalancerAt,
  { group, target, choices, assumes, doubts }: Chosen,
  stops: readonly Stop[],
  carried: Carried,
): Move => {
  const { network } = travel;
  const { packet } = carried;
  const destination = addressOf(network, it, group, target, packet.destination.family);
  const own = destination === null ? null : sourceOf(it, destination.family);
  const unknownTarget = halted(it, at, group.targetType === 'lambda' ? 'not-modelled' : 'not-given', [
    ...(group.targetType === 'lambda' ? [] : [missingGap(it, group, target, destination)]),
  ]);
  if (destination === null || own === null)
    return {
      stops: [...stops, componentStop(at.kind, at.id, carried)],
      carried,
      next: unknownTarget.ending,
      doubts: unknownTarget.doubts,
    };
  const preserves =
    at.kind === 'network-load-balancer' &&
    preservesClient(group) &&
    destination.family === packet.source.family;
  if (preserves && equals(destination, packet.source)) {
    const { ending } = refused(at, 'target-is-client', 'ELBV2_SOURCE_ADDRESS_PRESERVATION', carried);
    return { stops: [...stops, componentStop(at.kind, at.id, carried)], carried, next: ending };
  }
  const sent: Carried = {
    ...carried,
    packet: { ...packet, destination, destinationPort: target.port ?? group.port ?? packet.destinationPort },
  };
  const after = preserves ? sent : withNewPorts(withSource(sent, own), EPHEMERAL_ANY, at.id);
  const answeredFrom =
    preserves && it.vpcId !== null ? (holdersIn(network, it.vpcId, destination)[0] ?? null) : null;
  return {
    stops: [
      ...stops,
      componentStop(at.kind, at.id, carried, {
        after,
        identity: identityBehind(it, at),
        tracks: at.kind === 'network-load-balancer',
      }),
    ],
    carried: after,
    next: { at: 'leaving', interface: it },
    remembers: {
      id: at.id,
      before: carried,
      after,
      answeredFrom,
      interface: it,
      healthCheckPort: healthCheckPortOf(group, after),
    },
    choices,
    assumes,
    doubts,
  };
};

/** A packet reached a load balancer, which takes it by a listener and sends it to a target. */
export const throughLoadBalancer = (
  travel: Travel,
  it: NetworkInterface,
  at: BalancerAt,
  stops: readonly Stop[],
  carried: Carried,
): Move => {
  if (travel.leg === 'reply') return { stops, carried, next: lostReply(at.id, carried) };
  const listener = listenerFor(at, it, carried);
  const chosen = isHalt(listener) ? listener : chooseTarget(travel, it, at, listener, carried);
  if (!isHalt(chosen)) return forward(travel, it, at, chosen, stops, carried);
  return {
    stops: [
      ...stops,
      componentStop(at.kind, at.id, carried, { tracks: at.kind === 'network-load-balancer' }),
    ],
    carried,
    next: chosen.ending,
    doubts: chosen.doubts,
  };
};
