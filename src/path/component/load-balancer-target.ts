import type { IpAddress } from '../../address/ip-address.js';
import type { Listener, Target, TargetGroup } from '../../network/load-balancer.js';
import { interfacesOf } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { Carried } from '../carried.js';
import { zoneOf } from '../holder.js';
import type { Doubt, PathAssumption, Travel } from '../place.js';
import { type BalancerAt, loadBalancerAt } from './load-balancer-at.js';
import { gap, type Halt, halted, refused } from './load-balancer-halt.js';

export type Chosen = {
  readonly group: TargetGroup;
  readonly target: Target;
  readonly choices: number;
  readonly assumes: readonly PathAssumption[];
  readonly doubts: readonly Doubt[];
};

/** The targets of a group that a node may take, with what was taken for granted. */
type Usable = {
  readonly targets: readonly Target[];
  readonly assumes: readonly PathAssumption[];
  readonly doubts: readonly Doubt[];
};

const byState = (targets: readonly Target[], ...states: readonly string[]): readonly Target[] =>
  targets.filter(({ state }) => state === null || states.includes(state.toLowerCase()));

const crossZoneDoubt = (at: BalancerAt): Doubt => ({
  reason: 'not-given',
  component: at.kind,
  id: at.id,
  missing: [gap(at.id, `aws elbv2 describe-load-balancer-attributes --load-balancer-arn ${at.id}`)],
});

/**
 * A node of a Network Load Balancer sends to targets of its own zone, unless cross-zone load balancing is on; an
 * Application Load Balancer has it on unless the target group says otherwise.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-cross-zone.html
 */
const inZone = (
  network: Network,
  it: NetworkInterface,
  at: BalancerAt,
  { crossZone }: TargetGroup,
  targets: readonly Target[],
): Usable => {
  const zone = it.availabilityZone ?? zoneOf(network, it.subnetId);
  const all: Usable = { targets, assumes: [], doubts: [] };
  const isOn = crossZone ?? (at.kind === 'application-load-balancer' ? true : null);
  if (isOn === true || zone === null) return all;
  const near = targets.filter(
    ({ availabilityZone }) =>
      availabilityZone === null || availabilityZone === zone || availabilityZone === 'all',
  );
  if (near.length === targets.length) return all;
  if (isOn === false) return { ...all, targets: near };
  return near.length > 0
    ? { ...all, targets: near, assumes: ['cross-zone-off'] }
    : { ...all, doubts: [crossZoneDoubt(at)] };
};

/** Healthy targets that the node may take; where the group has none at all, the failing ones. */
const usableOf = (network: Network, it: NetworkInterface, at: BalancerAt, group: TargetGroup): Usable => {
  const healthy = byState(group.targets ?? [], 'healthy');
  if (healthy.length > 0) return inZone(network, it, at, group, healthy);
  const failing = byState(group.targets ?? [], 'unhealthy', 'initial');
  const open = inZone(network, it, at, group, failing);
  return failing.length > 0 ? { ...open, assumes: ['load-balancer-fails-open', ...open.assumes] } : open;
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
  const byDefault: readonly PathAssumption[] =
    at.kind === 'application-load-balancer' ? ['listener-default-action'] : [];
  const usable = groups.flatMap((group) => {
    const { targets, assumes, doubts } = usableOf(network, it, at, group);
    const taken = [...byDefault, ...assumes];
    return targets.map((one) => ({ group, target: one, assumes: taken, doubts }));
  });
  const chosen = usable[target % Math.max(1, usable.length)];
  if (chosen !== undefined) return { ...chosen, choices: usable.length };
  return groups.some(({ targets }) => byState(targets ?? [], 'healthy').length > 0)
    ? refused(at, 'no-target-in-zone', 'ELBV2_NO_TARGETS_IN_AZ', carried)
    : refused(at, 'no-healthy-target', 'TARGET_ADDRESS_RESTRICTION', carried);
};

/** The interface of an Application Load Balancer that is a target: in the zone of the sender, or the only one. */
const balancerTarget = (network: Network, it: NetworkInterface, { id }: Target): NetworkInterface | null => {
  const nodes = [...network.interfaces.values()].filter((one) => {
    const found = loadBalancerAt(network, one);
    return found !== null && (found.id === id || id.endsWith(`:loadbalancer/${found.id}`));
  });
  const near = nodes.filter(({ availabilityZone }) => availabilityZone === it.availabilityZone);
  const [only, ...more] = near.length > 0 ? near : nodes;
  return only !== undefined && more.length === 0 ? only : null;
};

export const addressOf = (
  network: Network,
  it: NetworkInterface,
  { targetType }: TargetGroup,
  target: Target,
  family: 4 | 6,
): IpAddress | null => {
  if (target.address !== null) return target.address;
  if (targetType === 'alb') return balancerTarget(network, it, target)?.primaryIpv4 ?? null;
  if (targetType !== 'instance') return null;
  const interfaces = interfacesOf(network, target.id);
  const [only, ...more] = interfaces;
  if (only === undefined || more.length > 0) return null;
  return family === 4
    ? only.primaryIpv4
    : (only.privateAddresses.find((one) => one.family === 6) ?? only.primaryIpv4);
};
