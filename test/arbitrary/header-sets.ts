import * as fc from 'fast-check';
import * as Addresses from '../../src/address/address-set.js';
import { blockOf } from '../../src/address/cidr.js';
import { type IpAddress, ipv4, ipv6 } from '../../src/address/ip-address.js';
import * as Headers from '../../src/traffic/header-set.js';
import type { Packet } from '../../src/traffic/packet.js';
import * as Traffic from '../../src/traffic/traffic-set.js';

/** Sets over few values, so that random sets meet: their members are drawn from the same few. */

const small = (most: number) => fc.integer({ min: 0, max: most });

const V6 = 0x20010db8n << 96n;

export const address: fc.Arbitrary<IpAddress> = fc.oneof(
  small(15).map((n) => ipv4(0x0a000000 + n)),
  small(15).map((n) => ipv6(V6 + BigInt(n))),
);

export const addressSet: fc.Arbitrary<Addresses.AddressSet> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(fc.tuple(address, fc.integer({ min: 0, max: 4 })), { maxLength: 4 })
      .map((blocks) =>
        blocks
          .map(([one, bits]) => Addresses.ofCidr(blockOf(one, (one.family === 4 ? 32 : 128) - bits)))
          .reduce(Addresses.union, Addresses.EMPTY),
      ),
  },
  { weight: 1, arbitrary: fc.constantFrom(Addresses.ALL, Addresses.ALL_IPV4, Addresses.ALL_IPV6) },
);

const port = fc.oneof(small(7), fc.constantFrom(65534, 65535));

const portRange = fc.tuple(port, port).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

const numberOrAny = fc.oneof(small(3), fc.constant('any' as const));

export const trafficProduct: fc.Arbitrary<Traffic.TrafficSet> = fc.oneof(
  fc
    .tuple(fc.constantFrom(6, 17), portRange, portRange)
    .map(([protocol, source, destination]) =>
      Traffic.between(protocol, Traffic.portSet(source), Traffic.portSet(destination)),
    ),
  fc
    .tuple(fc.constantFrom(1, 58), numberOrAny, numberOrAny)
    .map(([protocol, type, code]) => Traffic.ofMatch({ protocol, ports: null, icmp: { type, code } })),
  fc
    .constantFrom<number | 'all'>(0, 47, 255, 'all')
    .map((protocol) => Traffic.ofMatch({ protocol, ports: null, icmp: null })),
);

export const trafficSet: fc.Arbitrary<Traffic.TrafficSet> = fc
  .array(trafficProduct, { maxLength: 3 })
  .map((all) => all.reduce(Traffic.union, Traffic.EMPTY));

export const headerSet: fc.Arbitrary<Headers.HeaderSet> = fc
  .array(fc.tuple(addressSet, addressSet, trafficSet), { maxLength: 3 })
  .map((all) => all.map((parts) => Headers.between(...parts)).reduce(Headers.union, Headers.EMPTY));

const portOf = (protocol: number): fc.Arbitrary<number | null> =>
  protocol === 6 || protocol === 17 ? port : fc.constant(null);

export const packet: fc.Arbitrary<Packet> = fc
  .tuple(fc.boolean(), fc.constantFrom(0, 1, 6, 17, 47, 58, 255))
  .chain(([isIpv4, protocol]) => {
    const end = isIpv4
      ? small(15).map((n) => ipv4(0x0a000000 + n))
      : small(15).map((n) => ipv6(V6 + BigInt(n)));
    return fc.record({
      source: end,
      destination: end,
      protocol: fc.constant(protocol),
      sourcePort: portOf(protocol),
      destinationPort: portOf(protocol),
      icmp:
        protocol === 1 || protocol === 58
          ? fc.record({
              type: fc.oneof(small(3), fc.constantFrom(8, 128, 255)),
              code: fc.oneof(small(3), fc.constant(255)),
            })
          : fc.constant(null),
    });
  });
