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
import { addSecurityGroupRule } from './security-group-rule.js';

/** One blocker at each of four stations with two filters each is all there can be. */
const MOST_EDITS = 8;

/** The service: one initiator with every source port it may use, one responder, protocol and port. */
type Unit = { readonly ends: Ends; readonly packet: Packet; readonly sourcePorts: EphemeralPorts | null };

const judge = (network: Network, { ends, packet, sourcePorts }: Unit): readonly RoundTrip[] => {
  const ports = sourcePorts === null ? [null] : sourcePortsToJudge(network, ends, sourcePorts.range);
  return ports.map((sourcePort) => roundTrip(network, ends, { ...packet, sourcePort }));
};

const isSamePlace = (a: Checkpoint, b: Checkpoint): boolean =>
  a.side === b.side && a.leg === b.leg && a.filter === b.filter;

const editFor = (network: Network, unit: Unit, trips: readonly RoundTrip[]): Edit | null => {
  const denials = trips.flatMap(blockers);
  const [at] = denials;
  if (at === undefined) return null;
  const here = denials.filter((other) => isSamePlace(at, other));
  return at.filter === 'network-acl'
    ? addNetworkAclEntry(network, at, here, unit.packet, unit.sourcePorts?.range ?? null)
    : addSecurityGroupRule(network, at, unit.packet);
};

const prove = (trips: readonly RoundTrip[], { ends }: Unit): Proof => {
  const [denied, unknown] = [trips.flatMap(blockers), trips.flatMap(undecided)];
  return {
    scope:
      ends.initiator.kind === 'interface' && ends.responder.kind === 'interface' ? 'round-trip' : 'interface',
    outcome: denied.length > 0 ? 'blocked' : unknown.length > 0 ? 'undetermined' : 'passes',
    remaining: [...denied, ...unknown],
  };
};

const unitOf = (finding: Finding): Unit | null => {
  const [trip] = finding.trips;
  if (trip === undefined) return null;
  const { packet, initiator, responder } = trip;
  const sourcePorts = hasPorts(packet.protocol)
    ? ephemeralPorts(initiator, finding.group?.sourcePorts ?? [])
    : null;
  return { ends: { initiator, responder }, packet, sourcePorts };
};

/** Edits the network until nothing denies the unit any more, one blocker at a time. */
const solve = (network: Network, unit: Unit): Remedy => {
  const changes: Change[] = [];
  const cautions: Caution[] = [];
  let changed = network;
  let trips = judge(changed, unit);
  for (let edits = 0; edits < MOST_EDITS; edits++) {
    const edit = editFor(changed, unit, trips);
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
 * that the finding names. Empty when the finding blames no rule.
 */
export const remedies = (network: Network, finding: Finding): readonly Remedy[] => {
  const unit = unitOf(finding);
  if (finding.outcome !== 'blocked' || finding.blocking.length === 0 || unit === null) return [];
  const remedy = solve(network, unit);
  return remedy.changes.length === 0 ? [] : [remedy];
};
