import { flowLogsCovering } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { Gap } from '../problem/gap.js';
import type { InterfaceId } from '../resource/id.js';
import { describeInterface, FLOW_LOGS } from './subscription.js';

/**
 * Which records the flow logs of an interface keep. It is read from describe-flow-logs and never guessed from the
 * records: unless it is `all`, the entry that is missing may exist unseen.
 */
export type Capture = 'all' | 'accept' | 'reject' | 'unknown';

/** What the subscriptions that cover this interface keep, taken together. */
export const captureAt = (network: Network, interfaceId: InterfaceId): Capture => {
  const it = network.interfaces.get(interfaceId);
  if (it === undefined) return 'unknown';
  const types = flowLogsCovering(network, it).map(({ trafficType }) => trafficType);
  const [accept, reject] = [types.includes('ACCEPT'), types.includes('REJECT')];
  if (types.includes('ALL') || (accept && reject)) return 'all';
  // What was not given to its last page may hold one more subscription, which can only add to what is kept.
  if (!network.given.has('flowLogs')) return 'unknown';
  return accept ? 'accept' : reject ? 'reject' : 'unknown';
};

/** What would tell what is kept here; empty where it is known. */
export const missingForCapture = (network: Network, observationPoint: string): readonly Gap[] => {
  if (captureAt(network, observationPoint) !== 'unknown') return [];
  const isUnknown = observationPoint.startsWith('eni-') && !network.interfaces.has(observationPoint);
  return [
    ...(isUnknown ? [describeInterface(observationPoint)] : []),
    ...(isUnknown && network.given.has('flowLogs') ? [] : [FLOW_LOGS]),
  ];
};

/** One word for a whole log: what all its interfaces share, else `unknown`. */
export const captureOver = (network: Network, interfaceIds: Iterable<InterfaceId>): Capture => {
  const found = new Set([...interfaceIds].map((id) => captureAt(network, id)));
  const [only, ...more] = found;
  return only !== undefined && more.length === 0 ? only : 'unknown';
};
