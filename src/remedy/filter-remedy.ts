import type { Network } from '../network/network.js';
import { blockers, undecided } from '../path/blocker.js';
import type { Checkpoint, RoundTrip } from '../path/round-trip.js';
import { apply, type Change } from './change.js';
import type { Edit } from './edit.js';
import { addNetworkAclEntry } from './network-acl-entry.js';
import { openings } from './opening.js';
import type { Caution, Proof, Remedy } from './remedy.js';
import type { ReservedNumbers } from './reserved-numbers.js';
import { addSecurityGroupRule } from './security-group-rule.js';
import { askedBy, judge, type Unit } from './unit.js';

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
  const denials = denialsOf(trips, unit);
  const [at] = denials;
  if (at === undefined) return null;
  const here = denials.filter((other) => isSamePlace(at, other));
  return at.filter === 'network-acl'
    ? addNetworkAclEntry(network, at, here, unit.packet, unit.sourcePorts?.range ?? null, isReserved)
    : addSecurityGroupRule(network, at, unit.packet);
};

const prove = (trips: readonly RoundTrip[], unit: Unit): Proof => {
  const { ends } = unit;
  const [denied, unknown] = [denialsOf(trips, unit), trips.flatMap(undecided)];
  return {
    scope:
      ends.initiator.kind === 'interface' && ends.responder.kind === 'interface' ? 'round-trip' : 'interface',
    outcome: denied.length > 0 ? 'blocked' : unknown.length > 0 ? 'undetermined' : 'passes',
    remaining: [...denied, ...unknown],
  };
};

/** Edits the rules until nothing denies the service any more, one blocker at a time. */
export const filterRemedy = (network: Network, unit: Unit, isReserved: ReservedNumbers): Remedy => {
  const changes: Change[] = [];
  const cautions: Caution[] = [];
  let changed = network;
  let trips = judge(changed, unit);
  for (let edits = 0; edits < MOST_EDITS; edits++) {
    const edit = editFor(changed, unit, trips, isReserved);
    if (edit === null) break;
    changes.push(...edit.changes);
    cautions.push(...edit.cautions);
    changed = edit.changes.reduce(apply, changed);
    trips = judge(changed, unit);
  }
  return {
    changes,
    cautions,
    sourcePorts: unit.sourcePorts,
    proof: prove(trips, unit),
    opens: openings(network, changed, changes, askedBy(unit)),
  };
};
