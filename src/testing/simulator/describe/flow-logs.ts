import type { Network } from '../../../network/network.js';
import { fieldsOf } from '../log/record-line.js';
import { said } from './addresses.js';

/** `aws ec2 describe-flow-logs`. */
export const describeFlowLogs = ({ flowLogs }: Network) => ({
  FlowLogs: [...flowLogs.values()].map((it) =>
    said({
      FlowLogId: it.id,
      ResourceId: it.resourceId,
      TrafficType: it.trafficType,
      LogFormat: fieldsOf(it)
        .map((name) => `\${${name}}`)
        .join(' '),
      MaxAggregationInterval: it.maxAggregationInterval,
      LogDestinationType: it.destination,
      FlowLogStatus: it.status,
      DeliverLogsStatus: it.deliveryError === null ? 'SUCCESS' : 'FAILED',
      DeliverLogsErrorMessage: it.deliveryError,
      CreationTime: it.created === null ? null : new Date(1000 * it.created).toISOString(),
    }),
  ),
});
