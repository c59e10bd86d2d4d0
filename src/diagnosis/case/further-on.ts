import { type Stopper, stopperOf } from '../../capture/absence/way.js';
import { componentOf } from '../../path/blocker.js';
import type { PathBlocker } from '../../path/passage.js';
import { blockersOf, type Reach } from '../../path/reach.js';
import type { RoutingBlocker } from '../../path/routing-blocker.js';
import type { Leg } from '../../traffic/direction.js';
import type { Case } from './case.js';
import { isNotPassed } from './midway.js';
import { isAtAnEnd } from './way.js';
import { isSeenOnlyAlong, waysOf } from './ways.js';

const LEGS: readonly Leg[] = ['request', 'reply'];

const isThe = (stopped: RoutingBlocker | null, { code, component }: RoutingBlocker): boolean =>
  stopped?.code === code && stopped.component === component;

/** It stops every packet of the leg for sure, is none of the filters at the two ends, and no record shows the leg beyond it. */
const isFurtherOn = (
  it: Case,
  way: Reach,
  leg: Leg,
  stopped: RoutingBlocker | null,
  blocker: PathBlocker,
): boolean => {
  const passage = way[leg];
  if (passage === null || blocker.conditional) return false;
  return blocker.kind === 'routing'
    ? !isThe(stopped, blocker.at) && isSeenOnlyAlong(it, leg, passage.course)
    : blocker.at.ports === null && !isAtAnEnd(it, blocker.at) && isNotPassed(it, leg, passage, blocker.at);
};

const placeOf = (it: Stopper): string =>
  it.kind === 'routing'
    ? `${it.at.code} ${it.at.component}`
    : `${it.at.leg} ${it.at.direction} ${componentOf(it.at)}`;

/**
 * What stands in the way of request and reply beside the filters at the two ends and what `stopped` them, by the rules and
 * routes given: behind a load balancer, at a transit gateway, in a route table. Empty where a load balancer may choose.
 */
export const furtherOn = (it: Case, stopped: RoutingBlocker | null): readonly Stopper[] => {
  const ways = waysOf(it);
  if (ways.some(({ targets }) => targets.length > 0)) return [];
  const found = ways.flatMap((way) => {
    const blockers = blockersOf(way);
    return LEGS.flatMap((leg) =>
      blockers[leg].filter((blocker) => isFurtherOn(it, way, leg, stopped, blocker)).map(stopperOf),
    );
  });
  return [...new Map(found.map((stopper) => [placeOf(stopper), stopper])).values()];
};
