import type { FlowLogId } from '../resource/id.js';
import type { Encoding } from './encoding.js';
import { toUtf8 } from './encoding.js';
import { gunzip } from './gunzip.js';

/** How the records of a log lie in its bytes. */
export type Container =
  /** Lines of flow log text, as AWS publishes them to S3, CloudWatch Logs and Firehose, with or without a header. */
  | 'text'
  /** The same with a tab between records, as `aws logs ... --query 'events[].message' --output text` prints a list. */
  | 'tabbed-text'
  /** One JSON document or several in a row: answers of `aws logs`, payloads of subscriptions, lists of records. */
  | 'json'
  /** One JSON object per line. */
  | 'json-lines'
  /** A table with a header: results of Athena, exports of the CloudWatch console. */
  | 'csv'
  | 'parquet';

/** A file that holds flow log records; it is read by `readLogs` and not before. */
export type LogFile = {
  /** The path as it was given or found, or `-` for standard input. */
  readonly source: string;
  /** The flow log that wrote the file, when its name says so. */
  readonly flowLogId: FlowLogId | null;
  readonly container: Container;
  /** How many times the file is compressed with gzip; twice where Firehose compresses what CloudWatch Logs compressed. */
  readonly gzip: number;
  readonly encoding: Encoding;
  /** Size as stored, for showing progress; null when it is not known. */
  readonly size: number | null;
  /** The bytes as stored, piece by piece. */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** `open` can be called only once: standard input. */
  readonly once: boolean;
};

/** How the content of a file is stored. */
export type Stored = Pick<LogFile, 'open' | 'once' | 'gzip' | 'encoding'>;

/** The content of a file: decompressed, and as UTF-8. */
export const contentOf = ({ open, once, gzip, encoding }: Stored): AsyncIterable<Uint8Array> =>
  toUtf8(encoding, unzipped(open, once, gzip));

/** The bytes that are inside gzip so many times. */
export const unzipped = (open: LogFile['open'], once: boolean, times: number): AsyncIterable<Uint8Array> =>
  times === 0 ? open() : gunzip(() => unzipped(open, once, times - 1), once);

/**
 * The flow log that wrote a file, by the name AWS gives it in S3:
 * `123456789012_vpcflowlogs_us-east-1_fl-1234abcd_20180620T1620Z_fe123456.log.gz`.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
 */
export const flowLogIdOf = (path: string): FlowLogId | null =>
  /_(fl-[0-9a-z]+)_\d{8}T\d{4}Z_[^/\\]*$/.exec(path)?.[1] ?? null;

/** When AWS published a file, by its name in S3: `20180620T1620Z`; empty for other files. */
const publishedAt = ({ source }: LogFile): string =>
  /_fl-[0-9a-z]+_(\d{8}T\d{4}Z)_[^/\\]*$/.exec(source)?.[1] ?? '';

/**
 * Logs in the order of time, as far as names tell, so that files of several accounts, Regions and flow logs are read side
 * by side; other files come first, as they stood.
 */
export const inTimeOrder = (logs: readonly LogFile[]): readonly LogFile[] =>
  logs
    .map((log) => ({ log, at: publishedAt(log) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ log }) => log);
