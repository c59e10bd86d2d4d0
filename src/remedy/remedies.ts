import type { Finding } from '../diagnosis/finding.js';
import type { Network } from '../network/network.js';
import { filterRemedy } from './filter-remedy.js';
import { flowLogRemedies } from './flow-log-remedy.js';
import { reachRemedies } from './reach-remedy.js';
import type { Remedy } from './remedy.js';
import type { ReservedNumbers } from './reserved-numbers.js';
import { unitOf } from './unit.js';

/** What a route could mend; everything else on the way is mended with it. */
const ON_THE_WAY: ReadonlySet<string> = new Set(['no-route', 'blackhole-route', 'request-not-delivered']);

/**
 * The changes that let a blocked service pass, together: every blocker on the round trip is mended, not only the one
 * that the finding names; or the flow logs that would record what left no record. Empty when the finding blames nothing
 * that a change could mend, and when it is not sure which leg was rejected: then a change could open what nobody asked
 * for. Numbers of network ACL entries that are reserved are not used.
 */
export const remedies = (
  network: Network,
  finding: Finding,
  isReserved: ReservedNumbers = () => false,
): readonly Remedy[] => {
  if (finding.code === 'interface-not-captured' || finding.code === 'filtered-by-traffic-type')
    return flowLogRemedies(network, finding);
  const unit = unitOf(network, finding);
  if (unit !== null && ON_THE_WAY.has(finding.code)) {
    const { ends, packet, sourcePorts } = unit;
    return reachRemedies(network, { ends, packet, sourcePorts: sourcePorts?.range ?? null }, isReserved);
  }
  const { outcome, blocking, legSure, stopped } = finding;
  // Rules alone would not carry it past what stops it on its way.
  if (outcome !== 'blocked' || stopped !== null || blocking.length === 0 || !legSure || unit === null)
    return [];
  const remedy = filterRemedy(network, unit, isReserved);
  return remedy.changes.length === 0 ? [] : [remedy];
};
