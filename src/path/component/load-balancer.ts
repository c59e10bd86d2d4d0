import { equals, type IpAddress } from '../../address/ip-address.js';
import type { Listener, LoadBalancer, Target, TargetGroup } from '../../network/load-balancer.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { Gap } from '../../problem/gap.js';
import { EPHEMERAL_ANY } from '../../traffic/ports.js';
import { isIcmp, TCP, UDP } from '../../traffic/protocol.js';
import { type Carried, withNewPorts, withSource } from '../carried.js';
import { holdersIn, zoneOf } from '../holder.js';
import type { Doubt, Move, PeerIdentity, Stop, Travel } from '../place.js';
import { blockedBy, type RoutingReason } from '../routing-blocker.js';
import { lostReply } from './nat-gateway.js';
import { componentStop } from './stop.js';

/** The load balancer that an interface belongs to; `balancer` is undefined when it was not described. */
export type BalancerAt = {
  readonly kind: 'network-load-balancer' | 'application-load-balancer';
  readonly id: string;
  readonly balancer: LoadBalancer | undefined;
};

/**
 * Interfaces of load balancers say `ELB net/name/id` or `ELB app/name/id` in their description, which is how the ARN
 * ends. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 */
export const loadBalancerAt = (network: Network, it: NetworkInterface): BalancerAt | null => {
  const [, path, type] = /^ELB ((net|app)\/.+)$/.exec(it.description) ?? [];
  if (path === undefined) return null;
  const balancer = [...network.loadBalancers.values()].find(({ id }) => id.endsWith(`:loadbalancer/${path}`));
  return {
    kind: type === 'net' ? 'network-load-balancer' : 'application-load-balancer',
    id: balancer?.id ?? path,
    balancer,
  };
};

const CARRIES: Readonly<Record<string, readonly number[]>> = {
  TCP: [TCP],
  TLS: [TCP],
  HTTP: [TCP],
  HTTPS: [TCP],
  UDP: [UDP],
  QUIC: [UDP],
  TCP_UDP: [TCP, UDP],
  TCP_QUIC: [TCP, UDP],
};

const takes = ({ packet }: Carried, { protocol }: Listener): boolean =>
  protocol === null || (CARRIES[protocol.toUpperCase()] ?? []).includes(packet.protocol);

/** What the leg comes to at a load balancer when it is not passed on to a target. */
type Halt = { readonly ending: Move['next']; readonly doubts: readonly Doubt[] };
type Chosen = {
  readonly group: TargetGroup;
  readonly target: Target;
  readonly choices: number;
  readonly failsOpen: boolean;
};

const halted = (
  it: NetworkInterface,
  at: BalancerAt,
  reason: Doubt['reason'],
  missing: readonly Gap[],
): Halt => ({
  ending: { kind: 'arrived', at: it },
  doubts: [{ reason, component: at.kind, id: at.id, missing }],
});

const refused = (at: BalancerAt, reason: RoutingReason, code: string, { packet }: Carried): Halt => ({
  ending: blockedBy('load-balancer-does-not-forward', reason, code, at.id, packet),
  doubts: [],
});

const gap = (id: string, needs: string): Gap => ({ kind: 'load-balancer', id, needs });

const listenerFor = (at: BalancerAt, it: NetworkInterface, carried: Carried): Listener | Halt => {
  const { balancer } = at;
  if (balancer === undefined)
    return halted(it, at, 'not-given', [gap(at.id, 'aws elbv2 describe-load-balancers')]);
  if (balancer.state !== null && balancer.state.toLowerCase() !== 'active')
    return refused(at, 'load-balancer-not-active', 'BAD_STATE', carried);
  // An Application Load Balancer answers a ping itself.
  if (isIcmp(carried.packet.protocol) && at.kind === 'application-load-balancer')
    return { ending: { kind: 'arrived', at: it }, doubts: [] };
  if (balancer.listeners === null)
    return halted(it, at, 'not-given', [
      gap(at.id, `aws elbv2 describe-listeners --load-balancer-arn ${at.id}`),
    ]);
  const onPort = balancer.listeners.filter(({ port }) => port === carried.packet.destinationPort);
  const found = onPort.find((one) => takes(carried, one));
  if (found !== undefined) return found;
  return onPort.length > 0
    ? refused(at, 'listener-protocol', 'ELBV2_LISTENERS_MISMATCH', carried)
    : refused(at, 'no-listener', 'ELBV2_LISTENER_PORT_RESTRICTION', carried);
};

const isHalt = (it: Listener | Halt | Chosen): it is Halt => 'ending' in it;

const byState = (targets: readonly Target[], ...states: readonly string[]): readonly Target[] =>
  targets.filter(({ state }) => state === null || states.includes(state.toLowerCase()));

