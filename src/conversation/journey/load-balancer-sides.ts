import { equals, type IpAddress, print } from '../../address/ip-address.js';
import type { Journey } from './journey.js';
import { type Side, sideOf } from './side.js';

/** The addresses of the load balancer whose interface an observation point is; null where it is none. */
export type LoadBalancerAt = (observationPoint: string) => readonly IpAddress[] | null;

/** What reaches a load balancer from clients, and what leaves it for targets; the load balancer itself is one end. */
export type LoadBalancerSides = { readonly fronts: readonly Side[]; readonly backs: readonly Side[] };

/** The same, to be told apart by the port that the initiator chose. */
export const withPort = (side: Side): Side => ({ ...side, key: `${side.key} ${side.fixed.port ?? '-'}` });

/**
 * The two connections at a load balancer that ends those of its clients, or whose records show its own address in place of
 * theirs. Without `pkt-srcaddr` nothing but the client's port, where it is kept, is the same on both sides.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export const loadBalancerSides = (
  journeys: readonly Journey[],
  loadBalancerAt: LoadBalancerAt,
): LoadBalancerSides => {
  const [fronts, backs]: [Side[], Side[]] = [[], []];
  for (const journey of journeys)
    for (const at of journey.conversations) {
      const own = at.standIn === null ? loadBalancerAt(at.observationPoint) : null;
      const isOwn = (address: IpAddress) => own?.some((it) => equals(it, address)) === true;
      const [isFromIt, isToIt] = [isOwn(at.initiator.address), isOwn(at.responder.address)];
      if (isFromIt === isToIt) continue;
      const address = print((isFromIt ? at.initiator : at.responder).address);
      (isFromIt ? backs : fronts).push(sideOf(journey, at, at.initiator, address));
    }
  return { fronts, backs };
};
