import { byHarm } from './by-harm.js';
import type { Finding, Occurrences } from './finding.js';
import {
  type FindingGroup,
  type GroupedBy,
  groupKey,
  initiatorKey,
  interfaceOf,
  portKey,
  responderKey,
} from './finding-group.js';
import { foldKey, merged, together } from './fold.js';

/** More findings of one cause and rule than this are counted and not kept: a scan has hundreds of thousands. */
const MOST_KEPT = 500;

type Sums = {
  example: Finding;
  occurrences: Occurrences | null;
  readonly ids: Set<string>;
  readonly initiators: Set<string>;
  readonly responders: Set<string>;
  readonly ports: Set<string>;
  readonly interfaces: Set<string>;
};

const sumsOf = (example: Finding): Sums => ({
  example,
  occurrences: null,
  ids: new Set(),
  initiators: new Set(),
  responders: new Set(),
  ports: new Set(),
  interfaces: new Set(),
});

const count = (sums: Sums, finding: Finding): void => {
  if (byHarm(finding, sums.example) < 0) sums.example = finding;
  sums.occurrences = together(sums.occurrences, finding.occurrences);
  sums.ids.add(foldKey(finding));
  sums.initiators.add(initiatorKey(finding));
  sums.responders.add(responderKey(finding));
  sums.ports.add(portKey(finding));
  sums.interfaces.add(interfaceOf(finding));
};

const entryOf = <V>(all: Map<string, V>, key: string, make: () => V): V => {
  const known = all.get(key) ?? make();
  all.set(key, known);
  return known;
};

/** The most harmful ones, once there are twice as many as may stay. */
const prune = (kept: Map<string, Finding>): void => {
  if (kept.size < 2 * MOST_KEPT) return;
  const least = [...kept].sort(([, a], [, b]) => byHarm(a, b)).slice(MOST_KEPT);
  for (const [key] of least) kept.delete(key);
};

const groupOf =
  (by: GroupedBy) =>
  ([key, { example, occurrences, ids, ...sets }]: readonly [string, Sums]): FindingGroup => ({
    by,
    key,
    example,
    findings: ids.size,
    occurrences,
    spread: {
      initiators: sets.initiators.size,
      responders: sets.responders.size,
      ports: sets.ports.size,
      interfaces: sets.interfaces.size,
    },
  });

/** The order of groups is that of findings with the sums of the whole group. */
const byHarmOfAll = (a: FindingGroup, b: FindingGroup): number =>
  byHarm({ ...a.example, occurrences: a.occurrences }, { ...b.example, occurrences: b.occurrences });

/** Takes findings one by one and puts together what belongs together, in memory that a scan does not fill. */
export const findingCollector = (by: GroupedBy) => {
  const kept = new Map<string, Map<string, Finding>>();
  const sums = new Map<string, Sums>();
  return {
    add: (finding: Finding): void => {
      count(
        entryOf(sums, groupKey(by, finding), () => sumsOf(finding)),
        finding,
      );
      const ofRule = entryOf(kept, groupKey('rule', finding), () => new Map<string, Finding>());
      const key = foldKey(finding);
      const known = ofRule.get(key);
      ofRule.set(key, known === undefined ? finding : merged(known, finding));
      prune(ofRule);
    },
    /** Of each cause and rule the most harmful ones, most harmful first. */
    findings: (): readonly Finding[] =>
      [...kept.values()]
        .flatMap((ofRule) => [...ofRule.values()].sort(byHarm).slice(0, MOST_KEPT))
        .sort(byHarm),
    groups: (): readonly FindingGroup[] => [...sums].map(groupOf(by)).sort(byHarmOfAll),
  };
};
