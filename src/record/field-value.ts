import { ipv4Integer, ipv6Integer, printIpv6 } from '../address/integer-form.js';
import type { IntegerType } from './column-type.js';

/** A value, and how it was spelled where the canonical print of the value would not give that back. */
export type Read<Value> = { readonly value: Value; readonly spelling: string | null };

/** -1 stands for `-`. */
export const NONE = -1;

const whole = /^\d{1,20}(\.0{1,9})?$/;
/** Milliseconds of the years 1973 to 5138. */
const MILLISECONDS = { least: 100_000_000_000, most: 99_999_999_999_999 };

/** Reads the token of an integer field, however it is spelled; null when it is none, or out of range. */
export const readInteger = (type: IntegerType, token: string): Read<number> | null => {
  if (token === '-') return { value: NONE, spelling: null };
  if (!whole.test(token)) return null;
  const number = Number(token);
  const inMilliseconds =
    type.unit === 'seconds' && MILLISECONDS.least <= number && number <= MILLISECONDS.most;
  const value = inMilliseconds ? Math.floor(number / 1000) : number;
  if (value < type.least || value > type.most) return null;
  return { value, spelling: String(value) === token ? null : token };
};

export type AddressValue =
  | { readonly family: 0 }
  | { readonly family: 4; readonly value: number }
  | { readonly family: 6; readonly value: bigint }
  | { readonly family: 1; readonly value: string };

/** Elastic Fabric Adapter traffic is not IP: its records carry MAC addresses. */
const macAddress = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i;

/** Reads the token of an address field; null when it is no address. */
export const readAddress = (token: string): Read<AddressValue> | null => {
  if (token === '-') return { value: { family: 0 }, spelling: null };
  const ipv4 = ipv4Integer(token);
  if (ipv4 >= 0) return { value: { family: 4, value: ipv4 }, spelling: null };
  const ipv6 = ipv6Integer(token);
  if (ipv6 !== null)
    return { value: { family: 6, value: ipv6 }, spelling: printIpv6(ipv6) === token ? null : token };
  return macAddress.test(token) ? { value: { family: 1, value: token }, spelling: null } : null;
};
