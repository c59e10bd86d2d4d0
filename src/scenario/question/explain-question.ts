import { isLeft } from 'fp-ts/lib/Either.js';
import { ANY_TRAFFIC, ARP, parseAddress, parseProtocol, type Question } from '../../index.js';
import { textFrom, type Values } from './flags.js';
import { UsageError } from './usage-error.js';

const address = (values: Values, flag: string) => {
  const value = textFrom(values, flag);
  if (value === null) return null;
  const parsed = parseAddress(value);
  if (isLeft(parsed)) throw new UsageError(`--${flag}: expected ${parsed.left.expected}, found "${value}".`);
  return parsed.right;
};

const port = (values: Values, flag: string): number | null => {
  const value = textFrom(values, flag);
  if (value === null) return null;
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65535)
    throw new UsageError(`--${flag}: expected a port from 0 to 65535, found "${value}".`);
  return Number(value);
};

const ISO_TIME = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** Unix seconds, from those or from ISO 8601; a time without a zone would depend on where it is read. */
const time = (values: Values, flag: string): number | null => {
  const value = textFrom(values, flag);
  if (value === null) return null;
  const seconds = /^\d{9,11}$/.test(value)
    ? Number(value)
    : ISO_TIME.test(value)
      ? Math.floor(Date.parse(value) / 1000)
      : Number.NaN;
  if (Number.isNaN(seconds))
    throw new UsageError(
      `--${flag}: expected Unix seconds or a time such as 2026-01-31T12:00:00Z, found "${value}".`,
    );
  return seconds;
};

const protocol = (values: Values): number | null => {
  const value = textFrom(values, 'protocol');
  if (value === null) return null;
  if (value.toLowerCase() === 'arp') return ARP;
  const parsed = parseProtocol(value);
  if (parsed === null)
    throw new UsageError(
      `--protocol: expected tcp, udp, icmp, icmpv6, arp or a number from 0 to 255, found "${value}".`,
    );
  return parsed === 'all' ? null : parsed;
};

/** No packet has addresses of two families, so nothing could ever match. */
const endsFrom = (values: Values) => {
  const [source, destination] = [address(values, 'src'), address(values, 'dst')];
  if (source !== null && destination !== null && source.family !== destination.family)
    throw new UsageError(
      `--dst: expected an IPv${source.family} address as --src is one, found "${textFrom(values, 'dst')}". Behind NAT64 ask for one side alone.`,
    );
  return { source, destination };
};

/** Interfaces, and what else flow logs are of. */
const INTERFACE_ID = /^[a-z]+(-[a-z]+)*-[0-9a-z-]+$/i;

const interfaceId = (values: Values): string | null => {
  const value = textFrom(values, 'interface');
  if (value !== null && !INTERFACE_ID.test(value))
    throw new UsageError(
      `--interface: expected the id of an interface, such as eni-0123456789abcdef0, found "${value}".`,
    );
  return value;
};

/** What `explain` is asked. */
export const questionFrom = (values: Values): Question => ({
  filter: {
    ...ANY_TRAFFIC,
    ...endsFrom(values),
    protocol: protocol(values),
    port: port(values, 'port'),
    sourcePort: port(values, 'source-port'),
  },
  interfaceId: interfaceId(values),
  all: values.all === true,
  now: time(values, 'now'),
});
