import type { Group } from '../../conversation/group.js';
import { distinct } from '../../problem/gap.js';
import type { Finding, Occurrences } from './finding.js';

/** More lines of the log than these are not shown for one finding. */
export const MOST_EVIDENCE = 8;
const MOST_TRIPS = 32;

/** The sums of both. */
export const together = (a: Occurrences | null, b: Occurrences | null): Occurrences | null => {
  if (a === null || b === null) return a ?? b;
  return {
    conversations: a.conversations + b.conversations,
    records: a.records + b.records,
    packets: a.packets + b.packets,
    bytes: a.bytes + b.bytes,
    firstSeen: Math.min(a.firstSeen, b.firstSeen),
    lastSeen: Math.max(a.lastSeen, b.lastSeen),
  };
};

/** Findings that say the same of the same ends and service, whatever else was recorded of them. */
export const foldKey = (it: Finding): string =>
  JSON.stringify([
    it.id,
    it.certainty,
    it.entries,
    it.oneLegReason,
    it.seenAt.map((at) => at.observationPoint),
  ]);

/** What was recorded where stays that of the first; ports and conversations are those of both. */
const joined = (a: Group | null, b: Group | null): Group | null => {
  if (a === null || b === null) return a ?? b;
  const sourcePorts = [...new Set([...a.sourcePorts, ...b.sourcePorts])].sort((x, y) => x - y);
  const port = sourcePorts.length > 1 ? null : a.initiator.port;
  return {
    ...a,
    initiator: { ...a.initiator, port },
    sourcePorts,
    conversations: a.conversations + b.conversations,
    firstSeen: Math.min(a.firstSeen, b.firstSeen),
    lastSeen: Math.max(a.lastSeen, b.lastSeen),
    initiatorProven: a.initiatorProven && b.initiatorProven,
  };
};

/** One finding of two: groups that differ in what else was recorded of them are added up. */
export const merged = (a: Finding, b: Finding): Finding => ({
  ...a,
  group: joined(a.group, b.group),
  trips: [...a.trips, ...b.trips].slice(0, MOST_TRIPS),
  occurrences: together(a.occurrences, b.occurrences),
  evidence: [...a.evidence, ...b.evidence].slice(0, MOST_EVIDENCE),
  missing: distinct([...a.missing, ...b.missing]),
});
