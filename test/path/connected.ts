import { expect } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { readAnswers } from '../../src/index.js';
import type { Network } from '../../src/network/network.js';
import { areEnds, findEnds } from '../../src/path/named-end.js';
import { type Reach, reach } from '../../src/path/reach.js';
import { type Connected, connectedAnswers } from '../arbitrary/connected-world.js';
import { readPacket } from '../arbitrary/read-aws.js';
import { ip } from '../filter/build.js';
import type { ConnectedWorld } from '../oracle/connected-path.js';

/** Asks `src` what the oracle of connected networks is asked. */

type Files = ReturnType<typeof connectedAnswers>;

export const networkOfFiles = (files: Files): Network => {
  const { network, problems } = readAnswers(files);
  expect(problems).toEqual([]);
  return network;
};

export const connectedNetwork = (world: ConnectedWorld): Network => networkOfFiles(connectedAnswers(world));

export const reachConnected = (
  { world, from, packet }: Connected,
  network = connectedNetwork(world),
): Reach => {
  const ends = findEnds(
    network,
    from === null ? { kind: 'address', address: ip(packet.source) } : { kind: 'interface', id: from },
    { kind: 'address', address: ip(packet.destination) },
    print,
    packet.source.includes(':') ? 6 : 4,
  );
  if (!areEnds(ends)) throw new Error(ends.reason);
  const port = packet.sourcePort;
  return reach(network, {
    ends,
    packet: readPacket(packet),
    sourcePorts: port === null ? null : { from: port, to: port },
  });
};
