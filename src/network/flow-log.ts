import type { FlowLogId } from '../resource/id.js';

/**
 * A flow-log subscription.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html
 */
export type FlowLog = {
  readonly id: FlowLogId;
  /** The interface, subnet or VPC (or transit gateway) it is attached to. */
  readonly resourceId: string;
  readonly trafficType: TrafficType | null;
  /** Field names in order; null when the answer is older than custom formats: then it is the default format. */
  readonly logFormat: readonly string[] | null;
  /** Seconds. Absent in answers older than the setting: then 600. */
  readonly maxAggregationInterval: 60 | 600;
  /** Where the records go; null in answers older than the choice (then CloudWatch Logs). */
  readonly destination: 'cloud-watch-logs' | 's3' | 'kinesis-data-firehose' | null;
  /** The ARN of the bucket with its prefix, or of the delivery stream; null when the answer did not say. */
  readonly destinationArn: string | null;
  /** Of CloudWatch Logs. */
  readonly logGroupName: string | null;
  /** The role that delivers to CloudWatch Logs, or to a delivery stream of another account. */
  readonly deliveryRoleArn: string | null;
  /** The role in the account of the delivery stream. */
  readonly crossAccountRoleArn: string | null;
  /** How files are written to S3; null when the answer did not say. */
  readonly fileOptions: FileOptions | null;
  /** Only `ACTIVE` is documented; null when the answer did not say. */
  readonly status: string | null;
  /** `Access error`, `Rate limited`, ..., or `FAILED` alone: why records are not delivered; null when they are. */
  readonly deliveryError: string | null;
  /** Unix seconds; before it nothing was recorded. Null when the answer did not say. */
  readonly created: number | null;
};

export type TrafficType = 'ACCEPT' | 'REJECT' | 'ALL';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DestinationOptionsResponse.html */
export type FileOptions = {
  readonly fileFormat: 'plain-text' | 'parquet';
  readonly hiveCompatiblePartitions: boolean;
  readonly perHourPartition: boolean;
};
