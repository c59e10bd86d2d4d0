import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { FIELDS, type FieldName, fieldNamed, TRANSIT_GATEWAY_FIELDS, VPC_FIELDS } from './field.js';

/**
 * The fields of a record, in order, by AWS's hyphenated names. A name that is not in the catalogue is kept:
 * AWS adds fields, and an old reader must not lose them.
 */
export type RecordFormat = { readonly fields: readonly string[] };

/** What could not be read as a format, in words for a message. */
export type FormatError = { readonly text: string; readonly expected: string };

const named = (...fields: readonly FieldName[]): RecordFormat => ({ fields });

/** The 14 fields of version 2: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
export const DEFAULT_FORMAT: RecordFormat = {
  fields: VPC_FIELDS.filter((field) => field.version === 2).map((field) => field.name),
};

/** https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html */
export const TRANSIT_GATEWAY_FORMAT: RecordFormat = named(
  'version',
  'resource-type',
  'account-id',
  ...TRANSIT_GATEWAY_FIELDS.map((field) => field.name).filter((name) => name.startsWith('tgw-')),
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'log-status',
  'type',
  'packets-lost-no-route',
  'packets-lost-blackhole',
  'packets-lost-mtu-exceeded',
  'packets-lost-ttl-expired',
  'tcp-flags',
  'region',
  'flow-direction',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
);

const squeezed = (name: string): string => name.toLowerCase().replace(/[-_]/g, '');

const bySqueezedName: ReadonlyMap<string, string> = new Map([
  ...FIELDS.map((field): [string, string] => [squeezed(field.name), field.name]),
  ['starttime', 'start'],
  ['endtime', 'end'],
]);

/**
 * AWS's spelling of a field name, which varies: a LogFormat writes `${log-status}`, Parquet and Athena `log_status`,
 * CloudWatch Logs Insights `logStatus` (and `startTime` for `start`).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export const fieldNameFrom = (spelling: string): string => {
  if (fieldNamed(spelling) !== null) return spelling;
  const bare = spelling.replace(/^\$\{(.*)\}$/, '$1');
  return bySqueezedName.get(squeezed(bare)) ?? bare.toLowerCase().replaceAll('_', '-');
};

const name = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The format of these names, whatever their spelling; refused when one is no name or stands there twice. */
export const formatOf = (names: readonly string[]): Either<FormatError, RecordFormat> => {
  const fields = names.map(fieldNameFrom);
  const text = names.join(' ');
  if (fields.length === 0) return left({ text, expected: 'at least one field name' });
  const strange = fields.findIndex((field) => !name.test(field));
  if (strange >= 0) return left({ text: names[strange] as string, expected: 'a field name such as srcaddr' });
  const repeated = fields.find((field, i) => fields.indexOf(field) !== i);
  if (repeated !== undefined) return left({ text: repeated, expected: 'each field only once' });
  return right({ fields });
};

/**
 * Reads a format as a header line, a `--log-format` argument or the LogFormat of describe-flow-logs writes it:
 * `srcaddr dstaddr`, `${srcaddr} ${dstaddr}`, with hyphens or underscores, separated by spaces or commas.
 */
export const parse = (text: string): Either<FormatError, RecordFormat> =>
  formatOf(text.split(/[\s,]+/).filter((token) => token !== ''));

const headerWord = /^[a-z][a-z0-9]*([_-][a-z0-9]+)*$/;

/** Fields whose names are plain words, which may stand in other lines, too. */
const plainWords: ReadonlySet<string> = new Set<FieldName>([
  'version',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'type',
  'region',
]);

/**
 * The format that a line names when it is a header: words in small letters, and among them two that are nothing but
 * names of fields, or three quarters that are names of fields. AWS may add any number of others. No record is one, as
 * none holds field names for values.
 */
export const fromHeader = (words: readonly string[]): RecordFormat | null => {
  const bare = words.map((word) => word.replace(/^\$\{(.*)\}$/, '$1'));
  if (!bare.every((word) => headerWord.test(word))) return null;
  const known = bare.map(fieldNameFrom).filter((name) => fieldNamed(name) !== null);
  const telling = known.filter((name) => !plainWords.has(name)).length;
  if (telling < 2 && (known.length === 0 || 4 * known.length < 3 * words.length)) return null;
  const format = formatOf(bare);
  return format._tag === 'Right' ? format.right : null;
};

/** The header line: names with hyphens, as AWS writes them. */
export const print = (format: RecordFormat): string => format.fields.join(' ');

export const equals = (a: RecordFormat, b: RecordFormat): boolean =>
  a.fields.length === b.fields.length && a.fields.every((field, i) => field === b.fields[i]);

/** The value that `version` has in records of this format; null when a field is not in the catalogue. */
export const versionOf = (format: RecordFormat): number | null => {
  const versions = format.fields.map((field) => fieldNamed(field)?.version ?? Number.NaN);
  const highest = Math.max(...versions);
  return Number.isNaN(highest) ? null : highest;
};
