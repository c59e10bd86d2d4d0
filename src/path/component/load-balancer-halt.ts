import type { NetworkInterface } from '../../network/network-interface.js';
import type { Gap } from '../../problem/gap.js';
import type { Carried } from '../carried.js';
import type { Doubt, Move } from '../place.js';
import { blockedBy, type RoutingReason } from '../routing-blocker.js';
import type { BalancerAt } from './load-balancer-at.js';

/** What the leg comes to at a load balancer when it is not passed on to a target. */
export type Halt = { readonly ending: Move['next']; readonly doubts: readonly Doubt[] };

export const halted = (
  it: NetworkInterface,
  at: BalancerAt,
  reason: Doubt['reason'],
  missing: readonly Gap[],
): Halt => ({
  ending: { kind: 'arrived', at: it },
  doubts: [{ reason, component: at.kind, id: at.id, missing }],
});

export const refused = (at: BalancerAt, reason: RoutingReason, code: string, { packet }: Carried): Halt => ({
  ending: blockedBy('load-balancer-does-not-forward', reason, code, at.id, packet),
  doubts: [],
});

export const gap = (id: string, needs: string): Gap => ({ kind: 'load-balancer', id, needs });

export const isHalt = <T extends object>(it: T | Halt): it is Halt => 'ending' in it;
