import type { Network } from '../network/network.js';
import { blockers, componentOf, undecided } from '../path/blocker.js';
import type { Checkpoint, RoundTrip } from '../path/round-trip.js';
import { distinct } from '../problem/gap.js';
import { apply } from './change.js';
import type { Edit } from './edit.js';
import { editRules } from './edit-rules.js';
import { needAt } from './need.js';
import type { Proof, Remedy } from './remedy.js';
import { remedyOf } from './remedy-of.js';
import type { ReservedNumbers } from './reserved-numbers.js';
import { judge, type Unit } from './unit.js';

/** One blocker at each of four stations with two filters each is all there can be. */
const MOST_EDITS = 8;

const isSamePlace = (a: Checkpoint, b: Checkpoint): boolean =>
  a.side === b.side && a.leg === b.leg && a.filter === b.filter;

const denialsOf = (trips: readonly RoundTrip[], { open }: Unit): readonly Checkpoint[] =>
  trips.flatMap(blockers).filter((at) => !open.some((other) => isSamePlace(at, other)));

const editFor = (
  network: Network,
  unit: Unit,
  trips: readonly RoundTrip[],
  isReserved: ReservedNumbers,
): Edit | null => {
  const [at] = denialsOf(trips, unit);
  if (at === undefined) return null;
  return editRules(network, needAt(at, unit.packet, unit.sourcePorts?.range ?? null), isReserved);
};

const prove = (trips: readonly RoundTrip[], unit: Unit): Proof => {
  const { ends } = unit;
  const [denied, unknown] = [denialsOf(trips, unit), trips.flatMap(undecided)];
  return {
    scope:
      ends.initiator.kind === 'interface' && ends.responder.kind === 'interface' ? 'round-trip' : 'interface',
    outcome: denied.length > 0 ? 'blocked' : unknown.length > 0 ? 'undetermined' : 'passes',
    remaining: [...denied, ...unknown].map(componentOf),
    missing: distinct(unknown.flatMap(({ verdict }) => verdict.missing)),
    appliances: [],
  };
};

/** Edits the rules until nothing denies the service any more, one blocker at a time. */
export const filterRemedy = (network: Network, unit: Unit, isReserved: ReservedNumbers): Remedy => {
  const made: Edit[] = [];
  let changed = network;
  let trips = judge(changed, unit);
  for (let edits = 0; edits < MOST_EDITS; edits++) {
    const edit = editFor(changed, unit, trips, isReserved);
    if (edit === null) break;
    made.push(edit);
    changed = edit.changes.reduce(apply, changed);
    trips = judge(changed, unit);
  }
  return remedyOf(network, changed, made, unit.sourcePorts, prove(trips, unit));
};
