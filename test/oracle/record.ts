/**
 * A second opinion on what a flow log line says, made from AWS's field tables and `split`, slow and plain. It shares
 * nothing with `src/record`: not the catalogue, not the addresses, not the tokens.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
import { IPv4, IPv6 } from 'ip-num';

const int16 = ['srcport', 'dstport'];
const int8 = ['protocol', 'tcp-flags', 'traffic-path', 'encryption-status'];
const counts = [
  'packets',
  'bytes',
  'packets-lost-no-route',
  'packets-lost-blackhole',
  'packets-lost-mtu-exceeded',
  'packets-lost-ttl-expired',
];
const times = ['start', 'end'];
const addresses = ['srcaddr', 'dstaddr', 'pkt-srcaddr', 'pkt-dstaddr'];
const words: Readonly<Record<string, readonly string[]>> = {
  action: ['ACCEPT', 'REJECT'],
  'log-status': ['OK', 'NODATA', 'SKIPDATA'],
  'flow-direction': ['ingress', 'egress'],
};

export type OracleValue = number | bigint | string | null;
/** The values of a line, or the name of the first field that is wrong, or the number of fields it has. */
export type OracleRecord =
  | { readonly values: readonly OracleValue[] }
  | { readonly wrong: string }
  | { readonly found: number };

class Wrong extends Error {}

const whole = (token: string, least: bigint, most: bigint): number => {
  if (!/^[0-9]{1,20}(\.0{1,9})?$/.test(token)) throw new Wrong();
  const value = BigInt(token.split('.')[0] as string);
  if (value < least || value > most) throw new Wrong();
  return Number(value);
};

const time = (token: string): number => {
  const value = whole(token, 0n, 99_999_999_999_999n);
  return value > 99_999_999_999 ? Math.floor(value / 1000) : value;
};

const address = (token: string): OracleValue => {
  if (/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(token)) return token;
  try {
    if (token.includes('%')) throw new Wrong();
    return token.includes(':') ? new IPv6(token).getValue() : Number(new IPv4(token).getValue());
  } catch {
    throw new Wrong();
  }
};

const value = (field: string, token: string): OracleValue => {
  if (token.includes('\uFFFD')) throw new Wrong();
  if (token === '-') return null;
  if (field === 'version') return whole(token, 1n, 99n);
  if (int16.includes(field)) return whole(token, 0n, 65_535n);
  if (int8.includes(field)) return whole(token, 0n, 255n);
  if (counts.includes(field)) return whole(token, 0n, 9_007_199_254_740_991n);
  if (times.includes(field)) return time(token);
  if (addresses.includes(field)) return address(token);
  if (words[field]?.includes(token) === false) throw new Wrong();
  return token;
};

/** Reads one line; `line` has no line feed in it. Null when it holds no record: blank or a comment. */
export const readLine = (fields: readonly string[], line: string): OracleRecord | null => {
  const tokens = line
    .replace(/^\uFEFF/, '')
    .split(' ')
    .flatMap((part) => part.split('\t'))
    .flatMap((part) => part.split('\r'))
    .filter((token) => token.length > 0);
  if (tokens.length === 0 || tokens[0]?.startsWith('#')) return null;
  if (tokens[fields.length]?.startsWith('#')) tokens.length = fields.length;
  if (tokens.length !== fields.length) return { found: tokens.length };
  const values: OracleValue[] = [];
  for (const [i, field] of fields.entries())
    try {
      values.push(value(field, tokens[i] as string));
    } catch {
      return { wrong: field };
    }
  return { values };
};
