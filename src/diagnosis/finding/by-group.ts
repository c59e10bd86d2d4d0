import type { Finding } from './finding.js';
import { type GroupedBy, groupKey } from './finding-group.js';

/** Findings by what they have in common, in their order. */
export const byGroup = <F extends Finding>(
  by: GroupedBy,
  findings: readonly F[],
): ReadonlyMap<string, readonly F[]> => {
  const found = new Map<string, F[]>();
  for (const it of findings) {
    const key = groupKey(by, it);
    const others = found.get(key);
    if (others === undefined) found.set(key, [it]);
    else others.push(it);
  }
  return found;
};
