import type { LoadBalancer } from '../../network/load-balancer.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';

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
