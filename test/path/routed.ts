import { expect } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { readAnswers } from '../../src/index.js';
import type { Network } from '../../src/network/network.js';
import { areEnds, findEnds } from '../../src/path/named-end.js';
import { type Reach, reach } from '../../src/path/reach.js';
import { readPacket } from '../arbitrary/read-aws.js';
import type { Routed } from '../arbitrary/routed-world.js';
import { ip } from '../filter/build.js';
import type { RoutedWorld } from '../oracle/path.js';

/** Asks `src` what the oracle is asked. */

export const networkOf = (world: RoutedWorld): Network => {
  const documents = Object.entries(world).map(([key, value]) => ({
    source: `${key}.json`,
    json: { [key]: value },
  }));
  const { network, problems } = readAnswers(documents);
  expect(problems).toEqual([]);
  return network;
};

export const reachOf = ({ world, from, packet }: Routed, network = networkOf(world)): Reach => {
  const ends = findEnds(
    network,
    from === null ? { kind: 'address', address: ip(packet.source) } : { kind: 'interface', id: from },
    { kind: 'address', address: ip(packet.destination) },
    print,
  );
  if (!areEnds(ends)) throw new Error(ends.reason);
  const port = packet.sourcePort;
  return reach(network, {
    ends,
    packet: readPacket(packet),
    sourcePorts: port === null ? null : { from: port, to: port },
  });
};
