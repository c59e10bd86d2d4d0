import { ICMP, ICMPV6, type Protocol } from './protocol.js';

/** ICMP type and code of a packet. A flow log records neither: its ICMP records carry ports 0 and 0. */
export type IcmpTypeCode = { readonly type: number; readonly code: number };

/** What a rule says of ICMP: a type and a code, each possibly any (AWS writes `-1`). It is not a range. */
export type IcmpMatch = { readonly type: number | 'any'; readonly code: number | 'any' };

export const ANY_ICMP: IcmpMatch = { type: 'any', code: 'any' };

export const matches =
  (packet: IcmpTypeCode) =>
  (rule: IcmpMatch): boolean =>
    (rule.type === 'any' || rule.type === packet.type) && (rule.code === 'any' || rule.code === packet.code);

/** Reply type by request type, RFC 792, RFC 950 and RFC 4443. */
const replyTypes: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  [ICMP]: { 8: 0, 13: 14, 15: 16, 17: 18 },
  [ICMPV6]: { 128: 129 },
};

/** The type and code of the answer to a request; null when this type is no request. */
export const replyTo = (protocol: Protocol, request: IcmpTypeCode): IcmpTypeCode | null => {
  const type = replyTypes[protocol]?.[request.type];
  return type === undefined ? null : { type, code: 0 };
};

/** https://www.iana.org/assignments/icmp-parameters: what a ping sends. */
export const echoRequest = (protocol: Protocol): IcmpTypeCode | null => {
  if (protocol === ICMP) return { type: 8, code: 0 };
  return protocol === ICMPV6 ? { type: 128, code: 0 } : null;
};
