import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Addresses from '../../src/address/address-set.js';
import {
  addressClasses,
  classOf,
  classOfIpv4,
  undividedBy,
  withBuckets,
} from '../../src/filter/address-classes.js';
import { classifier, firstHolding } from '../../src/filter/classifier.js';
import { trafficClasses, classOf as trafficClassOf } from '../../src/filter/traffic-classes.js';
import * as Headers from '../../src/traffic/header-set.js';
import type { Packet } from '../../src/traffic/packet.js';
import * as Peers from '../../src/traffic/peer-set.js';
import * as Traffic from '../../src/traffic/traffic-set.js';
import { addressSet, packet, trafficSet } from '../arbitrary/header-sets.js';
import { runs } from '../arbitrary/runs.js';

const peerSet = fc
  .array(fc.tuple(addressSet, trafficSet), { maxLength: 3 })
  .map((all) => all.map((parts) => Peers.of(...parts)).reduce(Peers.union, Peers.EMPTY));

/** Source port and selector as the classifier takes them. */
const numbersOf = ({ sourcePort, destinationPort, icmp }: Packet): readonly [number, number] =>
  icmp === null ? [sourcePort ?? 0, destinationPort ?? 0] : [0, icmp.type * 256 + icmp.code];

const holds = (traffic: Traffic.TrafficSet, one: Packet): boolean =>
  Headers.contains(Headers.between(Addresses.ALL, Addresses.ALL, traffic), one);

const isIn = (set: Peers.PeerSet, one: Packet): boolean =>
  set.some(({ first, rest }) => Addresses.contains(first, one.source) && holds(rest, one));

describe('the classifier', () => {
  it('finds the first set that holds a packet, whatever it was asked before', () => {
    fc.assert(
      fc.property(
        fc.array(peerSet, { maxLength: 5 }),
        fc.array(packet, { minLength: 1, maxLength: 12 }),
        (sets, packets) => {
          const all = classifier(sets);
          for (const one of [...packets, ...packets]) {
            const first = sets.findIndex((set) => isIn(set, one));
            const found = firstHolding(all, one.source, one.protocol, ...numbersOf(one));
            expect(found).toBe(first < 0 ? sets.length : first);
          }
        },
      ),
      runs(200),
    );
  });

  it('remembers the answer for a class and asks the sets no more', () => {
    const asked = [{ family: 4, value: 1 } as const, 6, 1, 2] as const;
    for (const sets of [
      [],
      [Peers.of(Addresses.ALL, Traffic.ALL)],
      [Peers.EMPTY, Peers.of(Addresses.ALL, Traffic.ALL)],
    ]) {
      const all = classifier(sets);
      const found = firstHolding(all, ...asked);
      expect(firstHolding({ ...all, sets: Array(9).fill(Peers.EMPTY) }, ...asked)).toBe(found);
    }
  });

  it('has as many answers as there are classes of addresses times classes of traffic', () => {
    const closed = classifier([]);
    // One class of each family; the protocols that rules look into are one class each, like every other one.
    expect(closed.answers).toHaveLength(2 * 256);
    expect(closed.answers.BYTES_PER_ELEMENT).toBe(2);
    const many = Array.from({ length: 2 ** 15 }, () => Peers.EMPTY);
    expect(classifier(many).answers.BYTES_PER_ELEMENT).toBe(4);
    expect(classifier(many.slice(1)).answers.BYTES_PER_ELEMENT).toBe(2);
  });
});

const ipv4Boundaries = fc.uniqueArray(
  fc.oneof(
    fc.integer({ min: 0, max: 2 ** 32 }),
    fc.integer({ min: 0, max: 40 }),
    fc.integer({ min: 0x0a000000, max: 0x0a002000 }),
  ),
  { maxLength: 40 },
);

const toIntervals = (ends: readonly number[]): readonly number[] =>
  ends.toSorted((a, b) => a - b).slice(0, ends.length - (ends.length % 2));

