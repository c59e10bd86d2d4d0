import type { Group } from '../conversation/group.js';
import { distinct } from '../problem/gap.js';
import type { EvidenceLine, Finding, Occurrences } from './finding.js';

const MOST_EVIDENCE = 8;

const together = (a: Occurrences | null, b: Occurrences | null): Occurrences | null => {
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

const keyOf = (it: Finding): string =>
  JSON.stringify([
    it.id,
    it.certainty,
    it.entries,
    it.oneLegReason,
    it.seenAt.map((at) => at.observationPoint),
  ]);

const some = (evidence: readonly EvidenceLine[]): readonly EvidenceLine[] => evidence.slice(0, MOST_EVIDENCE);

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
    initiatorProven: a.initiatorProven && b.initiatorProven,
  };
};

const merge = (a: Finding, b: Finding): Finding => ({
  ...a,
  group: joined(a.group, b.group),
  trips: [...a.trips, ...b.trips],
  occurrences: together(a.occurrences, b.occurrences),
  evidence: [...a.evidence, ...b.evidence],
  missing: distinct([...a.missing, ...b.missing]),
});

/** One finding per cause, ends and service: groups that differ in what else was recorded of them are added up. */
export const fold = (findings: readonly Finding[]): readonly Finding[] => {
  const byKey = new Map<string, Finding>();
  for (const it of findings) {
    const key = keyOf(it);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? it : merge(known, it));
  }
  return [...byKey.values()].map((it) => ({ ...it, evidence: some(it.evidence) }));
};
