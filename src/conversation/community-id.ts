import { compare, type IpAddress } from '../address/ip-address.js';
import { base64 } from '../prelude/base64.js';
import { sha1 } from '../prelude/sha1.js';
import { hasPorts, isIcmp, SCTP } from '../traffic/protocol.js';
import type { Conversation, Party } from './conversation.js';

const packed = ({ family, value }: IpAddress): readonly number[] => {
  const length = family === 4 ? 4 : 16;
  const whole = BigInt(value);
  return Array.from({ length }, (_, i) => Number((whole >> BigInt(8 * (length - 1 - i))) & 0xffn));
};

const packedPort = (port: number): readonly number[] => [port >>> 8, port & 255];

/** Packed addresses are compared byte by byte, and a family's length plays no part. */
const inByteOrder = (a: readonly number[], b: readonly number[]): number => {
  for (const [i, byte] of a.entries()) if (byte !== b[i]) return byte - (b[i] ?? -1);
  return a.length - b.length;
};

const inOrder = (a: Party, b: Party): number =>
  (a.address.family === b.address.family
    ? compare(a.address, b.address)
    : inByteOrder(packed(a.address), packed(b.address))) || (a.port ?? 0) - (b.port ?? 0);

/**
 * The Community ID (version 1) of a conversation, by which Zeek, Suricata and other tools name the same one; it is the
 * same at every observation point that sees the same packet addresses. Null where it cannot be computed: flow logs hold
 * no ICMP type, and a record may lack ports.
 * https://github.com/corelight/community-id-spec
 */
export const communityId = (
  { protocol, initiator, responder }: Pick<Conversation, 'protocol' | 'initiator' | 'responder'>,
  seed = 0,
): string | null => {
  if (isIcmp(protocol)) return null;
  const withPorts = hasPorts(protocol) || protocol === SCTP;
  const [first, second] = [initiator, responder].sort(inOrder) as [Party, Party];
  const ports = [first.port, second.port].filter((port) => port !== null);
  if (withPorts && ports.length < 2) return null;
  const bytes = [
    ...packedPort(seed),
    ...packed(first.address),
    ...packed(second.address),
    protocol,
    0,
    ...(withPorts ? ports.flatMap(packedPort) : []),
  ];
  return `1:${base64(sha1(Uint8Array.from(bytes)))}`;
};
