import { isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/address/ip-address.js';
import { communityId } from '../../src/conversation/community-id.js';

const party = (address: string, port: number | null) => {
  const parsed = parse(address);
  if (!isRight(parsed)) throw new Error(address);
  return { address: parsed.right, port };
};

/**
 * The first two stand in the specification (https://github.com/corelight/community-id-spec); the others were computed
 * from its text with Python's hashlib.
 */
const VECTORS = [
  ['128.232.110.120', 34855, '66.35.250.204', 80, 6, 0, '1:LQU9qZlK+B5F3KDmev6m5PMibrg='],
  ['128.232.110.120', 34855, '66.35.250.204', 80, 6, 1, '1:3V71V58M3Ksw/yuFALMcW0LAHvc='],
  ['192.168.1.52', 54585, '8.8.8.8', 53, 17, 0, '1:d/FP5EW3wiY1vCndhwleRRKHowQ='],
  ['192.168.170.8', 7, '192.168.170.56', 80, 132, 0, '1:jQgCxbku+pNGw8WPbEc/TS/uTpQ='],
  ['192.168.170.8', 32836, '192.168.170.56', 2905, 132, 0, '1:d3+/L77C2EJE7TVdJpOlD/5t6P8='],
  ['10.0.1.5', null, '203.0.113.5', null, 47, 0, '1:fskGBzMmM27pp9WkkW38VVgvqOc='],
  ['2001:db8::1', 40000, '2001:db8::2', 443, 6, 0, '1:RYG3Msb11GthNt1OYXJouPzmrvA='],
  ['10.0.0.1', 123, '10.0.0.1', 123, 17, 0, '1:yziW+EgK5o1beoplKcCgfvBa1DU='],
  ['10.0.0.9', 50000, '10.0.0.9', 80, 6, 0, '1:rym55SjBRRc9vd1oa73nH5vDKMc='],
  ['fe80::1', 1, '10.0.0.1', 2, 6, 0, '1:Z39mG/YGZQ5KVS4yVvEshxEA38U='],
  ['255.255.255.255', 65535, '0.0.0.1', 0, 17, 0, '1:/mZlIGJ+EXatpWmjZVKdTHkQQZM='],
] as const;

describe('the Community ID', () => {
  it.each(VECTORS)(
    'of %s port %s and %s port %s, protocol %s, seed %s, is %s',
    (a, p, b, q, protocol, seed, id) => {
      const [x, y] = [party(a, p), party(b, q)];
      expect(communityId({ protocol, initiator: x, responder: y }, seed)).toBe(id);
      expect(communityId({ protocol, initiator: y, responder: x }, seed)).toBe(id);
    },
  );

  it('is not made up where the log lacks what it takes: ICMP types, ports, the ports of SCTP', () => {
    const [x, y] = [party('10.0.0.1', null), party('10.0.0.2', null)];
    for (const protocol of [1, 58, 6, 17, 132])
      expect(communityId({ protocol, initiator: x, responder: y })).toBeNull();
  });
});
