import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, equals, parse as parseCidr, print as printCidr } from '../../../src/address/cidr.js';
import { parseAddress, printAddress, readText } from '../../../src/index.js';
import { print as printRecord } from '../../../src/record/record-batch.js';
import {
  address,
  addresses,
  addressesNear,
  block,
  cidrs,
  networkAcls,
  packets,
  packetsNear,
  recordFormats,
  recordLines,
  routeTables,
  securityGroups,
} from '../../../src/testing/index.js';
import { decidingEntry } from '../../../src/testing/simulator/filter/network-acl.js';
import { matchesTraffic } from '../../../src/testing/simulator/filter/rule-match.js';
import { runs } from '../../arbitrary/runs.js';

const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (it: T) => void): void =>
  fc.assert(
    fc.property(arbitrary, (it) => {
      holds(it);
    }),
    runs(200),
  );

/** Both must be drawn, or a property would say nothing about one of them. */
const drawsBoth = <T>(arbitrary: fc.Arbitrary<T>, is: (it: T) => boolean): void =>
  expect(new Set(fc.sample(arbitrary, 300).map(is))).toEqual(new Set([true, false]));

describe('arbitraries of addresses and blocks', () => {
  it('are read back from what they print', () => {
    check(addresses, (it) => expect(parseAddress(printAddress(it))).toEqual({ _tag: 'Right', right: it }));
    check(fc.oneof(cidrs(4), cidrs(6)), (it) => {
      const read = parseCidr(printCidr(it));
      expect(read._tag === 'Right' && equals(read.right, it)).toBe(true);
    });
  });

  it('draw on both sides of a block’s edges', () => {
    for (const text of ['10.0.1.0/24', '10.0.1.10/32', '2001:db8::/64'])
      drawsBoth(addressesNear(block(text)), (it) => covers(it)(block(text)));
  });
});

describe('arbitraries of packets', () => {
  it('draw both what a rule matches and what just misses it', () => {
    const own = address('10.0.9.9');
    const rule = {
      id: null,
      direction: 'ingress',
      protocol: 6,
      ports: { from: 443, to: 450 },
      icmp: null,
      peer: { kind: 'cidr', cidr: block('10.0.1.0/24') },
      description: null,
    } as const;
    drawsBoth(packetsNear([rule], own), (it) => covers(it.source)(rule.peer.cidr));
    drawsBoth(packetsNear([rule], own), (it) => matchesTraffic(rule, it));
    expect(fc.sample(packetsNear([], own), 5)).toHaveLength(5);
    check(packets, (it) => expect(it.protocol === 1).toBe(it.sourcePort === null));
  });

  it('draw both what a network ACL allows and what it denies', () => {
    const near = networkAcls().chain((acl) =>
      packetsNear(
        acl.entries.filter(({ direction }) => direction === 'ingress'),
        address('10.0.9.9'),
      ).map((packet) => decidingEntry(acl, 'ingress', packet)?.action === 'allow'),
    );
    drawsBoth(near, (isAllowed) => isAllowed);
  });
});

describe('arbitraries of rules', () => {
  it('shrink to what nothing can be left out of', () => {
    const least = <T>(arbitrary: fc.Arbitrary<T>): T =>
      fc.check(
        fc.property(arbitrary, () => false),
        { numRuns: 1 },
      ).counterexample?.[0] as T;
    expect(least(securityGroups())).toMatchObject({ ingress: [], egress: [] });
    expect(least(networkAcls()).entries.every(({ number }) => number > 32_766)).toBe(true);
    expect(least(routeTables()).routes).toHaveLength(1);
  });

  it('name each destination and each number once', () => {
    check(routeTables(), ({ routes }) => {
      const named = routes.map(({ destination: it }) => (it.kind === 'cidr' ? printCidr(it.cidr) : it.id));
      expect(new Set(named).size).toBe(named.length);
    });
    check(networkAcls(), ({ entries }) => {
      const keys = entries.map(({ direction, number }) => `${direction} ${number}`);
      expect(new Set(keys).size).toBe(keys.length);
    });
  });
});

describe('arbitraries of records', () => {
  it('are read without a problem, and printed as they were', () => {
    const logs = recordFormats.chain((format) =>
      fc.array(recordLines(format), { minLength: 1, maxLength: 4 }).map((lines) => ({ format, lines })),
    );
    check(logs, ({ format, lines }) => {
      const { batches, problems } = readText([format.join(' '), ...lines].join('\n'), { source: 'flow.log' });
      expect(problems).toEqual([]);
      const printed = batches.flatMap((batch) =>
        Array.from({ length: batch.length }, (_, row) => printRecord(batch, row)),
      );
      expect(printed).toEqual(lines);
    });
  });
});
