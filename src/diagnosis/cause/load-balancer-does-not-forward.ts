import { endsOnTheWay } from './ends-on-the-way.js';

/**
 * The load balancer has no listener for this, or no target that could take it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-listeners.html
 */
export const loadBalancerDoesNotForward = endsOnTheWay('load-balancer-does-not-forward');
