import * as v from 'valibot';
import { optionalText, optionalTime, text } from './field.js';
import { fragment, stated } from './fragment.js';
import { items } from './reader.js';

const fieldNames = (logFormat: string): readonly string[] =>
  [...logFormat.matchAll(/\$\{([^}]+)\}/g)].map((match) => match[1] as string);

/**
 * `describe-flow-logs`. Answers from before custom formats have no LogFormat (then the default format) and no
 * MaxAggregationInterval (then 600 s): https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html
 */
export const flowLogs = items({
  gives: 'flowLogs',
  schema: v.object({
    FlowLogId: text,
    ResourceId: text,
    TrafficType: v.nullish(v.picklist(['ACCEPT', 'REJECT', 'ALL'])),
    LogFormat: optionalText,
    MaxAggregationInterval: v.nullish(v.picklist([60, 600])),
    LogDestinationType: v.nullish(v.picklist(['cloud-watch-logs', 's3', 'kinesis-data-firehose'])),
    FlowLogStatus: optionalText,
    DeliverLogsStatus: optionalText,
    DeliverLogsErrorMessage: optionalText,
    CreationTime: optionalTime,
  }),
  fragments: (it) => [
    fragment('flowLogs', it.FlowLogId, {
      ...stated({
        trafficType: it.TrafficType,
        destination: it.LogDestinationType,
        status: it.FlowLogStatus,
        deliveryError: it.DeliverLogsErrorMessage ?? (it.DeliverLogsStatus === 'FAILED' ? 'FAILED' : null),
        created: it.CreationTime,
      }),
      resourceId: it.ResourceId,
      logFormat: it.LogFormat === null ? null : fieldNames(it.LogFormat),
      maxAggregationInterval: it.MaxAggregationInterval ?? 600,
    }),
  ],
});
