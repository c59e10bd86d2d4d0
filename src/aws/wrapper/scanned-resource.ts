import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import { answerWith, listOf } from './resource-list.js';
import { only, type Unwrapped, type Wrapped, type Wrapper, wrapped } from './wrapped.js';

/** Kinds of a scanner that keeps one resource a file, and where AWS's id of each belongs. */
const SCANNED: Readonly<Record<string, string>> = {
  'AWS.EC2.SecurityGroup': 'GroupId',
  'AWS.EC2.NetworkACL': 'NetworkAclId',
  'AWS.EC2.VPC': 'VpcId',
  'AWS.EC2.Instance': 'InstanceId',
  'AWS.ELBV2.ApplicationLoadBalancer': 'LoadBalancerArn',
};

const at = (it: PlainObject, ...names: readonly string[]): unknown =>
  names.map((name) => it[name]).find((value) => value !== undefined && value !== null);

/** A resource keeps its id beside its ARN, and its name where every other kind has one. */
const withAwsNames = (it: PlainObject, idKey: string): PlainObject => {
  const id = idKey.endsWith('Arn') ? at(it, 'Arn', 'ARN', 'ResourceId') : at(it, 'Id', 'ID');
  const named = idKey === 'GroupId' ? { GroupName: at(it, 'GroupName', 'Name') ?? null } : {};
  return { ...named, ...it, [idKey]: it[idKey] ?? id };
};

/** What stands inside a VPC of such a scanner: its route tables, network ACLs, groups and flow logs. */
const NESTED = ['RouteTables', 'NetworkAcls', 'SecurityGroups', 'FlowLogs'] as const;

const nestedIn = (it: PlainObject): readonly Wrapped[] =>
  NESTED.filter((key) => Array.isArray(it[key])).map((key) =>
    wrapped({ [key]: it[key] }, { isWhole: false }),
  );

const scanned = (it: PlainObject): readonly Wrapped[] | null => {
  const type = it.ResourceType;
  const idKey = typeof type === 'string' ? SCANNED[type] : undefined;
  if (idKey === undefined) return null;
  const resource = withAwsNames(it, idKey);
  const key = idKey === 'VpcId' ? 'Vpcs' : listOf(resource);
  if (key === null) return null;
  return [
    wrapped(answerWith(key, [resource]), { isWhole: false }),
    ...(idKey === 'VpcId' ? nestedIn(it) : []),
  ];
};

/** A resource as a scanner keeps it, one in each file and all its fields at one level. There are others. */
export const scannedResource: Wrapper = ({ json }): Unwrapped | null => {
  const documents = isPlainObject(json) ? scanned(json) : null;
  return documents === null ? null : only(...documents);
};
