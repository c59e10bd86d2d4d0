import { isRight } from 'fp-ts/lib/Either.js';
import {
  type AnyQuestion,
  type CheckQuestion,
  type DifferenceQuestion,
  type EndName,
  echoRequest,
  hasPorts,
  ICMP,
  isIcmp,
  parseAddress,
  parseProtocol,
  TCP,
  UDP,
} from '../../index.js';
import { textFrom, type Values } from './flags.js';
import { UsageError } from './usage-error.js';

const required = (values: Values, flag: string, example: string): string => {
  const value = textFrom(values, flag);
  if (value === null) throw new UsageError(`--${flag} is missing: for example --${flag} ${example}.`);
  return value;
};

const endFrom = (values: Values, flag: 'from' | 'to'): EndName => {
  const value = required(values, flag, flag === 'from' ? '10.0.1.10' : 'eni-0a1b2c3d');
  if (value.startsWith('eni-')) return { kind: 'interface', id: value };
  if (value.startsWith('i-')) return { kind: 'instance', id: value };
  const address = parseAddress(value);
  if (isRight(address)) return { kind: 'address', address: address.right };
  throw new UsageError(
    `--${flag}: expected an address, an interface (eni-...) or an instance (i-...), found "${value}".`,
  );
};

const protocolFrom = (values: Values): number => {
  const value = required(values, 'protocol', 'tcp');
  const protocol = parseProtocol(value);
  if (protocol === null || protocol === 'all')
    throw new UsageError(
      `--protocol: expected tcp, udp, icmp, icmpv6 or a number from 0 to 255, found "${value}".`,
    );
  return protocol;
};

const numberFrom = (values: Values, flag: string, most: number): number | null => {
  const value = textFrom(values, flag);
  if (value === null) return null;
  if (!/^\d{1,5}$/.test(value) || Number(value) > most)
    throw new UsageError(`--${flag}: expected a number from 0 to ${most}, found "${value}".`);
  return Number(value);
};

const sourcePortsFrom = (values: Values): CheckQuestion['sourcePorts'] => {
  const value = textFrom(values, 'source-port');
  if (value === null) return null;
  const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(value) ?? [];
  const range = { from: Number(from), to: Number(to) };
  if (from === undefined || range.to > 65535 || range.from > range.to)
    throw new UsageError(`--source-port: expected a port or a range such as 49152-65535, found "${value}".`);
  return range;
};

const PORT_FLAGS = ['port', 'source-port'] as const;
const ICMP_FLAGS = ['icmp-type', 'icmp-code'] as const;

/** A flag that the protocol has no use for is a misunderstanding, not something to pass over. */
const refuse = (values: Values, flags: readonly string[], why: string): void => {
  const given = flags.find((flag) => textFrom(values, flag) !== null);
  if (given !== undefined) throw new UsageError(`--${given}: ${why}`);
};

const icmpFrom = (values: Values): CheckQuestion['icmp'] => {
  const type = numberFrom(values, 'icmp-type', 255);
  const code = numberFrom(values, 'icmp-code', 255);
  if (type === null && code !== null) throw new UsageError('--icmp-code needs --icmp-type.');
  return type === null ? null : { type, code: code ?? 0 };
};

/** The protocol, having refused the flags that it has no use for. */
const protocolAndFlags = (values: Values): { readonly protocol: number; readonly name: string } => {
  const protocol = protocolFrom(values);
  const name = textFrom(values, 'protocol') ?? '';
  if (!hasPorts(protocol)) refuse(values, PORT_FLAGS, `${name} has no ports.`);
  if (!isIcmp(protocol)) refuse(values, ICMP_FLAGS, `${name} has no ICMP types.`);
  return { protocol, name };
};

/** Each family has a ping of its own: rules for one say nothing of the other. */
const refuseOtherFamily = (protocol: number, ends: readonly (EndName | 'any')[]): void => {
  const [other, name, needed] =
    protocol === ICMP ? ([6, 'icmp', 'icmpv6'] as const) : ([4, 'icmpv6', 'icmp'] as const);
  const found = ends.find((end) => end !== 'any' && end.kind === 'address' && end.address.family === other);
  if (isIcmp(protocol) && found !== undefined)
    throw new UsageError(`--protocol: ${name} is not of IPv${other}, whose addresses need ${needed}.`);
};

/** What `check` is asked. */
export const checkQuestionFrom = (values: Values): CheckQuestion => {
  const { protocol, name } = protocolAndFlags(values);
  const port = numberFrom(values, 'port', 65535);
  if (hasPorts(protocol) && port === null)
    throw new UsageError(`--port is missing: ${name} needs the port of the service, for example --port 443.`);
  const [from, to] = [endFrom(values, 'from'), endFrom(values, 'to')];
  refuseOtherFamily(protocol, [from, to]);
  return {
    from,
    to,
    protocol,
    port,
    sourcePorts: sourcePortsFrom(values),
    icmp: icmpFrom(values),
  };
};

const isAny = (values: Values, flag: string): boolean => textFrom(values, flag) === 'any';

const anyPort = (values: Values, protocol: number): AnyQuestion['port'] => {
  if (!hasPorts(protocol)) return null;
  if (isAny(values, 'port')) return 'any';
  return numberFrom(values, 'port', 65535) ?? 'any';
};

/** What `check` is asked when an end or the port is `any`; null when it is about one packet. */
export const anyQuestionFrom = (values: Values): AnyQuestion | null => {
  if (!['from', 'to', 'port'].some((flag) => isAny(values, flag))) return null;
  if (isAny(values, 'from') && isAny(values, 'to'))
    throw new UsageError('--from and --to cannot both be any: name the end whose reach is asked for.');
  const { protocol } = protocolAndFlags(values);
  const from = isAny(values, 'from') ? 'any' : endFrom(values, 'from');
  const to = isAny(values, 'to') ? 'any' : endFrom(values, 'to');
  refuseOtherFamily(protocol, [from, to]);
  return {
    from,
    to,
    protocol,
    port: anyPort(values, protocol),
    sourcePorts: sourcePortsFrom(values),
    icmp: icmpFrom(values) ?? echoRequest(protocol),
  };
};

const ASKING = ['from', 'to', 'protocol', ...PORT_FLAGS, ...ICMP_FLAGS] as const;

/** A table asks by its own lines. A flag beside it would be passed over. */
export const refuseAsking = (values: Values): void => {
  refuse(values, ASKING, 'the lines of --assert say what is asked; leave it out, or leave out --assert.');
  if (values.diff === true) throw new UsageError('--diff and --assert are two questions: ask one at a time.');
};

/** What `check --diff` compares: everything that is not narrowed. */
export const differenceQuestionFrom = (values: Values): DifferenceQuestion => {
  refuse(values, ['source-port', ...ICMP_FLAGS], '--diff does not narrow by it; leave it out.');
  const given = textFrom(values, 'protocol');
  const protocols = given === null ? [TCP, UDP, ICMP] : [protocolAndFlags(values).protocol];
  const hasFrom = textFrom(values, 'from') !== null && !isAny(values, 'from');
  const hasTo = textFrom(values, 'to') !== null && !isAny(values, 'to');
  return {
    from: hasFrom ? endFrom(values, 'from') : null,
    to: hasTo ? endFrom(values, 'to') : 'any',
    protocols,
    port: isAny(values, 'port') ? 'any' : (numberFrom(values, 'port', 65535) ?? 'any'),
  };
};
