import { KEYS } from './answer-keys.js';
import { knownForm } from './mask-text.js';
import type { Renaming } from './renaming.js';

/** Keys whose text is one of AWS's own words and tells nothing of the owner. */
export const WORDS: ReadonlySet<string> = new Set([
  'AddressFamily',
  'ApplianceModeSupport',
  'AssociationState',
  'AvailabilityMode',
  'AvailabilityZone',
  'AvailabilityZoneId',
  'AwsRegion',
  'Code',
  'ConnectivityType',
  'DeliverLogsStatus',
  'DnsSupport',
  'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
  'FileFormat',
  'FlowLogStatus',
  'HealthCheckPort',
  'HealthCheckProtocol',
  'InstanceTenancy',
  'InstanceType',
  'InterfaceType',
  'InternetGatewayBlockMode',
  'InternetGatewayExclusionMode',
  'IpAddressType',
  'IpProtocol',
  'Ipv6Support',
  'LogDestinationType',
  'LogFormat',
  'Mode',
  'Origin',
  'PeeringStatus',
  'Platform',
  'PlatformDetails',
  'Protocol',
  'Reason',
  'Region',
  'ResourceType',
  'RuleAction',
  'Scheme',
  'SecurityGroupReferencingSupport',
  'State',
  'Status',
  'TargetType',
  'TrafficType',
  'Type',
  'VpcEndpointType',
  'ZoneName',
]);

/** Keys that hold a name which somebody chose and which is told apart by. */
const CHOSEN: ReadonlySet<string> = new Set([
  'GroupName',
  'LoadBalancerName',
  'LogGroupName',
  'NextMarker',
  'NextToken',
  'PrefixListName',
  'TargetGroupName',
]);

/** An id of a kind that is not looked for elsewhere: what stands under such a key is AWS's own. */
const isId = (key: string, text: string): boolean =>
  /Ids?$/.test(key) && /^[a-z]+(?:-[a-z]+)*-[0-9a-f]{8,17}$/.test(text);

/** A group of this name is the one that every VPC has. */
const DEFAULT = 'default';

/** Where `Key` and `Value` are settings that AWS names; elsewhere they are tags. */
const SETTINGS: ReadonlySet<string> = new Set(['Attributes', 'DhcpConfigurations']);

const isSettingName = (keys: readonly string[]): boolean =>
  keys.some((key) => SETTINGS.has(key)) && (keys.at(-1) === 'Key' || keys.includes('Attributes'));

/** A state of an instance: `"State": {"Code": 16, "Name": "running"}`. */
const isStateName = (keys: readonly string[]): boolean => keys.at(-1) === 'Name' && keys.at(-2) === 'State';

/** What AWS says of a delivery: three fixed sentences, https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html */
const isDeliveryError = (keys: readonly string[], text: string): boolean =>
  keys.at(-1) === 'DeliverLogsErrorMessage' && /^[A-Z][a-z]+ (?:error|limited)$/.test(text);

const maskedText = (text: string, keys: readonly string[], it: Renaming): string | undefined => {
  const key = keys.at(-1) ?? '';
  if (WORDS.has(key) || isSettingName(keys) || isStateName(keys) || isDeliveryError(keys, text)) return text;
  if (isId(key, text)) return it.id(text);
  const known = knownForm(text, it);
  if (known !== null) return known;
  return CHOSEN.has(key) ? (text === DEFAULT ? text : it.name(text)) : undefined;
};

/** YAML may take an account id for a number. */
const maskedNumber = (value: number, it: Renaming): number =>
  /^\d{12}$/.test(String(value)) ? Number(it.account(String(value))) : value;

const maskedValue = (value: unknown, keys: readonly string[], it: Renaming): unknown => {
  if (typeof value === 'string') return maskedText(value, keys, it);
  if (typeof value === 'number') return maskedNumber(value, it);
  if (Array.isArray(value))
    return value.map((item) => maskedValue(item, keys, it)).filter((item) => item !== undefined);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => KEYS.has(key))
      .map(([key, inner]) => [key, maskedValue(inner, [...keys, key], it)])
      .filter(([, inner]) => inner !== undefined),
  );
};

/**
 * An answer of AWS in which accounts, ids, addresses and chosen names are renamed. Tags, descriptions, keys that are not
 * read and every text that is not known to be harmless are left out: nothing that is found rests on them.
 */
export const maskAnswer = (json: unknown, renaming: Renaming): unknown => maskedValue(json, [], renaming);
