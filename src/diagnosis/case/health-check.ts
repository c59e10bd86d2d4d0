import { covers } from '../../address/cidr.js';
import { equals, type IpAddress } from '../../address/ip-address.js';
import type { Target, TargetGroup } from '../../network/load-balancer.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { loadBalancerAt } from '../../path/component/load-balancer-at.js';
import type { PrefixListId } from '../../resource/id.js';
import type { Case } from './case.js';

/**
 * The list that AWS keeps of the addresses of Route 53 health checkers; IPv6 has one of its own.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
const CHECKERS = /^com\.amazonaws\.[a-z0-9-]+(\.ipv6)?\.route53-healthchecks$/;

/** The list by which an address is known as that of a Route 53 health checker; null where no list given says so. */
export const checkerListOf = (network: Network, address: IpAddress): PrefixListId | null =>
  [...network.prefixLists.values()].find(
    ({ name, entries }) => CHECKERS.test(name ?? '') && entries?.some(covers(address)),
  )?.id ?? null;

/** Somebody asked it to come: the records say so, or the list does. */
export const isCheckerOfRoute53 = ({ network, group, isHealthChecker }: Case): boolean =>
  isHealthChecker || checkerListOf(network, group.initiator.address) !== null;

/**
 * The load balancer whose interface this is. Those of Gateway Load Balancers, which check the appliances behind them, are
 * told by their type. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html
 */
const balancerOf = (network: Network, it: NetworkInterface): string | null => {
  const known = loadBalancerAt(network, it);
  if (known !== null) return known.id;
  if (it.type !== 'gateway_load_balancer') return null;
  const path = it.description.replace(/^ELB /, '');
  return [...network.loadBalancers.keys()].find((id) => id.endsWith(`:loadbalancer/${path}`)) ?? it.id;
};

/**
 * What its load balancer says of a target, and how many of its group are healthy. Where none is, it sends to all of them.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
 */
export type TargetHealth = { readonly state: string; readonly healthy: number; readonly targets: number };

export type TargetCheck = {
  /** The ARN of the load balancer; where it was not described, what its interface tells of it. */
  readonly loadBalancer: string;
  /** The port is that of its health checks, by its target groups. */
  readonly isCheckPort: boolean;
  /** Null where describe-target-health was not given, and where the port is not that of the checks. */
  readonly health: TargetHealth | null;
};

const isTarget = (it: NetworkInterface, { id, address }: Target): boolean =>
  it.instanceId === id || (address !== null && it.privateAddresses.some((own) => equals(own, address)));

const checkPort = (group: TargetGroup, target: Target): number | null =>
  group.healthCheckPort === 'traffic-port' ? (target.port ?? group.port) : group.healthCheckPort;

const healthIn = ({ targets }: TargetGroup, { state }: Target): TargetHealth | null =>
  state === null || targets === null
    ? null
    : { state, healthy: targets.filter((it) => it.state === 'healthy').length, targets: targets.length };

/** Whom a load balancer asks how it is: one of its targets, at the port of its checks, or at another one. */
export const targetCheckOf = ({
  network,
  group,
  ends: { initiator, responder },
}: Case): TargetCheck | null => {
  const loadBalancer = initiator.kind === 'interface' ? balancerOf(network, initiator.interface) : null;
  if (loadBalancer === null) return null;
  const found =
    responder.kind === 'outside'
      ? []
      : [...network.targetGroups.values()]
          .filter(({ loadBalancerIds }) => loadBalancerIds.includes(loadBalancer))
          .flatMap((its) => (its.targets ?? []).map((target) => ({ its, target })))
          .filter(
            ({ its, target }) =>
              isTarget(responder.interface, target) && checkPort(its, target) === group.responder.port,
          );
  const [first] = found;
  const health = first === undefined ? null : healthIn(first.its, first.target);
  return { loadBalancer, isCheckPort: first !== undefined, health };
};
