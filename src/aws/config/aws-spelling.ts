import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';

/** `{"value": "available"}`, as AWS Config writes what is an enumeration elsewhere. */
const isEnumeration = (value: PlainObject): boolean =>
  Object.keys(value).length === 1 && Object.hasOwn(value, 'value') && typeof value.value !== 'object';

/** Names that do not only begin in another case. */
const NAMES: Readonly<Record<string, string>> = { dNSName: 'DNSName' };

const capital = (key: string): string => NAMES[key] ?? key.charAt(0).toUpperCase() + key.slice(1);

const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/**
 * AWS Config states the IPv4 ranges of a rule as texts in `ipRanges`, and in newer items once more with their
 * descriptions in `ipv4Ranges`: they are the same ranges and count once.
 */
const ipv4Ranges = ({ ipRanges, ipv4Ranges }: PlainObject): unknown => {
  if (!isAbsent(ipv4Ranges)) return spelledAsAws(ipv4Ranges);
  return Array.isArray(ipRanges)
    ? ipRanges.map((range) => (typeof range === 'string' ? { CidrIp: range } : spelledAsAws(range)))
    : ipRanges;
};

/** The object with its names as `aws ec2 describe-*` spells them, at every depth. */
export const spelledAsAws = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(spelledAsAws);
  if (!isPlainObject(value)) return value;
  if (isEnumeration(value)) return value.value;
  const entries = Object.entries(value)
    .filter(([key]) => key !== 'ipv4Ranges' && key !== 'ipRanges')
    .map(([key, item]) => [capital(key), spelledAsAws(item)]);
  return 'ipRanges' in value || 'ipv4Ranges' in value
    ? { ...Object.fromEntries(entries), IpRanges: ipv4Ranges(value) }
    : Object.fromEntries(entries);
};
