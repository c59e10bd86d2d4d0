import type { FlowLog } from '../../network/flow-log.js';
import type { Network } from '../../network/network.js';
import type { Gap } from '../../problem/gap.js';
import { type FlowLogId, isTransitGatewayAttachment, type SubnetId, type VpcId } from '../../resource/id.js';
import type { Place } from '../passage.js';
import { faultOf, keeps, type Recording, recordingAt } from '../subscription.js';
import type { SeenInLog } from './seen-in-log.js';

/** Whether records of an interface exist anywhere. `accept` and `reject`: only of that action. */
export type CaptureState = 'all' | 'accept' | 'reject' | 'not-captured' | 'not-delivered' | 'unknown';

/** One interface (or gateway, or attachment): who records it, and what this log holds of it. */
export type CoveredPoint = {
  readonly observationPoint: string;
  readonly vpcId: VpcId | null;
  readonly subnetId: SubnetId | null;
  readonly state: CaptureState;
  readonly flowLogIds: readonly FlowLogId[];
  readonly missing: readonly Gap[];
  /** Null: this log holds no record of it. */
  readonly inLog: SeenInLog | null;
};

const stateOf = (flowLogs: readonly FlowLog[], isKnown: boolean, isInLog: boolean): CaptureState => {
  const delivering = flowLogs.filter((it) => faultOf(it) === null);
  const [accept, reject] = (['ACCEPT', 'REJECT'] as const).map((action) =>
    delivering.some((it) => keeps(it, action) === true),
  );
  if (accept && reject) return 'all';
  if (!isKnown || delivering.some(({ trafficType }) => trafficType === null)) return 'unknown';
  if (accept) return 'accept';
  if (reject) return 'reject';
  if (flowLogs.length > 0) return 'not-delivered';
  return isInLog ? 'unknown' : 'not-captured';
};

const placeOf = (network: Network, point: string): Place | null => {
  const it = network.interfaces.get(point);
  if (it !== undefined) return { kind: 'interface', interface: it };
  if (point.startsWith('nat-')) return { kind: 'regional-nat-gateway', id: point };
  return isTransitGatewayAttachment(point) ? { kind: 'transit-gateway-attachment', id: point } : null;
};

const recordingOf = (network: Network, observationPoint: string): Recording => {
  const place = placeOf(network, observationPoint);
  return place === null ? { flowLogs: [], missing: [] } : recordingAt(network, place);
};

/** What is known of an observation point. */
export const pointOf =
  (network: Network, seen: ReadonlyMap<string, SeenInLog>) =>
  (observationPoint: string): CoveredPoint => {
    const place = placeOf(network, observationPoint);
    const it = network.interfaces.get(observationPoint);
    const recording = recordingOf(network, observationPoint);
    const isKnown = place !== null && recording.missing.length === 0;
    const inLog = seen.get(observationPoint) ?? null;
    return {
      observationPoint,
      vpcId: it?.vpcId ?? null,
      subnetId: it?.subnetId ?? null,
      state: stateOf(recording.flowLogs, isKnown, inLog !== null),
      flowLogIds: recording.flowLogs.map(({ id }) => id).toSorted(),
      missing: recording.missing,
      inLog,
    };
  };

/** AWS's default, and the longest there is. */
const LONGEST_INTERVAL = 600;

/** The longest aggregation interval, in seconds, of what records an observation point. */
export const intervalAt =
  (network: Network) =>
  (point: string): number => {
    const { flowLogs } = recordingOf(network, point);
    const all = flowLogs.length > 0 ? flowLogs : [...network.flowLogs.values()];
    return all.length === 0
      ? LONGEST_INTERVAL
      : Math.max(...all.map(({ maxAggregationInterval }) => maxAggregationInterval));
  };