describe('classes of addresses', () => {
  it('are the same with buckets as without, at every boundary and beside it', () => {
    fc.assert(
      fc.property(fc.array(ipv4Boundaries, { maxLength: 3 }), fc.nat({ max: 2 ** 32 - 1 }), (ends, any) => {
        const classes = addressClasses(0, ends.map(toIntervals), 0);
        const near = classes.boundaries.flatMap((end) => [end - 1, end, end + 1]);
        const bucketed = withBuckets(classes);
        for (const value of [...near, any].filter((one) => one >= 0 && one < 2 ** 32)) {
          const naive = classes.boundaries.findLastIndex((boundary) => boundary <= value);
          expect(classOf(classes, value)).toBe(classes.classes[naive]);
          expect(classOfIpv4(bucketed, value)).toBe(classes.classes[naive]);
        }
      }),
      runs(200),
    );
  });

  it('look at a handful of boundaries in each bucket, however many there are', () => {
    const ends = Array.from({ length: 4096 }, (_, i) => 0x0a000000 + i * 16);
    const { starts } = withBuckets(addressClasses(0, [ends], 0));
    const perBucket = [...starts].slice(1).map((start, i) => start - (starts[i] as number));
    expect(Math.max(...perBucket)).toBeLessThanOrEqual(8);
  });

  it('are numbered on from the first, one for what all sets treat alike', () => {
    // Two stretches of one set are one class; what no set holds is another.
    const { classes, count } = addressClasses(0, [[10, 20, 30, 40]], 7);
    expect([...classes]).toEqual([7, 8, 7, 8, 7]);
    expect(count).toBe(2);
  });

  it('cut all addresses into parts that no set divides, each address in one', () => {
    fc.assert(
      fc.property(fc.array(addressSet, { maxLength: 4 }), (sets) => {
        const parts = undividedBy(sets);
        expect(parts.reduce(Addresses.union, Addresses.EMPTY)).toEqual(Addresses.ALL);
        parts.forEach((part, i) => {
          for (const other of parts.slice(i + 1))
            expect(Addresses.isEmpty(Addresses.intersect(part, other))).toBe(true);
          for (const set of sets)
            expect(Addresses.isSubset(part, set) || Addresses.isEmpty(Addresses.intersect(part, set))).toBe(
              true,
            );
          expect([part.v4.length === 0, part.v6.length === 0]).toContain(true);
        });
        // As few as there can be: parts that every set treats alike are one.
        const alike = parts.map((part) =>
          [part.v4.length === 0, ...sets.map((set) => Addresses.isSubset(part, set))].join(),
        );
        expect(new Set(alike).size).toBe(parts.length);
      }),
      runs(100),
    );
  });
});

describe('classes of traffic', () => {
  it('are as few as the sets tell apart', () => {
    const of = (protocol: number, from: number, to: number) =>
      Traffic.between(protocol, Traffic.portSet({ from: 0, to: 65535 }), Traffic.portSet({ from, to }));
    expect(trafficClasses([]).count).toBe(256);
    expect(trafficClasses([of(6, 443, 443)]).count).toBe(258);
    expect(trafficClasses([of(6, 0, 65535), of(17, 0, 65535)]).count).toBe(256);
    expect(trafficClasses([of(6, 1024, 65535)]).count).toBe(257);
    expect(trafficClasses([of(6, 53, 53), of(17, 123, 123)]).count).toBe(260);
    const fromLow = Traffic.between(
      6,
      Traffic.portSet({ from: 0, to: 1023 }),
      Traffic.portSet({ from: 80, to: 80 }),
    );
    expect(trafficClasses([fromLow]).count).toBe(255 + 2 * 3);
  });

  it('are never shared by traffic that a set tells apart', () => {
    fc.assert(
      fc.property(fc.array(trafficSet, { maxLength: 4 }), packet, packet, (sets, one, other) => {
        const classes = trafficClasses(sets);
        const classOfPacket = (it: Packet) => trafficClassOf(classes, it.protocol, ...numbersOf(it));
        expect(classOfPacket(one)).toBeLessThan(classes.count);
        if (classOfPacket(one) !== classOfPacket(other)) return;
        expect(one.protocol).toBe(other.protocol);
        for (const set of sets) expect(holds(set, one)).toBe(holds(set, other));
      }),
      runs(200),
    );
  });
});
