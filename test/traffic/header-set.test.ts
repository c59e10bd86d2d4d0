import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Addresses from '../../src/address/address-set.js';
import { lawTest, setLaws } from '../../src/testing/index.js';
import * as Headers from '../../src/traffic/header-set.js';
import { reply } from '../../src/traffic/packet.js';
import * as Traffic from '../../src/traffic/traffic-set.js';
import { headerSet, packet, trafficSet } from '../arbitrary/header-sets.js';
import { runs } from '../arbitrary/runs.js';
import { cidr, ports } from '../filter/build.js';

const block = (text: string) => Addresses.ofCidr(cidr(text));

lawTest({ describe, it })(
  'header sets',
  setLaws({ algebra: Headers.headerSets, contains: Headers.contains, set: headerSet, member: packet }),
  runs(),
);

describe('header sets', () => {
  it('hold every packet in the set of all', () => {
    fc.assert(
      fc.property(packet, (one) => {
        expect(Headers.contains(Headers.ALL, one)).toBe(true);
        expect(Headers.contains(Headers.EMPTY, one)).toBe(false);
      }),
      runs(),
    );
  });

  it('hold no packet from one family to the other', () => {
    expect(Headers.between(Addresses.ALL, Addresses.ALL)).toEqual(Headers.ALL);
    expect(Headers.between(Addresses.ALL_IPV4, Addresses.ALL_IPV6)).toEqual(Headers.EMPTY);
  });

  it('know the requests by their answers', () => {
    fc.assert(
      fc.property(headerSet, packet, (answers, request) => {
        const answer = reply(request);
        const isIcmp = request.protocol === 1 || request.protocol === 58;
        const expected = isIcmp && answer.icmp === null ? false : Headers.contains(answers, answer);
        expect(Headers.contains(Headers.requestsOf(answers), request)).toBe(expected);
        expect(Headers.contains(Headers.UNANSWERED, request)).toBe(isIcmp && answer.icmp === null);
      }),
      runs(),
    );
  });

  it('print one product a line', () => {
    const https = Traffic.ofMatch({ protocol: 6, ports: ports(443), icmp: null });
    const set = Headers.union(
      Headers.between(block('10.0.0.0/8'), Addresses.ALL_IPV4, https),
      Headers.between(block('2001:db8::/32'), block('2001:db8::1/128')),
    );
    expect(Headers.print(set)).toBe('tcp 443 from 10.0.0.0/8\nall traffic from 2001:db8::/32 to 2001:db8::1');
    expect(Headers.print(Headers.EMPTY)).toBe('nothing');
    expect(Headers.print(Headers.between(Addresses.ALL_IPV6, Addresses.ALL_IPV6, https))).toBe(
      'tcp 443 from ::/0 to ::/0',
    );
  });
});

lawTest({ describe, it })(
  'traffic sets',
  setLaws({
    algebra: Traffic.trafficSets,
    contains: (set, [protocol, [source, selector]]) => {
      const one = Traffic.product([protocol, protocol + 1], [source, source + 1], [selector, selector + 1]);
      return Traffic.equals(Traffic.intersect(set, one), one);
    },
    set: trafficSet,
    member: fc.tuple(
      fc.constantFrom(0, 1, 6, 17, 255),
      fc.tuple(fc.constantFrom(0, 1, 5), fc.constantFrom(0, 3, 255, 65535)),
    ),
  }),
  runs(),
);

describe('traffic sets', () => {
  it('print protocols, ports and types as AWS names them', () => {
    const print = (...parts: readonly Traffic.TrafficSet[]) => Traffic.print(parts.reduce(Traffic.union));
    const match = (protocol: number, range: [number, number] | null, type?: number, code?: number) =>
      Traffic.ofMatch({
        protocol,
        ports: range === null ? null : ports(...range),
        icmp: type === undefined ? null : { type, code: code ?? 'any' },
      });
    expect(print(Traffic.ALL)).toBe('all traffic');
    expect(print(match(6, [443, 443]), match(6, [80, 81]))).toBe('tcp 80-81,443');
    expect(print(Traffic.between(6, [1, 1024], [53, 54]))).toBe('tcp 53 from source ports 1-1023');
    expect(print(match(17, null))).toBe('udp');
    expect(print(match(1, null, 8))).toBe('icmp type 8');
    expect(print(match(1, null, 3, 4))).toBe('icmp type 3 code 4');
    expect(print(match(58, null))).toBe('icmpv6');
    expect(print(match(47, null))).toBe('protocol 47');
    expect(print(match(47, null), match(50, null))).toBe('protocols 47,50');
    expect(print(Traffic.subtract(Traffic.ALL, match(6, [25, 25])))).toBe(
      'protocols without ports; icmp,icmpv6; tcp 0-24,26-65535; udp',
    );
  });
});
