import type { Finding } from '../diagnosis/finding.js';
import type { Network } from '../network/network.js';
import { blockers, undecided } from '../path/blocker.js';
import { type Checkpoint, type Ends, type RoundTrip, roundTrip } from '../path/round-trip.js';
import { type EphemeralPorts, ephemeralPorts, sourcePortsToJudge } from '../path/source-ports.js';
import type { Packet } from '../traffic/packet.js';
import { hasPorts } from '../traffic/protocol.js';
import { apply, type Change } from './change.js';
import type { Edit } from './edit.js';
import { addNetworkAclEntry } from './network-acl-entry.js';
import type { Caution, Proof, Remedy } from './remedy.js';
import type { ReservedNumbers } from './reserved-numbers.js';
import { addSecurityGroupRule } from './security-group-rule.js';

/** One blocker at each of four stations with two filters each is all there can be. */
const MOST_EDITS = 8;

/** The service: one initiator with every source port it may use, one responder, protocol and port. */
type Unit = {
  readonly ends: Ends;
  readonly packet: Packet;
  readonly sourcePorts: EphemeralPorts | null;
  /** Places that the records show to be open, whatever the configuration given says. */
  readonly open: readonly Checkpoint[];
};

const judge = (network: Network, { ends, packet, sourcePorts }: Unit): readonly RoundTrip[] => {
  const ports = sourcePorts === null ? [null] : sourcePortsToJudge(network, ends, sourcePorts.range);
  return ports.map((sourcePort) => roundTrip(network, ends, { ...packet, sourcePort }));
};

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

const unitOf = (network: Network, finding: Finding): Unit | null => {
  const [trip] = finding.trips;
  if (trip === undefined) return null;
  const { packet, initiator, responder } = trip;
  const sourcePorts = hasPorts(packet.protocol)
    ? ephemeralPorts(network, initiator, finding.group?.sourcePorts ?? [])
    : null;
  return { ends: { initiator, responder }, packet, sourcePorts, open: finding.disproved };
};

/** Edits the network until nothing denies the unit any more, one blocker at a time. */
const solve = (network: Network, unit: Unit, isReserved: ReservedNumbers): Remedy => {
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
  return { changes, cautions, sourcePorts: unit.sourcePorts, proof: prove(trips, unit) };
};

/**
 * The changes that let a blocked service pass, together: every blocker on the round trip is mended, not only the one
 * that the finding names. Empty when the finding blames no rule, and when it is not sure which leg was rejected: then a
 * change could open what nobody asked for. Numbers of network ACL entries that are reserved are not used.
 */
export const remedies = (
  network: Network,
  finding: Finding,
  isReserved: ReservedNumbers = () => false,
): readonly Remedy[] => {
  const unit = unitOf(network, finding);
  const { outcome, blocking, legSure, stopped } = finding;
  // Rules alone would not carry it past what stops it on its way.
  if (outcome !== 'blocked' || stopped !== null || blocking.length === 0 || !legSure || unit === null)
    return [];
  const remedy = solve(network, unit, isReserved);
  return remedy.changes.length === 0 ? [] : [remedy];
};
