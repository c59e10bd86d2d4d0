import { isRight } from 'fp-ts/lib/Either.js';
import type { FlowLog } from '../network/flow-log.js';
import { flowLogsCovering } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { Gap } from '../problem/gap.js';
import {
  DEFAULT_FORMAT,
  formatOf,
  type RecordFormat,
  TRANSIT_GATEWAY_FORMAT,
} from '../record/record-format.js';
import type { Place } from './passage.js';

/** The flow logs that record an interface, and whether there may be others. */
export type Recording = {
  readonly flowLogs: readonly FlowLog[];
  /** Empty: `flowLogs` are all there are. */
  readonly missing: readonly Gap[];
};

/** Without `describe-flow-logs` nobody knows what a flow log keeps. */
export const FLOW_LOGS: Gap = { kind: 'flow-logs', id: null, needs: 'aws ec2 describe-flow-logs' };

/** Without it nobody knows in which subnet and VPC an interface is, and so which flow logs cover it. */
export const describeInterface = (id: string): Gap => ({
  kind: 'interface',
  id,
  needs: `aws ec2 describe-network-interfaces --network-interface-ids ${id}`,
});

/**
 * Who records this interface: flow logs of its own, of its subnet and of its VPC. A regional NAT gateway has flow logs of
 * its own.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-basics.html
 */
export const recordingAt = (network: Network, at: Place): Recording => {
  if (!network.given.has('flowLogs')) return { flowLogs: [], missing: [FLOW_LOGS] };
  const open = network.gaps.filter(({ kind }) => kind === 'flow-logs');
  if (at.kind === 'regional-nat-gateway') return { flowLogs: flowLogsOf(network, at.id), missing: open };
  if (at.kind === 'transit-gateway-attachment')
    return { flowLogs: transitGatewayLogs(network, at.id), missing: open };
  const it = at.interface;
  const isPlaced = it.subnetId !== null && it.vpcId !== null;
  return {
    flowLogs: flowLogsCovering(network, it).filter(({ resourceId }) => !isOfTransitGateway(resourceId)),
    missing: isPlaced ? open : [...open, describeInterface(it.id)],
  };
};

/** The flow logs that are attached to this very resource. */
export const flowLogsOf = (network: Network, resourceId: string): readonly FlowLog[] =>
  [...network.flowLogs.values()].filter((it) => it.resourceId === resourceId);

/** An attachment whose interfaces were not described lends them its id. */
const isOfTransitGateway = (resourceId: string): boolean => resourceId.startsWith('tgw-');

/** Of an attachment, or of its whole transit gateway. They keep everything and have no traffic type. */
const transitGatewayLogs = (network: Network, attachmentId: string): readonly FlowLog[] => {
  const gateway = network.transitGatewayAttachments.get(attachmentId)?.transitGatewayId ?? null;
  return [attachmentId, ...(gateway === null ? [] : [gateway])]
    .flatMap((id) => flowLogsOf(network, id))
    .map((it) => ({ ...it, trafficType: 'ALL' as const }));
};

/** The fields that a flow log writes. */
export const formatOfFlowLog = ({ logFormat, resourceId }: FlowLog): RecordFormat => {
  const format = logFormat === null ? null : formatOf(logFormat);
  if (format !== null && isRight(format)) return format.right;
  return isOfTransitGateway(resourceId) ? TRANSIT_GATEWAY_FORMAT : DEFAULT_FORMAT;
};

/**
 * Whether the flow log keeps records of this action, null of those that have none; null when its answer did not say.
 */
export const keeps = ({ trafficType }: FlowLog, action: 'ACCEPT' | 'REJECT' | null): boolean | null =>
  trafficType === null ? null : trafficType === 'ALL' || trafficType === action;

/**
 * Why a flow log delivers nothing: what its delivery said, or a status other than `ACTIVE`; null when it works.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-troubleshooting.html
 */
export const faultOf = ({ status, deliveryError }: FlowLog): string | null =>
  deliveryError ?? (status === null || status === 'ACTIVE' ? null : status);

/**
 * Seconds from the end of an aggregation interval until its records can be read, at best effort: "about 5 minutes" in
 * CloudWatch Logs, "about 10 minutes" in Amazon S3. Null for Firehose, of which AWS gives no time.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const deliverySeconds = ({ destination }: FlowLog): number | null =>
  destination === 'kinesis-data-firehose' ? null : destination === 's3' ? 600 : 300;

/** "It can take 10 minutes or more" until the first records of a new flow log appear (the same page). */
export const FIRST_RECORDS_SECONDS = 600;

/** When the record of a packet sent at this time should be there to read; null where AWS gives no time. */
export const arrivesBy = (flowLog: FlowLog, sentAt: number): number | null => {
  const delivery = deliverySeconds(flowLog);
  return delivery === null ? null : sentAt + flowLog.maxAggregationInterval + delivery;
};
