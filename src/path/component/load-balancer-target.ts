import type { IpAddress } from '../../address/ip-address.js';
import type { Listener, Target, TargetGroup } from '../../network/load-balancer.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { Carried } from '../carried.js';
import { zoneOf } from '../holder.js';
import type { Travel } from '../place.js';
import type { BalancerAt } from './load-balancer-at.js';
import { gap, type Halt, halted, refused } from './load-balancer-listener.js';

export type Chosen = {
  readonly group: TargetGroup;
  readonly target: Target;
  readonly choices: number;
  readonly failsOpen: boolean;
};

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
export const chooseTarget = (
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

export const addressOf = (
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
