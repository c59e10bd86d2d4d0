import { VPC_FIELDS } from './field.js';
import { DEFAULT_FORMAT, type RecordFormat, TRANSIT_GATEWAY_FORMAT } from './record-format.js';

const fieldsUpTo = (version: number): readonly string[] =>
  VPC_FIELDS.filter((field) => field.version <= version).map((field) => field.name);

/** Versions that added fields after the default format. */
const versions = [...new Set(VPC_FIELDS.map((field) => field.version))].filter((version) => version > 2);

/** All fields up to a version: in the order of AWS's table, and by the alphabet, as consoles and templates list them. */
const complete: readonly RecordFormat[] = versions.flatMap((version) => [
  { fields: fieldsUpTo(version) },
  { fields: [...fieldsUpTo(version)].sort() },
]);

/**
 * Formats that AWS's page of examples shows, but for those without `version`: too little would tell them from others
 * of the same types.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
const documented: readonly RecordFormat[] = [
  'version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags log-status',
  'version interface-id account-id vpc-id subnet-id instance-id srcaddr dstaddr srcport dstport protocol tcp-flags type pkt-srcaddr pkt-dstaddr action log-status',
  'version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status',
].map((names) => ({ fields: names.split(' ') }));

/** Formats that lines without a header are tried against, besides those that are declared. */
export const WELL_KNOWN_FORMATS: readonly RecordFormat[] = [
  DEFAULT_FORMAT,
  TRANSIT_GATEWAY_FORMAT,
  ...documented,
  ...complete,
];
