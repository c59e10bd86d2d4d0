import * as v from 'valibot';
import type { FlowLog } from '../network/flow-log.js';
import { optionalText, optionalTime, text } from './field.js';

const fieldNames = (logFormat: string): readonly string[] =>
  [...logFormat.matchAll(/\$\{([^}]+)\}/g)].map((match) => match[1] as string);

/**
 * `describe-flow-logs`. Answers from before custom formats have no LogFormat (then the default format) and no
 * MaxAggregationInterval (then 600 s): https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html
 */
export const flowLog = v.pipe(
  v.object({
    FlowLogId: text,
    ResourceId: text,
    TrafficType: v.nullish(v.picklist(['ACCEPT', 'REJECT', 'ALL'])),
    LogFormat: optionalText,
    MaxAggregationInterval: v.nullish(v.picklist([60, 600])),
    LogDestinationType: v.nullish(v.picklist(['cloud-watch-logs', 's3', 'kinesis-data-firehose'])),
    FlowLogStatus: optionalText,
    DeliverLogsErrorMessage: optionalText,
    CreationTime: optionalTime,
  }),
  v.transform(
    (it): FlowLog => ({
      id: it.FlowLogId,
      resourceId: it.ResourceId,
      trafficType: it.TrafficType ?? null,
      logFormat: it.LogFormat === null ? null : fieldNames(it.LogFormat),
      maxAggregationInterval: it.MaxAggregationInterval ?? 600,
      destination: it.LogDestinationType ?? null,
      status: it.FlowLogStatus,
      deliveryError: it.DeliverLogsErrorMessage,
      created: it.CreationTime,
    }),
  ),
);
