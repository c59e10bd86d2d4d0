import type { Network } from '../../network/network.js';
import { blockers } from '../../path/blocker.js';
import type { PathBlocker } from '../../path/passage.js';
import { blockersOf, type Reach } from '../../path/reach.js';
import type { Checkpoint, RoundTrip } from '../../path/round-trip.js';
import type { RoutingBlocker } from '../../path/routing-blocker.js';
import type { Gap } from '../../problem/gap.js';
import type { Leg } from '../../traffic/direction.js';
import type { Packet } from '../../traffic/packet.js';
import { type Passage, passagesOf } from '../passage.js';
import { passagesOfReach } from '../passages-of-reach.js';

/** A filter that stops a leg, at either end or in between. */
export type FilterStop = Pick<Checkpoint, 'interface' | 'leg' | 'direction' | 'filter' | 'verdict'>;

/** What stops traffic on its way: a filter, or what routes it. */
export type Stopper =
  | { readonly kind: 'filter'; readonly at: FilterStop; readonly packet: Packet }
  | { readonly kind: 'routing'; readonly at: RoutingBlocker };

/** Where the traffic asked for can be recorded, in the order in which it comes there. */
export type Way = {
  readonly passages: readonly Passage[];
  /** What surely stops the request, in the order in which it meets it; empty when nothing is known to. */
  readonly stoppers: readonly Stopper[];
  /** What would tell the rest of the way, where the routes given do not. */
  readonly missing: readonly Gap[];
};

/** Routes were not given and are taken to lead from one end to the other. */
export const wayBetweenEnds = (trip: RoundTrip): Way => {
  const denials = blockers(trip).filter(({ leg }) => leg === 'request');
  return {
    passages: passagesOf(trip),
    stoppers: denials.map((at) => ({ kind: 'filter', at, packet: trip.packet })),
    missing: [],
  };
};

export const stopperOf = (blocker: PathBlocker): Stopper =>
  blocker.kind === 'filter'
    ? { kind: 'filter', at: blocker.at, packet: blocker.at.packet }
    : { kind: 'routing', at: blocker.at };

/** The way that the routes given lead, through NAT gateways and whatever else lies between the ends. */
export const wayAlongRoutes = (network: Network, reach: Reach): Way => {
  const all = blockersOf(reach).request;
  // A filter that denies some of the initiator's ports stops nothing alone, and what stands beyond stops nothing first.
  const alone = all.filter((it) => it.kind === 'routing' || it.at.ports === null);
  const stopping = alone.length > 0 ? alone : all;
  // Of what was not described nobody can say where its records are.
  const isDescribed = ({ at }: Passage) => at.kind !== 'interface' || network.interfaces.has(at.interface.id);
  return {
    passages: passagesOfReach(network, reach).filter(isDescribed),
    stoppers: reach.request.verdict === 'blocked' ? stopping.map(stopperOf) : [],
    missing: reach.request.missing,
  };
};

/** The passages of one leg at a place: an interface, or a regional NAT gateway. */
export const passagesAt = ({ passages }: Way, id: string, leg: Leg): readonly Passage[] =>
  passages.filter((it) => it.leg === leg && placeId(it) === id);

export const placeId = ({ at }: Pick<Passage, 'at'>): string =>
  at.kind === 'interface' ? at.interface.id : at.id;

/** The place from which the request goes no further for want of a way; AWS does not say whether it is recorded there. */
export const lastPlaceOf = ({ passages, stoppers: [first] }: Way): string | null => {
  const last = passages.findLast(({ leg }) => leg === 'request');
  return first?.kind === 'routing' && last !== undefined && !last.isCertain ? placeId(last) : null;
};