/** A node of a Network Load Balancer sends to targets of its own zone, unless cross-zone load balancing is on. */
const inZone = (network: Network, it: NetworkInterface, targets: readonly Target[]): readonly Target[] => {
  const zone = it.availabilityZone ?? zoneOf(network, it.subnetId);
  const near = targets.filter(
    ({ availabilityZone }) => availabilityZone === zone || availabilityZone === 'all',
  );
  return near.length > 0 ? near : targets;
};

/**
 * Healthy targets; where all are unhealthy, all of them ("fail open").
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
const chooseTarget = (
  { network, target }: Travel,
  it: NetworkInterface,
  at: BalancerAt,
  listener: Listener,
  carried: Carried,
): Chosen | Halt => {
  if (listener.targetGroupIds.length === 0)
    return at.kind === 'application-load-balancer'
      ? halted(it, at, 'not-modelled', [])
      : refused(at, 'no-target-group', 'ELBV2_LISTENER_HAS_NO_TG', carried);
  const groups = listener.targetGroupIds.flatMap((id) => network.targetGroups.get(id) ?? []);
  if (groups.length < listener.targetGroupIds.length)
    return halted(it, at, 'not-given', [
      gap(at.id, `aws elbv2 describe-target-groups --load-balancer-arn ${at.id}`),
    ]);
  const unread = groups.filter(({ targets }) => targets === null);
  if (unread.length > 0)
    return halted(
      it,
      at,
      'not-given',
      unread.map(({ id }) => gap(id, `aws elbv2 describe-target-health --target-group-arn ${id}`)),
    );
  const usable = groups.flatMap((group) => {
    const healthy = byState(group.targets ?? [], 'healthy');
    const failing = byState(group.targets ?? [], 'unhealthy', 'initial');
    const near = at.kind === 'network-load-balancer' ? inZone(network, it, healthy) : healthy;
    return (near.length > 0 ? near : failing).map((one) => ({
      group,
      target: one,
      failsOpen: near.length === 0,
    }));
  });
  const chosen = usable[target % Math.max(1, usable.length)];
  return chosen === undefined
    ? refused(at, 'no-healthy-target', 'TARGET_ADDRESS_RESTRICTION', carried)
    : { ...chosen, choices: usable.length };
};

const addressOf = (
  network: Network,
  { targetType }: TargetGroup,
  { id, address }: Target,
  family: 4 | 6,
): IpAddress | null => {
  if (address !== null) return address;
  if (targetType !== 'instance') return null;
  const interfaces = [...network.interfaces.values()].filter(({ instanceId }) => instanceId === id);
  const [only, ...more] = interfaces;
  if (only === undefined || more.length > 0) return null;
  return family === 4
    ? only.primaryIpv4
    : (only.privateAddresses.find((one) => one.family === 6) ?? only.primaryIpv4);
};

/**
 * On by default for instances, and always for UDP; off by default for addresses reached over TCP or TLS.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export const preservesClient = ({ preservesClientIp, targetType, protocol }: TargetGroup): boolean => {
  if (preservesClientIp !== null) return preservesClientIp;
  if (targetType === 'instance') return true;
  return ['UDP', 'TCP_UDP', 'QUIC', 'TCP_QUIC'].includes((protocol ?? '').toUpperCase());
};

/**
 * With groups of its own a Network Load Balancer is known to targets by these, whatever the source address.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
const identityBehind = (it: NetworkInterface, at: BalancerAt): PeerIdentity => {
  const groups = at.balancer?.securityGroupIds ?? it.securityGroupIds ?? [];
  return groups.length > 0 ? groups : 'lost';
};

const sourceOf = (it: NetworkInterface, family: 4 | 6): IpAddress | null =>
  family === 4 ? it.primaryIpv4 : (it.privateAddresses.find((one) => one.family === 6) ?? null);

const forward = (
  travel: Travel,
  it: NetworkInterface,
  at: BalancerAt,
  { group, target, choices, failsOpen }: Chosen,
  stops: readonly Stop[],
  carried: Carried,
): Move => {
  const { network } = travel;
  const { packet } = carried;
  const destination = addressOf(network, group, target, packet.destination.family);
  const own = destination === null ? null : sourceOf(it, destination.family);
  const unknownTarget = halted(it, at, group.targetType === 'lambda' ? 'not-modelled' : 'not-given', [
    ...(group.targetType === 'instance'
      ? [
          gap(
            target.id,
            `aws ec2 describe-network-interfaces --filters Name=attachment.instance-id,Values=${target.id}`,
          ),
        ]
      : []),
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
    remembers: { id: at.id, before: carried, after, answeredFrom, interface: it },
    choices,
    assumes: failsOpen ? ['load-balancer-fails-open'] : [],
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
