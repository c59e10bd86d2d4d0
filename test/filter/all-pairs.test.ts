import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Addresses from '../../src/address/address-set.js';
import { allPairs } from '../../src/filter/all-pairs.js';
import { type Crossing, PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { ownAddresses, requestAndReply } from '../../src/filter/passing.js';
import type { NetworkInterface } from '../../src/network/network-interface.js';
import * as Headers from '../../src/traffic/header-set.js';
import { awsWorld } from '../arbitrary/aws-world.js';
import { readWorld } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';

const WITHIN: Crossing = { ...PLAIN_CROSSING, subnetBoundary: false };
const crossingOf = (from: NetworkInterface, to: NetworkInterface): Crossing =>
  from.subnetId === to.subnetId ? WITHIN : PLAIN_CROSSING;

describe('all pairs of interfaces', () => {
  it('get the same sets as one pair alone', () => {
    fc.assert(
      fc.property(awsWorld, awsWorld, (world, other) => {
        const [elsewhere] = other.NetworkAcls;
        if (elsewhere === undefined) throw new Error('no network ACL');
        const net = readWorld({
          ...world,
          NetworkAcls: [
            ...world.NetworkAcls,
            { ...elsewhere, NetworkAclId: 'acl-2', Associations: [{ SubnetId: 'subnet-2' }] },
          ],
        });
        const interfaces = [...net.interfaces.values()].map((one, i) =>
          i > 1 ? { ...one, subnetId: 'subnet-2' } : one,
        );
        const pairs = [...allPairs(net, interfaces, crossingOf)];
        const ends = interfaces.flatMap((one) => one.privateAddresses.map((address) => ({ one, address })));
        const everyPair = ends.flatMap((from) =>
          ends
            .filter((to) => to.one !== from.one && to.address.family === from.address.family)
            .map((to) => [from.one.id, to.one.id, from.address, to.address]),
        );
        expect(everyPair).toEqual(pairs.map((pair) => [pair.from, pair.to, pair.source, pair.destination]));
        for (const pair of pairs) {
          const [from, to] = [pair.from, pair.to].map((id) => interfaces.find((one) => one.id === id));
          if (from === undefined || to === undefined) throw new Error('an interface of nobody');
          const crossing = crossingOf(from, to);
          const trip = requestAndReply(net, { it: from, crossing }, { it: to, crossing });
          const here = [pair.source, pair.destination].map(Addresses.ofAddress) as [
            Addresses.AddressSet,
            Addresses.AddressSet,
          ];
          const within = (set: Headers.HeaderSet) => Headers.intersect(set, Headers.between(...here));
          expect(Headers.between(...here, pair.request)).toEqual(within(trip.request.allowed));
          expect(Headers.between(...here, pair.answered)).toEqual(within(trip.answered));
          expect(Addresses.isSubset(here[0], ownAddresses(from))).toBe(true);
        }
      }),
      runs(30),
    );
  });
});
