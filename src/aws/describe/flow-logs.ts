import * as v from 'valibot';
import { optionalFlag, optionalText, optionalTime, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';

const fieldNames = (logFormat: string): readonly string[] =>
  [...logFormat.matchAll(/\$\{([^}]+)\}/g)].map((match) => match[1] as string);

/** `arn:aws:logs:us-east-1:111122223333:log-group:my-logs:*` names the group that older answers give by its name. */
const groupNameIn = (arn: string | null): string | null => /:log-group:([^:]+)/.exec(arn ?? '')?.[1] ?? null;

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
    LogDestination: optionalText,
    LogGroupName: optionalText,
    DeliverLogsPermissionArn: optionalText,
    DeliverCrossAccountRole: optionalText,
    DestinationOptions: v.nullish(
      v.object({
        FileFormat: v.nullish(v.picklist(['plain-text', 'parquet'])),
        HiveCompatiblePartitions: optionalFlag,
        PerHourPartition: optionalFlag,
      }),
    ),
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
        destinationArn: it.LogDestination,
        logGroupName: it.LogGroupName ?? groupNameIn(it.LogDestination),
        deliveryRoleArn: it.DeliverLogsPermissionArn,
        crossAccountRoleArn: it.DeliverCrossAccountRole,
        fileOptions: it.DestinationOptions
          ? {
              fileFormat: it.DestinationOptions.FileFormat ?? 'plain-text',
              hiveCompatiblePartitions: it.DestinationOptions.HiveCompatiblePartitions ?? false,
              perHourPartition: it.DestinationOptions.PerHourPartition ?? false,
            }
          : null,
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
