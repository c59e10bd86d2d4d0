import * as fc from 'fast-check';
import type { Crossing } from '../../src/filter/crossing.js';
import type { Network } from '../../src/network/network.js';
import type { NetworkInterface } from '../../src/network/network-interface.js';
import type { Direction } from '../../src/traffic/direction.js';
import type { Packet } from '../../src/traffic/packet.js';
import { vpc } from '../filter/build.js';
import { worldAndPacket } from './aws-world.js';
import { judgedInterface, readPacket, readWorld } from './read-aws.js';

/** What a packet verdict is asked of: networks of which something may be missing, crossings of which too. */
export type Scene = {
  readonly net: Network;
  readonly it: NetworkInterface;
  readonly direction: Direction;
  readonly packet: Packet;
  readonly crossing: Crossing;
};

const crossing: fc.Arbitrary<Crossing> = fc.record({
  automaticallyTracked: fc.constant(false),
  peerGroups: fc.constantFrom<Crossing['peerGroups']>('by-private-address', 'lost', 'unknown', ['sg-2']),
  subnetBoundary: fc.constantFrom<Crossing['subnetBoundary']>(true, false, 'unknown'),
});

const forget: fc.Arbitrary<(network: Network) => Network> = fc.constantFrom<(network: Network) => Network>(
  (net) => net,
  (net) => ({ ...net, securityGroups: new Map([...net.securityGroups].slice(1)) }),
  (net) => ({ ...net, interfaces: new Map([...net.interfaces].slice(0, 2)) }),
  (net) => ({ ...net, vpcs: new Map() }),
  (net) => ({
    ...net,
    vpcs: new Map([['vpc-1', vpc(['10.0.0.0/16'])]]),
  }),
  (net) => ({ ...net, networkAcls: new Map() }),
  // A rule or entry that could not be read: of a list in force, and of one that is not.
  ...['sg-1', 'sg-2', 'acl-1', 'acl-elsewhere'].map(
    (id) =>
      (net: Network): Network => ({
        ...net,
        gaps: [...net.gaps, { kind: 'unmodelled-rule', id, needs: 'a newer flowcause' }],
      }),
  ),
  (net) => ({ ...net, gaps: [...net.gaps, { kind: 'interface', id: 'acl-1', needs: 'something else' }] }),
  (net) => ({ ...net, given: new Set(['securityGroups']) }),
  (net) => ({ ...net, prefixLists: new Map() }),
  (net) => ({
    ...net,
    prefixLists: new Map(
      [...net.prefixLists].map(([id, list]) => [
        id,
        { ...list, family: id === 'pl-6' ? 6 : 4, entries: null },
      ]),
    ),
  }),
);

/** An interface of which an answer left something out. */
const halfDescribed = fc.constantFrom<(it: NetworkInterface) => NetworkInterface>(
  (it) => it,
  (it) => it,
  (it) => ({ ...it, securityGroupIds: null }),
  (it) => ({ ...it, subnetId: null }),
);

export const halfKnown: fc.Arbitrary<Scene> = fc
  .tuple(worldAndPacket, crossing, forget, halfDescribed)
  .map(([{ world, egress, packet }, way, change, half]) => {
    const net = change(readWorld(world));
    return {
      net,
      it: half(judgedInterface(net)),
      direction: egress ? 'egress' : 'ingress',
      packet: readPacket(packet),
      crossing: way,
    };
  });
