import { type Fate, STATIONS } from '../../capture/expectation.js';
import { actionsOf, isMixed, isSilent } from '../../conversation/conversation.js';
import type { Side } from '../../path/round-trip.js';
import type { Leg } from '../../traffic/direction.js';
import { type Case, flowOf } from './case.js';
import type { Observation } from './observation.js';

const SIDES: readonly Side[] = ['initiator', 'responder'];

/** The actions that a fate allows to be recorded, and whether one of them has to be. */
const allows: Readonly<Record<Fate, { readonly actions: readonly string[]; readonly required: boolean }>> = {
  accepted: { actions: ['ACCEPT', 'none'], required: true },
  rejected: { actions: ['REJECT'], required: true },
  absent: { actions: [], required: false },
  changed: { actions: ['ACCEPT', 'REJECT', 'none'], required: true },
  unknown: { actions: ['ACCEPT', 'REJECT', 'none'], required: false },
};

const agreesAt = (
  it: Observation,
  side: Side,
  fates: readonly Fate[],
  absenceCounts: Observation['absenceCounts'],
): boolean =>
  STATIONS.every((station, i) => {
    if (station.side !== side) return true;
    const seen = actionsOf(flowOf(it, station.leg));
    const fate = fates[i] ?? 'unknown';
    const { actions, required } = allows[fate];
    // A verdict that changed midway: what was rejected at the end may have been accepted and answered before.
    if (fate === 'rejected' && seen.includes('REJECT')) return true;
    if (fate === 'absent' && (isMixed(it.forward) || isMixed(it.reverse))) return true;
    // A request may stand in a window long before: a slice that shows only replies is normal.
    if (seen.length === 0) return !(required && station.leg === 'reply' && absenceCounts.reply);
    return seen.every((action) => actions.includes(action));
  });

/** The ends that an observation point may be; none for an interface that forwards for others. */
export const possibleSides = (it: Observation): readonly Side[] =>
  it.forwards ? [] : it.side === null ? SIDES : [it.side];

/** How far the packets are known to have come: the last station that recorded them, by its place; -1 where none is known. */
const lastRecorded = ({ observations }: Case): number =>
  STATIONS.findLastIndex(({ side, leg }) =>
    observations.some((at) => at.side === side && !at.forwards && !isSilent(flowOf(at, leg))),
  );

/** What comes to an interface that recorded nothing at all, although it would have; what was recorded beyond has been there. */
const comesUnseen = (it: Case, fates: readonly Fate[]): boolean => {
  const last = lastRecorded(it);
  return it.unseen.some(
    ({ side, absenceCounts }) =>
      absenceCounts &&
      STATIONS.some(
        (station, i) => i > last && station.side === side && allows[fates[i] ?? 'unknown'].required,
      ),
  );
};

/**
 * Whether every observation point recorded what the fates predict. A record that is there and must not be refutes; one
 * that must be and is not there refutes only where absence counts.
 */
export const agrees = (it: Case, fates: readonly Fate[]): boolean =>
  !comesUnseen(it, fates) &&
  it.observations.every(
    (at) => at.forwards || possibleSides(at).some((side) => agreesAt(at, side, fates, at.absenceCounts)),
  );

const NOTHING_COUNTS = { request: false, reply: false };

/** Whether no record contradicts the fates; a record that is missing refutes nothing. */
export const agreesAsFarAsRecorded = (it: Case, fates: readonly Fate[]): boolean =>
  it.observations.every(
    (at) => at.forwards || possibleSides(at).some((side) => agreesAt(at, side, fates, NOTHING_COUNTS)),
  );

/** Whether some interface recorded this action for this leg; with `side`, one that can be at that side. */
export const recorded = (it: Case, action: 'ACCEPT' | 'REJECT', leg: Leg, side?: Side): boolean =>
  it.observations.some(
    (at) => flowOf(at, leg)[action] !== null && (side === undefined || possibleSides(at).includes(side)),
  );

/** Whether an interface known to be at this side recorded this action for this leg; one that forwards is at neither. */
export const recordedAt = (it: Case, action: 'ACCEPT' | 'REJECT', leg: Leg, side: Side): boolean =>
  it.observations.some((at) => at.side === side && !at.forwards && flowOf(at, leg)[action] !== null);
